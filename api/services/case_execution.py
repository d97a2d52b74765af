"""A decision reaches the platform and is done: served, executed, answered by other organs, closed."""

from datetime import date, datetime

from api.errors import Refusal
from api.services import case_effects, case_holds
from api.services.case_terms import keep_terms
from api.services.rows import update
from api.services.steps import Step, take
from api.viewer import Viewer
from db.enums import PenaltyOutcome
from db.store import Work


async def serve(
    work: Work, viewer: Viewer, case: int, on: date, how: str, *, at: datetime | None = None
) -> None:
    """The decision reaches the platform (art. 61) and takes effect: award, ledger, recovery, claims follow at once.

    Raises:
        Refusal: a payment to the platform is with the bank.
    """
    await take(work, viewer, "Case", "serve", [Step(case, {"served_on": on, "service": how}, at, how)])
    await case_effects.take_effect(work, viewer, case, on, at=at)
    await keep_terms(work, [case], on)


async def execute(work: Work, viewer: Viewer, case: int, on: date, *, at: datetime | None = None) -> None:
    """All of the decision is done: recovered, handed over, published. The platform's other claims go on, or end.

    Raises:
        Refusal: money is still to be recovered.
    """
    open_ = await work.connection.fetchrow(
        """select count(*) as count, sum(remittances.amount) as amount from case_effects
           join remittances on remittances.unit_code = case_effects.unit_code
                           and remittances.settlement_id = case_effects.settlement_id
           where case_effects.case_id = $1 and reversed_on is null and remittances.kind = 'recovery'
             and remittances.state in ('proposed', 'approved', 'failed')""",
        case,
    )
    if open_["count"]:
        raise Refusal(
            "NOT_RECOVERED",
            "尚有{amount}元未追缴到账 | {amount} yuan are still to be recovered",
            hint="先确认追缴到账 | Confirm the recovery first",
            clause="S1",
            status=409,
            amount=open_["amount"],
        )
    await take(work, viewer, "Case", "execute", [Step(case, {"executed_on": on}, at)])
    rows = await work.connection.fetch(
        "select id, outcome from penalties where case_id = $1 and state = 'effective'", case
    )
    await update(work, "Penalty", [{"id": row["id"], "executed_on": on} for row in rows])
    if any(row["outcome"] == PenaltyOutcome.CANCELLATION for row in rows):
        await case_holds.reject(work, viewer, case, on, everything=True, at=at, why="平台奖补资格已取消")
    await case_holds.release(work, viewer, case, at=at)
    await keep_terms(work, [case], on)


async def close(
    work: Work, viewer: Viewer, case: int, on: date, why: str | None = None, *, at: datetime | None = None
) -> None:
    """Close a case that was executed, or that proved unfounded: then what it held is what it was before."""
    await take(work, viewer, "Case", "close", [Step(case, {"closed_on": on}, at, why)])
    await case_holds.release(work, viewer, case, at=at, why="案件办结，解除暂缓")
    await keep_terms(work, [case], on)


async def reply(
    work: Work, viewer: Viewer, handed_over: int, text: str, *, at: datetime | None = None
) -> None:
    """What the organ that a case was handed over to answered."""
    await take(work, viewer, "Penalty", "reply", [Step(handed_over, {"reply": text}, at)])
