"""The legal review, and the discussion of a grave case among those responsible (行政处罚法 art. 57, 58)."""

from datetime import date, datetime

from api.errors import Refusal
from api.services.case_people import may_take_part, takes_part
from api.services.case_terms import keep_terms
from api.services.steps import Step, take
from api.viewer import Viewer
from db.enums import CasePart
from db.store import Work


async def review(
    work: Work, viewer: Viewer, case: int, opinion: str, on: date, *, at: datetime | None = None
) -> None:
    """The legal review (art. 58), by somebody who did nothing else in the case.

    Raises:
        Refusal: no opinion; the viewer investigated, chaired, or has a tie.
    """
    if not opinion.strip():
        raise Refusal("NO_REASON", "请写明审核意见 | Say what the review found", clause="S1", field="opinion")
    await takes_part(work, viewer, case, CasePart.REVIEW, at=at)
    values = {"reviewer_id": viewer.user_id, "reviewed_on": on, "opinion": opinion}
    await take(work, viewer, "Case", "review", [Step(case, values, at)])


async def send_back(
    work: Work, viewer: Viewer, case: int, why: str, on: date, *, at: datetime | None = None
) -> None:
    """The legal review finds the facts wanting: investigated further, and announced anew."""
    if not why.strip():
        raise Refusal("NO_REASON", "请写明事由 | Say why", clause="S1", field="why")
    await takes_part(work, viewer, case, CasePart.REVIEW, at=at)
    again = dict.fromkeys(
        (
            *("notice_id", "notified_on", "defend_until", "hearing_asked_on", "hearing_notice_on"),
            *("hearing_on", "heard_on", "defence"),
        )
    )
    await take(work, viewer, "Case", "return", [Step(case, again, at, why)])
    await keep_terms(work, [case], on)


async def discuss(
    work: Work, viewer: Viewer, case: int, record: str, on: date, *, at: datetime | None = None
) -> None:
    """Those responsible discuss a grave case together (art. 57); who was there stands in the record."""
    if not record.strip():
        raise Refusal(
            "NO_REASON",
            "请填写集体讨论记录 | Enter the record of the discussion",
            clause="S1",
            field="discussion",
        )
    await may_take_part(work, viewer.user_id, case, CasePart.DECIDE)
    values = {"discussed_on": on, "discussion": record}
    await take(work, viewer, "Case", "discuss", [Step(case, values, at)])
