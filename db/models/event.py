"""What happened: one row per change of state, only ever appended."""

from typing import ClassVar

from tortoise import fields
from tortoise.indexes import Index

from db.enums import Group
from db.models.base import Record, link, money
from db.resource import Resource


class Event(Record):
    """Who did what to which row, when, from which state to which, and why.

    Append-only by privilege: the application's role may insert and read, not change (a trigger would
    be refused on a distributed table, FINDINGS: Citus). What stood on a past day is told from here alone
    (``db.query.as_of``), so a figure that a step sets and a later one may change is kept with the step.
    """

    unit_code = fields.CharField(6, null=True, description="申报单位 | Reporting unit")
    subject = fields.CharField(32, description="对象 | Subject")
    subject_id = fields.BigIntField(description="对象编号 | Number of the subject")
    action = fields.CharField(32, description="动作 | Action")
    from_state = fields.CharField(32, null=True, description="原状态 | From")
    to_state = fields.CharField(32, null=True, description="新状态 | To")
    at = fields.DatetimeField(description="时间 | At")
    actor = link("User", "events", "操作人 | Actor", null=True)
    why = fields.TextField(null=True, description="事由 | Why")
    figure = money("所定数值 | Figure it set: places planned, money awarded", null=True)

    resource: ClassVar[Resource] = Resource(
        "事件 | Event",
        group=Group.RECORDS,
        columns=("at", "subject", "action", "from_state", "to_state", "actor.name", "why"),
        search=("why",),
        title="action",
        operator="subject",
    )

    class Meta:
        table = "events"
        indexes = (
            Index(fields=("unit_code", "subject", "subject_id", "at"), name="events_of_subject"),
            Index(fields=("unit_code", "at"), name="events_by_time"),
        )


class ImportRun(Record):
    """A workbook that was committed: its fingerprint makes the same file safe to send twice."""

    unit_code = fields.CharField(6, description="申报单位 | Reporting unit")
    sha256 = fields.CharField(64, description="文件指纹 | Fingerprint")
    filename = fields.CharField(200, description="文件名 | File name")
    actor = link("User", "imports", "操作人 | Actor", null=True)
    at = fields.DatetimeField(description="时间 | At")
    created = fields.IntField(description="新增行数 | Rows created")
    updated = fields.IntField(description="更新行数 | Rows updated")
    unchanged = fields.IntField(description="未变行数 | Rows unchanged")

    resource: ClassVar[Resource] = Resource(
        "导入记录 | Import run",
        group=Group.RECORDS,
        columns=("at", "filename", "actor.name", "created", "updated", "unchanged"),
        search=("filename",),
        title="filename",
    )

    class Meta:
        table = "import_runs"
