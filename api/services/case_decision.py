"""A case is decided: within what was announced, by who had no other part in it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy import penalty
from api.services import case_holds
from api.services.case_hearing import still_time
from api.services.case_outcomes import NewPenalty, announced, articles_by_number, not_fined_before, refuse
from api.services.case_people import keep_part, may_take_part
from api.services.case_row import row_of
from api.services.case_terms import keep_terms
from api.services.steps import Step, create, take
from api.viewer import Viewer
from db.enums import CasePart, CaseState
from db.store import Work


async def decide(
    work: Work,
    viewer: Viewer,
    case: int,
    penalties: Sequence[NewPenalty],
    on: date,
    *,
    cleared: Sequence[int] = (),
    at: datetime | None = None,
) -> list[int]:
    """Decide a case, within what was announced; the penalties take effect when the decision is served.

    ``cleared``: claims of the case that proved right; they go on at once.

    Raises:
        Refusal: no outcome; beyond the notice; the same act was handed over for a fine meanwhile; the time for a defence
            is not over; a grave case was not discussed; the viewer investigated, chaired or reviewed it, or has a tie.
    """
    row = await row_of(work, case)
    if row["state"] == CaseState.REVIEWED:
        items = [one.item() for one in penalties]
        if not items:
            refuse(penalty.fenced([], most_deducted=Decimal(0)))
        refuse(penalty.heavier(items, await announced(work, row["notice_id"])))
        await not_fined_before(work, case, items)
        if row["defend_until"] and on <= row["defend_until"]:
            raise still_time(row)
        if penalty.grave(items) and row["discussed_on"] is None:
            raise Refusal(
                "NOT_DISCUSSED",
                "重大案件须先经集体讨论 | A grave case is discussed among leaders first",
                hint="行政处罚法第57条 | Law on Penalties, art. 57",
                clause="S1",
                status=409,
            )
    why = "；".join(one.outcome.label.split(" | ")[0] for one in penalties)
    values = {
        "decider_id": viewer.user_id,
        "decided_on": on,
        "grave": row["grave"] and penalty.grave([one.item() for one in penalties]),
    }
    await may_take_part(work, viewer.user_id, case, CasePart.DECIDE)
    await take(work, viewer, "Case", "decide", [Step(case, values, at, why)])
    await keep_part(work, case, CasePart.DECIDE, [viewer.user_id], at)
    made = await keep_penalties(work, viewer, row, penalties, on, at)
    if cleared:
        await case_holds.release(work, viewer, case, claims=cleared, at=at)
    await keep_terms(work, [case], on)
    return made


async def keep_penalties(
    work: Work,
    viewer: Viewer,
    row: Mapping[str, Any],
    penalties: Sequence[NewPenalty],
    on: date,
    at: datetime | None = None,
) -> list[int]:
    """The outcomes of a decision, each hung on what announced it."""
    told = {
        (one["outcome"], one["organ"]): one
        for one in await work.connection.fetch(
            "select id, outcome, organ, amount, article_id from notice_items where notice_id = $1",
            row["notice_id"],
        )
    }
    articles = {number: found["id"] for number, found in (await articles_by_number(work)).items()}
    rows = []
    for one in penalties:
        item = told[one.outcome, one.organ]
        rows.append(
            {
                "unit_code": row["unit_code"],
                "case_id": row["id"],
                "item_id": item["id"],
                "outcome": one.outcome,
                "amount": one.amount,
                "announced": item["amount"],
                "organ": one.organ,
                "article_id": articles.get(one.article or 0, item["article_id"]),
                "clause_id": "S1",
                "decided_on": on,
                "synthetic": row["synthetic"],
            }
        )
    return await create(work, viewer, "Penalty", "decide", rows, at=at)
