"""The mutation that attaches a file to a record, and what may be attached where."""

from typing import Annotated, Any

import strawberry
from strawberry.file_uploads import Upload

from api.actions.attachments import attach as attach_file
from api.actions.attachments import room
from api.errors import Refusal
from api.graphql.deeds import Deed, by_name, deed, global_id, key_of
from api.graphql.importing import UploadedFile
from api.graphql.turns import split_id
from api.graphql.words import word_enum
from api.policy.attachments import LARGEST
from api.services.files.content import ACCEPTED
from db.catalog import Kind, catalog
from db.enums import AttachmentKind

KindEnum = word_enum(AttachmentKind)
_OF = strawberry.argument(description="所属记录 | The record it belongs to")


@strawberry.type(description="凭证可上传的附件 | What can be attached to a project's papers of one table")
class AttachablePaper:
    subject: str = strawberry.field(description="对象 | Table of the paper")
    kinds: list[KindEnum] = strawberry.field(description="种类 | Kinds")  # type: ignore[valid-type]


@strawberry.type(description="可上传的附件 | What can be attached to a record")
class Attachable:
    kinds: list[KindEnum] = strawberry.field(  # type: ignore[valid-type]
        description="种类；不可上传时为空 | Kinds; none where nothing can be attached now"
    )
    papers: list[AttachablePaper] = strawberry.field(
        description="项目凭证可上传的附件 | The same for a project's papers, by table"
    )
    removable: list[strawberry.ID] = strawberry.field(
        description="可删除的附件 | Attachments of it, or of its papers, that the caller may remove"
    )
    largest: int = strawberry.field(description="单个文件最大字节数 | Most bytes of one file")
    accepted: str = strawberry.field(description="文件类型 | File types, as extensions")


async def attachable(info: strawberry.Info, of: Annotated[strawberry.ID, _OF]) -> Attachable:
    entity, key = _place(of)
    found = await room(info.context.store, info.context.viewer, entity, key)
    return Attachable(
        kinds=[KindEnum(kind.value) for kind in found.kinds],
        papers=[
            AttachablePaper(subject=paper, kinds=[KindEnum(kind.value) for kind in kinds])
            for paper, kinds in found.papers.items()
        ],
        removable=[global_id("Attachment", key) for key in found.removable],
        largest=LARGEST,
        accepted=ACCEPTED,
    )


async def attach(
    info: strawberry.Info,
    of: Annotated[strawberry.ID, _OF],
    kind: Annotated[KindEnum, strawberry.argument(description="种类 | Kind")],  # type: ignore[valid-type]
    file: Upload,
    note: Annotated[str | None, strawberry.argument(description="说明 | Note")] = None,
    key: Annotated[
        str | None, strawberry.argument(description="幂等键 | Idempotency key: attached once for one key")
    ] = None,
) -> Deed:
    upload: Any = file
    if not isinstance(upload, UploadedFile):
        raise Refusal(
            "FILE_MISSING",
            "没有收到文件。 | No file came with the request.",
            hint="以 multipart/form-data 上传。 | Upload it as multipart/form-data.",
        )
    entity, row_id = _place(of)
    context = info.context
    done = await attach_file(
        context.store,
        context.viewer,
        context.cabinet,
        entity,
        row_id,
        AttachmentKind(str(getattr(kind, "value", kind)).lower()),
        upload.filename,
        upload.content,
        note=note,
        key=key,
    )
    return deed(by_name()["removeAttachment"], done)  # an answer about an attachment, as any other


def _place(of: str) -> tuple[str, int]:
    parts = split_id(of)
    entity = catalog().get(parts[0]) if parts else None
    if entity is None or entity.fields[entity.key].kind is not Kind.NUMBER:
        raise Refusal("BAD_ID", "不是记录的编号 | Not the id of a record")
    return entity.name, int(key_of(entity.name, of))
