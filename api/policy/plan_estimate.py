"""What the platforms of a plan may be awarded by the costs that the plan expects (F1, F2, F3)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from api.policy.book import PolicyBook
from api.policy.plan import PlanDraft, eligible_costs, estimate

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class PlatformEstimate:
    """Yuan. ``share``: the sum of 30 % of each enterprise's cost; ``awards``: each within its cap; ``award``: within the platform's.

    ``enterprises`` are those listed, ``costed`` those of them with an expected cost, ``capped`` those cut by F2.
    """

    platform: str
    enterprises: int
    costed: int
    capped: int
    cost: Decimal
    share: Decimal
    awards: Decimal
    ceiling: Decimal

    @property
    def award(self) -> Decimal:
        return min(self.awards, self.ceiling)


def estimates(plan: PlanDraft, book: PolicyBook, on: date) -> list[PlatformEstimate]:
    """One for each platform, in the plan's order.

    Raises:
        LookupError: a limit was not in force on that day.
    """
    costs = eligible_costs(plan.costs)
    ceiling = book.limit("award_per_platform", on).value
    found = []
    for platform in plan.platforms:
        listed = [line.uscc for line in plan.enterprises if line.platform == platform.uscc]
        awards = [estimate(costs[uscc], book, on) for uscc in listed if uscc in costs]
        found.append(
            PlatformEstimate(
                platform.uscc,
                len(listed),
                len(awards),
                sum(award.capped for award in awards),
                sum((award.cost for award in awards), ZERO),
                sum((award.share for award in awards), ZERO),
                sum((award.award for award in awards), ZERO),
                ceiling,
            )
        )
    return found
