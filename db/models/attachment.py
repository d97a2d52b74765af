"""A file that belongs to a record: what it is and who brought it; its bytes are in the file store."""

from typing import ClassVar

from tortoise import fields
from tortoise.indexes import Index

from db.enums import AttachmentKind, Group
from db.guard import Guard, Unique
from db.models.base import UnitScoped, check, link, one_of, parent, word
from db.resource import Resource


class Attachment(UnitScoped):
    """One file of one record; the same bytes are stored once however many records have them.

    ``subject`` is the entity's name, as in ``Event``. ``project`` where the record belongs to one, so that all files
    of a project are found and counted together.
    """

    subject = fields.CharField(32, description="对象 | Subject")
    subject_id = fields.BigIntField(description="对象编号 | Number of the subject")
    project = parent("Project", "attachments", "改造项目 | Project", null=True)
    kind = word(AttachmentKind, "种类 | Kind")
    filename = fields.CharField(120, description="文件名 | File name")
    media_type = fields.CharField(80, description="文件类型 | Media type")
    size = fields.IntField(description="字节数 | Size in bytes")
    sha256 = fields.CharField(64, description="文件指纹 | Fingerprint (SHA-256)")
    uploader = link("User", "uploads", "上传人 | Uploaded by", null=True)
    at = fields.DatetimeField(description="上传时间 | Uploaded at")
    note = fields.CharField(200, null=True, description="说明 | Note")

    resource: ClassVar[Resource] = Resource(
        "附件 | Attachment",
        group=Group.RECORDS,
        columns=("filename", "kind", "subject", "size", "uploader.name", "at"),
        search=("filename", "note"),
        title="filename",
        fixed=frozenset({"subject", "subject_id", "filename", "media_type", "size", "sha256", "at"}),
        operator="attached",
        # Who may not read a case may not read what was attached to it.
        sealed="(select coalesce(current_setting('app.closed', true), '') = '')"
        " or subject <> all((select string_to_array(coalesce(current_setting('app.closed', true), ''), ','))::text[])",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("attachments_once_per_record", ("unit_code", "subject", "subject_id", "sha256")),
        one_of("attachments", "kind", AttachmentKind),
        check("attachments_sha256_is_one", "sha256 ~ '^[0-9a-f]{64}$'"),
        check("attachments_size_positive", "size > 0"),
    )

    class Meta:
        table = "attachments"
        indexes = (Index(fields=("sha256",), name="attachments_by_sha256"),)
