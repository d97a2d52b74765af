"""Which lighthouses are like a given enterprise, why, and what that lets it expect (W2, P11)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import log
from statistics import quantiles

from db.enums import EnterpriseSize

#: Parts of 100: industry, size, employees, revenue, level. The programme's own judgement, not measured.
WEIGHTS = {"industry": 40, "size": 10, "employees": 15, "revenue": 15, "level": 20}
#: How many are shown, and how alike the ones behind a range must be at least.
SHOWN, ALIKE = 12, 50
#: A range of fewer is no range: then only the number is told.
LEAST_FOR_RANGE = 4
_SIZES = tuple(EnterpriseSize)
_TIMES = {
    "employees": "从业人数是本企业的{times}倍 | {times} times the employees",
    "revenue": "营业收入是本企业的{times}倍 | {times} times the revenue",
}
_APART = "改造前水平相差{apart}级 | {apart} levels apart before"


@dataclass(frozen=True)
class Trait:
    """An enterprise as far as it is known. ``industry``: its code of GB/T 4754; ``level`` 1–4 before the transformation."""

    industry: str | None = None
    sector: str | None = None
    size: str | None = None
    employees: int | None = None
    revenue: Decimal | None = None
    level: int | None = None


@dataclass(frozen=True)
class Lighthouse:
    """A published proof: what it was, and what its transformation cost (yuan) and took (months)."""

    id: int
    trait: Trait
    cost: Decimal
    months: Decimal


@dataclass(frozen=True)
class Reason:
    """One trait's part: ``points`` of ``most``; ``text`` is ``中文 | English``."""

    trait: str
    points: Decimal
    most: int
    text: str


@dataclass(frozen=True)
class Like:
    lighthouse: Lighthouse
    points: Decimal  # of 100, over the traits that are known of both
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Range:
    """Quartiles of ``count`` values; all None where there are too few."""

    count: int
    low: Decimal | None = None
    middle: Decimal | None = None
    high: Decimal | None = None


def nearest(mine: Trait, lighthouses: Iterable[Lighthouse]) -> list[Like]:
    """All of them, the most alike first; equal ones in the order of their numbers. What is not known of the
    enterprise or of the lighthouse does not count for or against it."""
    found = [_like(mine, one) for one in lighthouses]
    return sorted(found, key=lambda like: (-like.points, like.lighthouse.id))


def expected(likes: Sequence[Like]) -> tuple[Range, Range]:
    """(cost in yuan, months) of those that are like it at all: the middle half lies between low and high."""
    alike = [like.lighthouse for like in likes if like.points >= ALIKE]
    return _range([one.cost for one in alike], 2), _range([one.months for one in alike], 1)


def _like(mine: Trait, other: Lighthouse) -> Like:
    theirs = other.trait
    found = [
        reason
        for reason in (
            _industry(mine, theirs),
            _size(mine, theirs),
            _close("employees", mine.employees, theirs.employees),
            _close("revenue", mine.revenue, theirs.revenue),
            _level(mine, theirs),
        )
        if reason is not None
    ]
    known = sum(reason.most for reason in found)
    got = sum((reason.points for reason in found), Decimal(0))
    points = (got * 100 / known).quantize(Decimal("0.1"), ROUND_HALF_UP) if known else Decimal("0.0")
    return Like(other, points, tuple(found))


def _industry(mine: Trait, theirs: Trait) -> Reason | None:
    if not mine.industry or not theirs.industry:
        return None
    most = WEIGHTS["industry"]
    if mine.industry == theirs.industry:
        return Reason("industry", Decimal(most), most, "同一细分行业 | The same industry")
    if mine.industry[:-1] == theirs.industry[:-1]:
        return Reason("industry", Decimal(most) * 3 / 4, most, "同一行业中类 | The same group of industries")
    if mine.industry[:2] == theirs.industry[:2]:
        return Reason("industry", Decimal(most) / 2, most, "同一行业大类 | The same division of industries")
    if mine.sector and mine.sector == theirs.sector:
        return Reason("industry", Decimal(most) / 4, most, "同一重点方向 | The same priority sector")
    return Reason("industry", Decimal(0), most, "行业不同 | Another industry")


def _size(mine: Trait, theirs: Trait) -> Reason | None:
    if not mine.size or not theirs.size:
        return None
    most = WEIGHTS["size"]
    apart = abs(_SIZES.index(EnterpriseSize(mine.size)) - _SIZES.index(EnterpriseSize(theirs.size)))
    text = "规模相同 | The same size" if not apart else "规模不同 | Another size"
    return Reason("size", Decimal(most) / 2**apart if apart < 2 else Decimal(0), most, text)


def _close(trait: str, mine: Decimal | int | None, theirs: Decimal | int | None) -> Reason | None:
    """As near as the logarithms are: all points for the same, none from four times or a quarter on."""
    if not mine or not theirs or mine < 0 or theirs < 0:
        return None
    most = WEIGHTS[trait]
    times = float(theirs) / float(mine)
    points = max(Decimal(0), Decimal(most) * (1 - Decimal(str(round(abs(log(times)) / log(4), 6)))))
    text = _TIMES[trait].format(times=f"{times:.1f}")
    return Reason(trait, points, most, text)


def _level(mine: Trait, theirs: Trait) -> Reason | None:
    if not mine.level or not theirs.level:
        return None
    most = WEIGHTS["level"]
    apart = abs(mine.level - theirs.level)
    text = _APART.format(apart=apart) if apart else "改造前水平相同 | The same level before"
    return Reason("level", Decimal(most) / 2 if apart == 1 else Decimal(0 if apart else most), most, text)


def _range(values: Sequence[Decimal], places: int) -> Range:
    if len(values) < LEAST_FOR_RANGE:
        return Range(len(values))
    step = Decimal(1).scaleb(-places)
    low, middle, high = (
        cut.quantize(step, ROUND_HALF_UP) for cut in quantiles(values, n=4, method="inclusive")
    )
    return Range(len(values), low, middle, high)
