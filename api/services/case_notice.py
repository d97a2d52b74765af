"""What is going to be decided is told beforehand, with facts, reasons and basis (行政处罚法 art. 44)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson

from api.errors import Refusal
from api.policy import clock, penalty
from api.policy.penalty import Item
from api.services.account_facts import facts_of
from api.services.case_inquiry import in_time
from api.services.case_outcomes import NewPenalty, announced, articles_by_number, not_fined_before, refuse
from api.services.case_row import row_of
from api.services.case_terms import keep_terms
from api.services.rows import insert
from api.services.steps import Step, allow, check_states, take
from api.viewer import Viewer
from db.enums import Weight
from db.store import Work


async def notify(
    work: Work,
    viewer: Viewer,
    case: int,
    penalties: Sequence[NewPenalty],
    on: date,
    facts: str,
    basis: str,
    *,
    false_invoices: bool = False,
    crime_suspected: bool = False,
    fine_due: bool = False,
    at: datetime | None = None,
) -> int:
    """Tell the platform what is going to be decided, with facts, reasons and basis (art. 44); the key of the notice.

    Raises:
        Refusal: the checklist is not through; an outcome can't be; an organ is left out that must hear of it; the act
            is barred; the same act was handed over for a fine before (art. 29); after a defence it may not be heavier.
    """
    row = await row_of(work, case)
    check_states(allow(viewer, "Case", "notify"), [case], {case: row["state"]})
    in_time(row["act_ended_on"], row["found_on"] or row["opened_on"])
    items = [one.item() for one in penalties]
    [account] = await facts_of(work.connection, [row["platform_id"]])
    most = account.terms.platform.value if account.award is None else account.award
    refuse(penalty.fenced(items, most_deducted=most))
    refuse(
        penalty.transfers_missing(
            items, false_invoices=false_invoices, crime_suspected=crime_suspected, fine_due=fine_due
        )
    )
    await _looked_into(work, case)
    await not_fined_before(work, case, items)
    earlier = await _defended_before(work, case)
    if earlier:
        refuse(penalty.heavier(items, earlier))
    grave = penalty.grave(items)
    until = clock.hearing_can_be_asked_until(on)
    number = 1 + await work.connection.fetchval("select count(*) from case_notices where case_id = $1", case)
    shared = {"unit_code": row["unit_code"], "synthetic": row["synthetic"]}
    [notice] = await insert(
        work,
        "CaseNotice",
        [
            {
                **shared,
                "case_id": case,
                "number": number,
                "given_on": on,
                "answer_until": until,
                "facts": facts,
                "basis": basis,
                "hearing_offered": grave,
                "giver_id": viewer.user_id,
            }
        ],
    )
    articles = await articles_by_number(work)
    await insert(
        work,
        "NoticeItem",
        [{**shared, "notice_id": notice, **_item_row(one, articles)} for one in penalties],
    )
    values = {
        "notice_id": notice,
        "notified_on": on,
        "defend_until": until,
        "grave": grave,
        "false_invoices": false_invoices,
        "crime_suspected": crime_suspected,
        "fine_due": fine_due,
    }
    await take(work, viewer, "Case", "notify", [Step(case, values, at)])
    await keep_terms(work, [case], on)
    return notice


async def _looked_into(work: Work, case: int) -> None:
    left = await work.connection.fetch(
        "select what, what_en from check_items where case_id = $1 and required and done_on is null order by number",
        case,
    )
    if left:
        raise Refusal(
            "CHECKLIST_OPEN",
            "还有{count}项必查事项未完成：{what_zh} | {count} things required are not looked into yet: {what_en}",
            clause="S1",
            status=409,
            count=len(left),
            what_zh="、".join(row["what"] for row in left),
            what_en="; ".join(row["what_en"] for row in left),
        )


async def _defended_before(work: Work, case: int) -> list[Item]:
    """What the last notice announced, if the platform has defended itself against it."""
    spoke = await work.connection.fetchval(
        "select exists (select from defences where case_id = $1 and kind <> 'waived')", case
    )
    last = await work.connection.fetchval("select max(id) from case_notices where case_id = $1", case)
    return await announced(work, last) if spoke and last else []


def _item_row(one: NewPenalty, articles: Mapping[int, Any]) -> dict[str, Any]:
    """An outcome as the notice keeps it, with the band that another organ may fine within."""
    found = articles.get(one.article or 0)
    band = None
    if one.base is not None and found is not None:
        detail = orjson.loads(found["detail"])
        band = penalty.band(
            penalty.article(found["number"], detail), one.base, one.amount, one.weight or Weight.ORDINARY
        )
    return {
        "outcome": one.outcome,
        "amount": one.amount,
        "organ": one.organ,
        "article_id": found["id"] if found else None,
        "base": one.base,
        "weight": one.weight,
        "basis": band.basis if band else None,
        "least": band.least if band else None,
        "most": band.most if band else None,
        "cites": band.cites.split(" | ")[0] if band else None,
    }
