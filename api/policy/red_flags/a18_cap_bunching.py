"""Flags the claims at the cap of a platform whose costs gather just above the point where the subsidy reaches it.

From 1,000,000 yuan on, 30 % of the cost is the cap of 300,000: costs written to reach it pile up there, and are
missing on both sides. Source: row A18 of the catalogue (bunching at maximum loans, PPP; Poisson tail).
"""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from api.policy.rule import Parameters, Row, Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
near as (select distinct claims.platform_id from scope join evidence.claims on claims.id = scope.id),  -- scoped
counted as (
  select claims.platform_id, count(*) as claims,
         count(*) filter (where actual_cost >= :cap_point and actual_cost < :cap_point * 1.05) as at_cap,
         count(*) filter (where actual_cost >= :cap_point * 0.90 and actual_cost < :cap_point * 0.95
                             or actual_cost >= :cap_point * 1.10 and actual_cost < :cap_point * 1.15) as beside
  from evidence.claims
  where claims.platform_id in (select platform_id from near)  -- scoped
  group by claims.platform_id
  having count(*) filter (where actual_cost >= :cap_point and actual_cost < :cap_point * 1.05) >= :fewest
)
select claims.id as subject, counted.at_cap as count, counted.claims as "of", counted.beside,
       claims.actual_cost - :cap_point * 0.90 as doubtful
from counted
join evidence.claims on claims.platform_id = counted.platform_id
where claims.actual_cost >= :cap_point and claims.actual_cost < :cap_point * 1.05
"""


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    for row in rows:
        expected = max(row["beside"] / 2, 1.0)
        chance = at_least(row["count"], expected)
        if row["count"] / expected >= parameters["excess"] and chance < parameters["chance"]:
            yield {**row, "chance": f"{chance:.1g}" if chance >= 0.0001 else "<0.0001"}


def at_least(count: int, mean: float) -> float:
    """The probability of ``count`` or more where ``mean`` are expected (Poisson)."""
    # The tail itself: one minus the rest would drown small probabilities in rounding.
    return sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count, count + 100))


RULE = Rule(
    code="A18",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.APPLICATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    judge=judge,
    parameters={"cap_point": Decimal(1_000_000), "excess": 3, "fewest": 5, "chance": 0.01},
)
