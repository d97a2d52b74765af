"""How pressing a subject is: a score of 0 to 100 from its flags, times the money at risk, times the law's clock.

``score``: each flag weighs ``severity × kind × precision`` (of its rule, as measured), a flag on the platform above a
third of that. Flags of one family look into the same papers and say much the same: the heaviest counts whole, the next
half, then a quarter and so on. The weights are taken as chances that something is wrong, each by itself: the score is
the chance, in percent, that not all of them are mistaken. So one more flag never lowers it, and five flags on invoices
do not outweigh five different signs.

``rank``: ``score / 100 × yuan at risk × urgency``, which is the money that may be lost, hurried by the clock. The queue
is in that order.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from math import log, prod

from api.policy.precision import Interval
from api.policy.rule_query import views
from api.policy.rules import rules
from db.enums import RuleKind, Severity

_SEVERITY: Mapping[Severity, float] = {
    Severity.CRITICAL: 1.0,
    Severity.HIGH: 0.8,
    Severity.MEDIUM: 0.5,
    Severity.LOW: 0.25,
}
_KIND: Mapping[RuleKind, float] = {
    RuleKind.DETERMINISTIC: 1.0,
    RuleKind.STATISTICAL: 0.8,
    RuleKind.SCREENING: 0.4,
}
#: How often a rule of a kind is right as long as nobody has judged its flags, and how many judged ones that is worth.
_EXPECTED: Mapping[RuleKind, float] = {
    RuleKind.DETERMINISTIC: 0.9,
    RuleKind.STATISTICAL: 0.5,
    RuleKind.SCREENING: 0.2,
}
_EXPECTATION_IS_WORTH = 20
#: Of the weight of a flag on the platform, for a claim or project of it.
ABOVE = 1 / 3
#: No single flag is certain.
_MOST = 0.99

#: What a rule looks into, the most telling first: rules of one family share their first.
_FAMILIES = (
    *("flagged", "tips", "surveys", "draws", "review_samples", "interests", "steps", "settled_projects", "prints", "attachments"),
    *("visits", "score_sheets", "assessments", "fundings", "payments", "invoices", "cost_items", "services"),
    *("contracts", "trainings", "little_giants", "officials", "organizations", "platforms", "claims", "projects"),
)  # fmt: skip

#: What that would not tell: rules that look alike into the registers, or into the same papers for something else.
_SAID = {
    **dict.fromkeys(("A11", "A12", "A13", "A14", "X01", "X02"), "ties"),
    **dict.fromkeys(("I08", "I17", "I18", "I19", "P12"), "dates"),
    **dict.fromkeys(("P10", "P11"), "settled_projects"),
    **dict.fromkeys(("A18", "A19"), "costs"),
    **dict.fromkeys(("A05", "A06"), "eligibility"),
    **dict.fromkeys(("A04", "A20"), "roster"),
}

#: Nothing asked for yet is still worth a look.
LEAST_AT_RISK = Decimal(1_000)
#: Days left of the two years in which an act must be found (行政处罚法 art. 36): from amber on it presses, below red twice.
AMBER, RED = 180, 60
#: When they are over nothing can be fined any more; money can still be recovered.
_TOO_LATE = 0.5
_TENTH, _FEN = Decimal("0.1"), Decimal("0.01")


@dataclass(frozen=True)
class Sign:
    """A standing flag as the score sees it. ``precision`` is its rule's; ``above``: it is on the platform above."""

    rule: str
    family: str
    kind: RuleKind
    severity: Severity
    precision: float
    above: bool = False

    @property
    def weight(self) -> float:
        whole = _SEVERITY[self.severity] * _KIND[self.kind] * self.precision
        return min(whole * (ABOVE if self.above else 1), _MOST)


@dataclass(frozen=True)
class Part:
    """What the flags of one rule add: ``points`` of the score."""

    rule: str
    family: str
    flags: int
    weight: float
    points: float


@dataclass(frozen=True)
class Scored:
    """``points`` 0 to 100, to the tenth; ``parts`` by points, which add up to it but for rounding."""

    points: Decimal
    parts: tuple[Part, ...]


def score(signs: Iterable[Sign]) -> Scored:
    families: dict[str, list[Sign]] = defaultdict(list)
    for sign in signs:
        families[sign.family].append(sign)
    counted = [
        (sign, sign.weight / 2**place)
        for family in families.values()
        for place, sign in enumerate(sorted(family, key=lambda one: -one.weight))
    ]
    points = 100 * (1 - prod(1 - weight for _, weight in counted))
    whole = Decimal(f"{points:.6f}").quantize(_TENTH, ROUND_HALF_UP)
    return Scored(whole, _parts(counted, points))


def _parts(counted: Sequence[tuple[Sign, float]], points: float) -> tuple[Part, ...]:
    """Chances multiply, so their logarithms add: each rule has its share of them."""
    total = sum(-log(1 - weight) for _, weight in counted)
    by_rule: dict[tuple[str, str], list[tuple[Sign, float]]] = defaultdict(list)
    for sign, weight in counted:
        by_rule[sign.rule, sign.family].append((sign, weight))
    made = [
        Part(
            rule,
            family,
            len(found),
            round(max(sign.weight for sign, _ in found), 3),
            round(points * sum(-log(1 - weight) for _, weight in found) / total, 1) if total else 0.0,
        )
        for (rule, family), found in by_rule.items()
    ]
    return tuple(sorted(made, key=lambda part: (-part.points, part.rule)))


def precision(kind: RuleKind, judged: Interval | None) -> float:
    """How often a rule is right: what is expected of its kind, and more and more what was measured."""
    hits, of = (judged.hits, judged.judged) if judged else (0, 0)
    return (hits + _EXPECTED[kind] * _EXPECTATION_IS_WORTH) / (of + _EXPECTATION_IS_WORTH)


@cache
def families() -> Mapping[str, str]:
    """The family of every rule, from the papers its query looks into: nobody needs to say it of a new one."""
    found = {}
    for rule in rules():
        seen = views(rule.query)
        found[rule.code] = _SAID.get(rule.code) or next((name for name in _FAMILIES if name in seen), "other")
    return found


def at_risk(own: Iterable[Decimal], below: Iterable[Decimal] = ()) -> Decimal:
    """Yuan at risk: flags on one subject overlap, so the largest counts; what lies side by side below adds up."""
    return max([sum(below, Decimal(0)), *own], default=Decimal(0))


def expires_on(act_ended: date) -> date:
    """The last day on which an act can still be found in time: two years later (行政处罚法 art. 36)."""
    try:
        return act_ended.replace(year=act_ended.year + 2)
    except ValueError:  # 29 February
        return date(act_ended.year + 2, 3, 1)


def urgency(days_left: int | None) -> float:
    """1 while there is time, rising from amber to red, 2 in the red; 0.5 when it is over, 1 where no clock runs."""
    if days_left is None or days_left >= AMBER:
        return 1.0
    if days_left < 0:
        return _TOO_LATE
    return min(1 + (AMBER - days_left) / (AMBER - RED), 2.0)


def rank(points: Decimal, yuan: Decimal, days_left: int | None) -> Decimal:
    """The order of the queue, the most pressing first."""
    expected = points / 100 * max(yuan, LEAST_AT_RISK)
    return (expected * Decimal(str(round(urgency(days_left), 4)))).quantize(_FEN, ROUND_HALF_UP)
