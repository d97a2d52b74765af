"""What a case comes to, as it is announced in a notice and then decided: the same items in both."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from api.errors import Refusal
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
