"""Evidence of a case: notes, records by two officers, files with their fingerprints and what they say of themselves."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime

from api.errors import Refusal
from api.services.case_row import row_of
from api.services.case_terms import keep_terms
from api.services.clock import today
from api.services.files.base import Missing
from api.services.files.cabinet import Cabinet, Stored
from api.services.files.exif import exif
from api.services.parents import above, beneath
from api.services.steps import Step, create, take
from api.viewer import Viewer
from db.enums import EvidenceKind
from db.store import Work

#: Taken by two (行政处罚法 art. 42, 55).
_BY_TWO = frozenset({EvidenceKind.INQUIRY, EvidenceKind.INSPECTION})
_TITLE = 120


@dataclass(frozen=True)
class NewEvidence:
    """``second``: the other officer of a record of inquiry or inspection."""

    kind: EvidenceKind
    title: str
    text: str
    taken_on: date
    second: int | None = None
    claim: int | None = None


async def collect(
    work: Work, viewer: Viewer, case: int, evidence: NewEvidence, *, at: datetime | None = None
) -> int:
    """Add a note or a record; what was added is never changed. Files are attached to the case instead.

    Raises:
        Refusal: a record by one officer alone; a file without its bytes.
    """
    if evidence.kind in (EvidenceKind.FILE, EvidenceKind.PHOTO):
        raise Refusal(
            "FILE_FIRST",
            "文件和照片请作为案件附件上传 | Attach files and photographs to the case",
            clause="S1",
            field="kind",
        )
    if evidence.kind in _BY_TWO and evidence.second in (None, viewer.user_id):
        raise Refusal(
            "TWO_INVESTIGATORS",
            "笔录须由两名人员共同制作 | A record is taken by two officers",
            hint="行政处罚法第42、55条 | Law on Penalties, art. 42 and 55",
            clause="S1",
            field="second_taker_id",
        )
    row = await above(work, "Case", case)
    [made] = await create(
        work,
        viewer,
        "EvidenceItem",
        "collect",
        [
            {
                **beneath(row),
                "case_id": case,
                "claim_id": evidence.claim,
                "kind": evidence.kind,
                "title": evidence.title,
                "text": evidence.text,
                "taken_on": evidence.taken_on,
                "taker_id": viewer.user_id,
                "second_taker_id": evidence.second,
                "facts": None,
                "sha256": None,
            }
        ],
        at=at,
    )
    return made


async def keep_file(
    work: Work,
    viewer: Viewer,
    cabinet: Cabinet,
    case: int,
    file: Stored,
    note: str | None,
    *,
    at: datetime | None = None,
) -> int:
    """A file that was attached to a case is evidence of it: with its fingerprint, a photograph with what it says."""
    row = await above(work, "Case", case)
    photo = file.media_type.startswith("image/")
    facts = await asyncio.to_thread(exif, await _bytes(cabinet, file)) if photo else {}
    [made] = await create(
        work,
        viewer,
        "EvidenceItem",
        "collect",
        [
            {
                **beneath(row),
                "case_id": case,
                "claim_id": None,
                "kind": EvidenceKind.PHOTO if photo else EvidenceKind.FILE,
                "title": file.filename[:_TITLE],
                "text": note,
                "taken_on": at.date() if at else today(),
                "taker_id": viewer.user_id,
                "second_taker_id": None,
                "facts": facts or None,
                "sha256": file.sha256,
            }
        ],
        at=at,
    )
    return made


async def preserve(work: Work, viewer: Viewer, case: int, on: date, *, at: datetime | None = None) -> None:
    """Register and keep evidence that may be lost (行政处罚法 art. 56): what becomes of it is decided in seven working days.

    Raises:
        Refusal: some is kept already, and nothing was decided on it; in the future, or before the case was opened.
    """
    row = await row_of(work, case)
    if row["preserved_on"] is not None and row["preserved_until"] is None:
        raise Refusal(
            "PRESERVED_ALREADY",
            "已登记保存的证据尚未处理 | Evidence is preserved already, and nothing was decided on it",
            clause="S1",
            status=409,
        )
    _between(row["opened_on"], on, "preserved_on")
    await take(
        work, viewer, "Case", "preserve", [Step(case, {"preserved_on": on, "preserved_until": None}, at)]
    )
    await keep_terms(work, [case])


async def unpreserve(
    work: Work, viewer: Viewer, case: int, on: date, why: str, *, at: datetime | None = None
) -> None:
    """Decide on preserved evidence, with what becomes of it: returned, handed over, kept as evidence.

    Raises:
        Refusal: nothing is preserved; no reason; before it was preserved, or in the future.
    """
    row = await row_of(work, case)
    if row["preserved_on"] is None or row["preserved_until"] is not None:
        raise Refusal(
            "NOT_THAT_FAR",
            "没有登记保存的证据 | No evidence is preserved",
            clause="S1",
            status=409,
        )
    if not why.strip():
        raise Refusal("NO_REASON", "请写明事由 | Say why", clause="S1", field="why")
    _between(row["preserved_on"], on, "preserved_until")
    await take(work, viewer, "Case", "unpreserve", [Step(case, {"preserved_until": on}, at, why)])
    await keep_terms(work, [case])


def _between(first: date, on: date, field: str) -> None:
    """
    Raises:
        Refusal: the day is before the first, or after today.
    """
    if on > today():
        raise Refusal(
            "DAY_TO_COME",
            "日期不能在今天之后 | The day must not be after today",
            field=field,
        )
    if on < first:
        raise Refusal(
            "DATES_OUT_OF_ORDER",
            "日期不能早于{first} | The day must not be before {first}",
            field=field,
            first=first.isoformat(),
        )


async def _bytes(cabinet: Cabinet, file: Stored) -> bytes:
    try:
        return b"".join([piece async for piece in cabinet.files.read(file.sha256, 0, file.size)])
    except Missing:
        return b""
