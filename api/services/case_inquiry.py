"""A case is investigated: by two, in time (行政处罚法 art. 36, 42), along a checklist."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from api.errors import Refusal
from api.policy import clock
from api.policy.checklist import checklist
from api.services.case_people import assign, keep_part
from api.services.case_row import row_of
from api.services.case_terms import keep_terms
from api.services.rows import insert
from api.services.steps import Step, take
from api.viewer import Viewer
from db.enums import CasePart, FraudKind
from db.store import Work


async def investigate(
    work: Work,
    viewer: Viewer,
    case: int,
    *,
    first: int | None = None,
    second: int | None = None,
    act_ended_on: date | None = None,
    at: datetime | None = None,
) -> None:
    """Begin: two investigators, who stay so for ever, and the checklist of the kind of conduct.

    Raises:
        Refusal: fewer than two without a tie; what was found out is barred by limitation (art. 36).
    """
    row = await row_of(work, case)
    ended = act_ended_on or row["act_ended_on"]
    in_time(ended, row["found_on"] or row["opened_on"])
    two = await assign(
        work,
        viewer,
        case,
        first or row["investigator_id"] or viewer.user_id,
        second or row["second_investigator_id"],
        at=at,
    )
    await keep_part(work, case, CasePart.INVESTIGATE, two, at)
    await take(work, viewer, "Case", "investigate", [Step(case, {"act_ended_on": ended}, at)])
    await insert(
        work,
        "CheckItem",
        [
            {
                "unit_code": row["unit_code"],
                "case_id": case,
                "number": number,
                "code": check.code,
                "what": check.what.split(" | ")[0],
                "what_en": check.what.split(" | ")[1],
                "law": check.law.split(" | ")[0],
                "required": check.required,
                "synthetic": row["synthetic"],
            }
            for number, check in enumerate(checklist(FraudKind(row["kind"])), 1)
        ],
        skip="unit_code, case_id, code",
    )
    await keep_terms(work, [case])


async def tick(
    work: Work,
    viewer: Viewer,
    items: Sequence[int],
    on: date,
    note: str | None = None,
    *,
    at: datetime | None = None,
) -> None:
    """Somebody looked into these, on that day."""
    values: dict[str, Any] = {"done_on": on, "done_by_id": viewer.user_id}
    if note:
        values["note"] = note
    await take(work, viewer, "CheckItem", "tick", [Step(item, values, at) for item in items])


async def untick(work: Work, viewer: Viewer, items: Sequence[int], why: str) -> None:
    """It has to be looked into once more."""
    values = {"done_on": None, "done_by_id": None}
    await take(work, viewer, "CheckItem", "untick", [Step(item, values, None, why) for item in items])


def in_time(act_ended_on: date | None, found: date) -> None:
    """
    Raises:
        Refusal: the act ended more than two years before it was found (art. 36).
    """
    if clock.barred(act_ended_on, found):
        assert act_ended_on
        raise Refusal(
            "BARRED",
            "违法行为终了于{ended}，至{found}发现已超过二年，不再处罚"
            " | The act ended on {ended} and was found on {found}, more than two years later: it is not punished",
            hint="行政处罚法第36条 | Law on Penalties, art. 36",
            clause="S1",
            status=409,
            field="act_ended_on",
            ended=act_ended_on.isoformat(),
            found=found.isoformat(),
        )
