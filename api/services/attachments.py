"""Files that are attached to records: brought, opened, removed; their bytes are in the cabinet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.errors import Refusal
from api.policy.access import may_read
from api.policy.attachments import KEPT, MOST_BYTES, MOST_FILES, kinds, may_open, megabytes
from api.policy.workflow import names
from api.services import case_evidence
from api.services.clock import now
from api.services.files.cabinet import Cabinet, Stored
from api.services.files.sweep import hold
from api.services.projects import editable
from api.services.rows import delete, insert
from api.services.steps import Happened, allow, record
from api.viewer import Viewer
from db.catalog import Entity, catalog
from db.enums import AttachmentKind, Role
from db.store import Store, Work

#: Rows of these tables are papers of a project: fixed, with their files, once its claim is approved.
_PAPERS = frozenset({"Project", "CostItem", "Invoice", "Payment", "Funding", "Claim"})


@dataclass(frozen=True)
class Opened:
    """A stored file that the viewer may read."""

    id: int
    filename: str
    media_type: str
    size: int
    sha256: str


async def attachable(
    connection: Any, viewer: Viewer, subject: str, row_id: int
) -> tuple[Any, frozenset[AttachmentKind]]:
    """The row a file would be attached to, and the kinds the viewer may attach to it now.

    Raises:
        Refusal: there is no such row, as far as the viewer sees.
    """
    entity = catalog().get(subject)
    row = await _subject(connection, entity, row_id) if entity and entity.unit_scoped else None
    if entity is None or row is None or not may_read(viewer.roles, entity.resource.readers):
        raise _missing(row_id)
    return row, kinds(subject, viewer.roles, row["state"])


async def check_kind(connection: Any, viewer: Viewer, subject: str, row_id: int, kind: AttachmentKind) -> Any:
    """The row, if a file of this kind may be attached to it now.

    Raises:
        Refusal: it may not, or there is no such row.
    """
    row, open_kinds = await attachable(connection, viewer, subject, row_id)
    if kind not in open_kinds:
        raise Refusal(
            "NOT_ATTACHABLE",
            "现在不能由您在此上传“{zh}” | You cannot attach “{en}” here now",
            hint="您现在可上传：{open_zh} | What you can attach: {open_en}",
            status=403,
            field="kind",
            zh=names([kind], "zh"),
            en=names([kind], "en"),
            open_zh=names(open_kinds, "zh") or "无",
            open_en=names(open_kinds, "en") or "nothing",
        )
    return row


async def attach(
    work: Work,
    viewer: Viewer,
    cabinet: Cabinet,
    subject: str,
    row_id: int,
    kind: AttachmentKind,
    file: Stored,
    note: str | None = None,
    *,
    at: datetime | None = None,
) -> int:
    """Let a row name a file that is in the store; the key of the attachment.

    Raises:
        Refusal: the viewer may not, now; the record has this file, or too many.
    """
    step = allow(viewer, "Attachment", "attach")
    row = await check_kind(work.connection, viewer, subject, row_id, kind)
    if subject in _PAPERS and row["project_id"] is not None:
        await editable(work, viewer, [row["project_id"]])
    await _check_room(work, subject, row, file.size)
    await hold(work.connection, file.sha256)
    if not await cabinet.files.has(file.sha256):
        raise Refusal(
            "FILE_GONE",
            "文件已过期，请重新上传 | The file was cleared away meanwhile; upload it once more",
            status=409,
            field="file",
        )
    [made] = await insert(
        work,
        "Attachment",
        [
            {
                "unit_code": row["unit_code"],
                "subject": subject,
                "subject_id": row_id,
                "project_id": row["project_id"],
                "kind": kind,
                "filename": file.filename,
                "media_type": file.media_type,
                "size": file.size,
                "sha256": file.sha256,
                "uploader_id": viewer.user_id,
                "at": at or now(),
                "note": note,
                "synthetic": row["synthetic"],
            }
        ],
    )
    if subject == "Case":
        await case_evidence.keep_file(work, viewer, cabinet, row_id, file, note, at=at)
    what = f"{names([kind], 'zh')} {file.filename} {file.sha256}"
    await record(work, viewer, step, [Happened(made, row["unit_code"], None, at, what, row["synthetic"])])
    return made


async def remove(work: Work, viewer: Viewer, ids: Sequence[int]) -> None:
    """Take files off their records, while they could still be attached; the bytes go when nobody names them.

    Raises:
        Refusal: too late; somebody else brought it.
    """
    step = allow(viewer, "Attachment", "remove")
    found = await work.connection.fetch(
        "select id, unit_code, subject, subject_id, project_id, kind, filename, sha256, uploader_id, synthetic"
        " from attachments where id = any($1) order by id for update",
        list(ids),
    )
    for row in found:
        if row["subject"] in KEPT:
            raise Refusal(
                "EVIDENCE_STAYS",
                "案件证据不得删除 | Evidence of a case is never removed",
                status=403,
            )
        if row["uploader_id"] != viewer.user_id and Role.PROVINCIAL_SME_OFFICER not in viewer.roles:
            raise Refusal(
                "NOT_YOUR_FILE",
                "只能由上传人或省级主管部门删除 | Only who brought it or the provincial department may remove it",
                status=403,
            )
        await check_kind(
            work.connection, viewer, row["subject"], row["subject_id"], AttachmentKind(row["kind"])
        )
        if row["subject"] in _PAPERS and row["project_id"] is not None:
            await editable(work, viewer, [row["project_id"]])
    await delete(work, "Attachment", [row["id"] for row in found])
    await record(
        work,
        viewer,
        step,
        [
            Happened(
                row["id"],
                row["unit_code"],
                None,
                None,
                f"{row['filename']} {row['sha256']}",
                row["synthetic"],
            )
            for row in found
        ],
    )


async def closed(connection: Any, subject: str, row_id: int) -> bool:
    """Whether the row is a paper of a project whose claim is approved."""
    if subject not in _PAPERS:
        return False
    row = await _subject(connection, catalog()[subject], row_id)
    return bool(row) and bool(
        await connection.fetchval(
            "select exists (select from claims where unit_code = $1 and project_id = $2"
            " and state in ('approved', 'settled'))",
            row["unit_code"],
            row["project_id"],
        )
    )


async def removable(connection: Any, viewer: Viewer, attachment: int) -> bool:
    """Whether ``remove`` would let the viewer do it."""
    row = await connection.fetchrow(
        "select subject, subject_id, kind, uploader_id from attachments where id = $1", attachment
    )
    if row is None or row["subject"] in KEPT:
        return False
    if row["uploader_id"] != viewer.user_id and Role.PROVINCIAL_SME_OFFICER not in viewer.roles:
        return False
    _, found = await attachable(connection, viewer, row["subject"], row["subject_id"])
    return row["kind"] in found and not await closed(connection, row["subject"], row["subject_id"])


async def removable_of(connection: Any, viewer: Viewer, subject: str, row_id: int) -> list[int]:
    """The files of a row, and of a project's papers, that the viewer may remove now."""
    found = await connection.fetch(
        "select id from attachments where (subject = $1 and subject_id = $2)"
        " or ($1 = 'Project' and project_id = $2) order by id",
        subject,
        row_id,
    )
    return [row["id"] for row in found if await removable(connection, viewer, row["id"])]


async def drop_of(work: Work, subject: str, ids: Sequence[int]) -> None:
    """What was attached to rows that are removed goes with them."""
    found = await work.connection.fetch(
        "select id from attachments where subject = $1 and subject_id = any($2)", subject, list(ids)
    )
    await delete(work, "Attachment", [row["id"] for row in found])


async def open_file(store: Store, viewer: Viewer, attachment: int) -> Opened:
    """A file, if the viewer sees both its row and the record it belongs to.

    Raises:
        Refusal: NOT_FOUND, whether it is not there or only not for this viewer; FORBIDDEN for the kind.
    """
    if attachment >= 2**63:
        raise _missing(attachment)
    async with store.read(viewer.rows) as connection:
        row = await connection.fetchrow(
            "select id, subject, subject_id, kind, filename, media_type, size, sha256 from attachments where id = $1",
            attachment,
        )
        entity = catalog().get(row["subject"]) if row else None
        if (
            entity is None
            or not may_read(viewer.roles, entity.resource.readers)
            or await _subject(connection, entity, row["subject_id"]) is None
        ):
            raise _missing(attachment)
    if not may_open(viewer.roles, AttachmentKind(row["kind"])):
        raise Refusal(
            "FORBIDDEN",
            "此类文件含账户信息，您的角色不能打开 | Such files show bank accounts; your role may not open them",
            status=403,
        )
    return Opened(row["id"], row["filename"], row["media_type"], row["size"], row["sha256"])


async def _subject(connection: Any, entity: Entity, row_id: int) -> Any:
    """Unit, state and project of a row, as far as the connection sees it."""
    state = "state::text" if "state" in entity.fields else "null"
    project = "null::bigint"
    if entity.name == "Project":
        project = "id"
    elif "project" in entity.relations and not entity.relations["project"].many:
        project = "project_id"
    return await connection.fetchrow(
        f"select id, unit_code, {state} as state, {project} as project_id, synthetic"  # noqa: S608
        f" from {entity.table} where id = $1",
        row_id,
    )


async def _check_room(work: Work, subject: str, row: Any, size: int) -> None:
    """
    Raises:
        Refusal: the record has its number of files, or its project its number of bytes.
    """
    # Locked, so that two uploads at once do not both find the last place.
    entity = catalog()["Project" if row["project_id"] is not None else subject]
    await work.connection.execute(
        f"select from {entity.table} where id = $1 for update",
        row["project_id"] if row["project_id"] is not None else row["id"],
    )
    here = await work.connection.fetchrow(
        "select count(*) filter (where subject = $2 and subject_id = $3) as files, coalesce(sum(size), 0) as bytes"
        " from attachments where unit_code = $1 and (project_id = $4 or (subject = $2 and subject_id = $3))",
        row["unit_code"],
        subject,
        row["id"],
        row["project_id"],
    )
    if here["files"] >= MOST_FILES or here["bytes"] + size > MOST_BYTES:
        raise Refusal(
            "TOO_MANY_FILES",
            "每条记录最多 {files} 个附件，每个项目合计不超过 {most}；现有 {now} 个，{size}"
            " | A record has {files} files at most, a project {most} in all; now {now} with {size}",
            hint="先删除用不着的附件 | Remove what is not needed first",
            status=409,
            field="file",
            files=MOST_FILES,
            most=megabytes(MOST_BYTES),
            now=here["files"],
            size=megabytes(here["bytes"]),
        )


def _missing(row_id: int) -> Refusal:
    return Refusal(
        "NOT_FOUND",
        "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
        status=404,
        id=row_id,
    )
