"""What a case comes to, as it is announced in a notice and then decided: the same items in both."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy import penalty
from api.policy.penalty import Item, Problem
from db.enums import FineBase, Organ, PenaltyOutcome, Weight
from db.store import Work


@dataclass(frozen=True)
class NewPenalty:
    """One outcome of a case, as announced and then as decided. ``article``: its number in the Regulation.

    A transfer names the ``organ``; to one that may fine, ``base`` and ``amount`` give the band, ``weight`` bends it.
    """

    outcome: PenaltyOutcome
    amount: Decimal = Decimal(0)
    article: int | None = None
    organ: Organ | None = None
    base: FineBase | None = None
    weight: Weight | None = None

    def item(self) -> Item:
        return Item(self.outcome, self.amount, self.article, self.organ)


def refuse(problems: Sequence[Problem]) -> None:
    """
    Raises:
        Refusal: there is a problem: the first.
    """
    for problem in problems:
        law = "" if problem.law == "S1" else problem.law
        raise Refusal(problem.code, problem.message, hint=law, clause="S1", **problem.facts)


async def announced(work: Work, notice: int | None) -> list[Item]:
    """What a notice told the platform."""
    rows = await work.connection.fetch(
        "select outcome, amount, organ from notice_items where notice_id = $1 order by id", notice
    )
    return [
        Item(PenaltyOutcome(row["outcome"]), row["amount"], None, row["organ"] and Organ(row["organ"]))
        for row in rows
    ]


async def articles_by_number(work: Work) -> dict[int, Any]:
    """The articles of the Regulation, by their numbers."""
    rows = await work.connection.fetch("select id, number, detail from penalty_articles")
    return {row["number"]: row for row in rows}


async def not_fined_before(work: Work, case: int, items: Sequence[Item]) -> None:
    """
    Raises:
        Refusal: a claim of this case was handed over for a fine with another case already (art. 29).
    """
    if not any(item.organ in penalty.FINING for item in items):
        return
    number = await work.connection.fetchval(
        """with suspected as (
             select case_id, claim_id from case_holds where suspected
             union select case_id, claim_id from flags where case_id is not null and claim_id is not null)
           select cases.number from suspected ours
           join suspected theirs on theirs.claim_id = ours.claim_id and theirs.case_id <> ours.case_id
           join penalties on penalties.case_id = theirs.case_id
           join cases on cases.unit_code = penalties.unit_code and cases.id = penalties.case_id
           where ours.case_id = $1 and penalties.organ in ('finance', 'audit') and penalties.state <> 'revoked'
           limit 1""",
        case,
    )
    if number is not None:
        raise Refusal(
            "FINED_BEFORE",
            "同一违法行为已由{number}号案移送处罚，不得再次罚款"
            " | The same act was handed over for a fine with case {number}: it is not fined twice",
            hint="行政处罚法第29条 | Law on Penalties, art. 29",
            clause="S1",
            status=409,
            number=number,
        )
