"""The platform is heard: a statement, a hearing, or neither in its time (行政处罚法 art. 45, 63–65)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from api.errors import Refusal
from api.policy import clock
from api.services.case_people import keep_part, may_take_part
from api.services.case_row import row_of
from api.services.case_terms import keep_terms
from api.services.rows import insert
from api.services.steps import Step, take
from api.viewer import Viewer
from db.enums import CasePart, DefenceKind
from db.store import Work


@dataclass(frozen=True)
class Heard:
    """What was said against a notice, and what was found of it. ``chair`` of a hearing is whoever enters it."""

    kind: DefenceKind
    made_on: date
    record: str
    findings: str
    adopted: bool = False
    speaker: str | None = None
    venue: str | None = None


async def ask_hearing(work: Work, viewer: Viewer, case: int, on: date, *, at: datetime | None = None) -> None:
    """The platform asks for a hearing, within five working days of the notice (art. 64).

    Raises:
        Refusal: too late; what was announced gives no right to one.
    """
    row = await row_of(work, case)
    offered = await work.connection.fetchval(
        "select hearing_offered from case_notices where id = $1", row["notice_id"]
    )
    if offered is False:
        raise Refusal(
            "NO_HEARING_RIGHT",
            "拟作出的处理不属于听证范围，可陈述申辩"
            " | What was announced gives no right to a hearing; a statement may be made",
            clause="S1",
            status=409,
        )
    if row["defend_until"] is not None and on > row["defend_until"]:
        raise Refusal(
            "TOO_LATE_FOR_HEARING",
            "听证申请已于{day}截止 | A hearing could be asked for until {day}",
            hint="行政处罚法第64条：告知后五个工作日内 | Law on Penalties, art. 64: within five working days",
            clause="S1",
            status=409,
            day=row["defend_until"].isoformat(),
        )
    await take(work, viewer, "Case", "ask_hearing", [Step(case, {"hearing_asked_on": on}, at)])
    await keep_terms(work, [case], on)


async def call_hearing(
    work: Work, viewer: Viewer, case: int, on: date, held_on: date, *, at: datetime | None = None
) -> None:
    """Give notice of the hearing, seven working days before it (art. 64); who gives it is no investigator.

    Raises:
        Refusal: nobody asked for one; it is too soon; the viewer investigated.
    """
    row = await row_of(work, case)
    await may_take_part(work, viewer.user_id, case, CasePart.CHAIR)
    if row["hearing_asked_on"] is None:
        raise Refusal(
            "NO_HEARING_ASKED",
            "当事人未申请听证 | Nobody asked for a hearing",
            clause="S1",
            status=409,
        )
    first = clock.earliest_hearing(on)
    if held_on < first:
        raise Refusal(
            "HEARING_TOO_SOON",
            "听证应当提前七个工作日通知，最早{day}举行"
            " | A hearing is notified seven working days before: {day} at the earliest",
            hint="行政处罚法第64条 | Law on Penalties, art. 64",
            clause="S1",
            status=409,
            field="hearing_on",
            day=first.isoformat(),
        )
    values = {"hearing_notice_on": on, "hearing_on": held_on}
    await take(work, viewer, "Case", "call_hearing", [Step(case, values, at)])
    await keep_terms(work, [case], on)


async def hear(work: Work, viewer: Viewer, case: int, heard: Heard, *, at: datetime | None = None) -> int:
    """Keep what the platform said, and what was found of it; who chairs a hearing did not investigate (art. 64).

    Raises:
        Refusal: a hearing was asked for and not held; nothing was said, and the time is not over; the viewer
            investigated, or has a tie.
    """
    row = await row_of(work, case)
    asked = row["hearing_asked_on"] is not None
    if asked and (
        heard.kind is not DefenceKind.HEARING
        or row["hearing_on"] is None
        or heard.made_on < row["hearing_on"]
    ):
        raise Refusal(
            "HEARING_ASKED",
            "当事人已申请听证，须先举行听证 | A hearing was asked for: it must be held first",
            clause="S1",
            status=409,
        )
    if heard.kind is DefenceKind.HEARING and not asked:
        raise Refusal(
            "NO_HEARING_ASKED",
            "当事人未申请听证 | Nobody asked for a hearing",
            clause="S1",
            status=409,
        )
    if heard.kind is DefenceKind.WAIVED and row["defend_until"] and heard.made_on <= row["defend_until"]:
        raise still_time(row)
    part = CasePart.CHAIR
    await may_take_part(work, viewer.user_id, case, part)
    values = {"heard_on": heard.made_on, "defence": heard.kind}
    await take(work, viewer, "Case", "hear", [Step(case, values, at)])
    if heard.kind is DefenceKind.HEARING:
        await keep_part(work, case, part, [viewer.user_id], at)
    [made] = await insert(
        work,
        "Defence",
        [
            {
                "unit_code": row["unit_code"],
                "case_id": case,
                "kind": heard.kind,
                "made_on": heard.made_on,
                "speaker": heard.speaker,
                "chair_id": viewer.user_id if heard.kind is DefenceKind.HEARING else None,
                "venue": heard.venue,
                "record": heard.record,
                "findings": heard.findings,
                "adopted": heard.adopted,
                "keeper_id": viewer.user_id,
                "synthetic": row["synthetic"],
            }
        ],
    )
    await keep_terms(work, [case], heard.made_on)
    return made


def still_time(row: Mapping[str, Any]) -> Refusal:
    """The platform may still defend itself."""
    return Refusal(
        "DEFENCE_NOT_OVER",
        "陈述申辩和申请听证期限至{day}，未满不得作出决定"
        " | The platform may still defend itself until {day}: nothing is decided before",
        hint="行政处罚法第44、45、62条 | Law on Penalties, art. 44, 45 and 62",
        clause="S1",
        status=409,
        day=row["defend_until"].isoformat(),
    )
