"""Flags a platform whose costs gather just above the point where the subsidy reaches its cap.

Why: from 1,000,000 yuan on, 30 % of the cost is the cap of 300,000; costs that are written to reach it
pile up there, and are missing on both sides.
Source: row A18 of the catalogue of red flags (bunching at maximum loans, PPP).
False positives: honest contracts priced at a round million; compare the vendor's other prices. Statistical:
a few honest platforms in a thousand look like this by chance.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from api.policy.claim import Claim
from api.policy.flag import Finding, Parameters, Rule
from db.enums import FraudKind, FraudPhase, Severity


def find(claims: Sequence[Claim], parameters: Parameters) -> Iterator[Finding]:
    by_platform: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_platform[claim.unit_code, claim.platform_id].append(claim)
    for own in by_platform.values():
        yield from _judge(own, parameters)


def _judge(own: list[Claim], parameters: Parameters) -> Iterator[Finding]:
    cap: Decimal = parameters["cap_point"]

    def between(low: str, high: str) -> list[Claim]:
        return [claim for claim in own if cap * Decimal(low) <= claim.actual_cost < cap * Decimal(high)]

    at_cap = between("1.00", "1.05")
    beside = len(between("0.90", "0.95")) + len(between("1.10", "1.15"))
    expected = max(beside / 2, 1.0)
    chance = _at_least(len(at_cap), expected)
    if (
        len(at_cap) >= parameters["fewest"]
        and len(at_cap) / expected >= parameters["excess"]
        and chance < parameters["chance"]
    ):
        for claim in at_cap:
            facts: dict[str, str | int] = {
                "count": len(at_cap),
                "of": len(own),
                "beside": beside,
                "chance": f"{chance:.1g}" if chance >= 0.0001 else "<0.0001",
            }
            yield Finding(claim, facts, claim.actual_cost - cap * Decimal("0.90"))


def _at_least(count: int, mean: float) -> float:
    """The probability of ``count`` or more where ``mean`` are expected (Poisson)."""
    # The tail itself: one minus the rest would drown small probabilities in rounding.
    terms = (math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count, count + 100))
    return sum(terms)


RULE = Rule(
    code="A18",
    version=1,
    title="成本聚集在封顶点 | Costs bunch at the cap",
    severity=Severity.HIGH,
    phase=FraudPhase.APPLICATION,
    hints_at=FraudKind.INFLATION,
    reason="该平台{of}项申请中有{count}项成本在100万至105万元之间，邻近区间仅{beside}项（偶然概率{chance}）"
    " | {count} of this platform's {of} claims cost CNY 1.00 to 1.05 million, only {beside} in the bands beside"
    " (by chance: {chance})",
    find=find,
    parameters={"cap_point": Decimal(1_000_000), "excess": 3, "fewest": 5, "chance": 0.01},
    statistical=True,
)
