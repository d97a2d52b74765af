"""How an open selection is decided: weights, the panel, ranking line by line, and whether platforms are too scattered (P12)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

LEAST_PANEL = 3
#: From so many experts on, the highest and the lowest are left out.
TRIMMED_PANEL = 5
LEAST_NOTICE = 5  # working days
#: The notice gives no numbers for "不宜过于分散": from so many operators on, each should take this many enterprises.
MANY_OPERATORS = 4
FEW_ENTERPRISES = 15

_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Criterion:
    """``weight`` in percent; ``most``: full marks. In the order of the call."""

    id: int
    name: str
    weight: Decimal
    most: Decimal


@dataclass(frozen=True)
class Mark:
    expert: int
    candidate: int
    criterion: int
    points: Decimal


@dataclass(frozen=True)
class Line:
    """One criterion's part of a total: the mean of the marks that count, weighted to ``part`` of 100."""

    criterion: Criterion
    mean: Decimal
    part: Decimal


@dataclass(frozen=True)
class Ranked:
    """``experts``: each expert's own total, in the order of their numbers; ``dropped``: places in it that do not count.

    ``tie``: name of the criterion that decided between equal totals, "" where none had to; ``shared``: the rank is
    shared, and who applied first stands first.
    """

    candidate: int
    rank: int
    total: Decimal
    lines: tuple[Line, ...]
    experts: tuple[Decimal, ...]
    dropped: tuple[int, ...]
    tie: str = ""
    shared: bool = False


@dataclass(frozen=True)
class _Sum:
    candidate: int
    parts: tuple[Fraction, ...]
    means: tuple[Fraction, ...]
    experts: tuple[Fraction, ...]
    dropped: tuple[int, ...]

    @property
    def total(self) -> Fraction:
        return sum(self.parts, Fraction(0))


def weights_add_up(criteria: Iterable[Criterion]) -> bool:
    """Whether the weights come to 100 %."""
    return sum((criterion.weight for criterion in criteria), Decimal(0)) == 100


def panel_complete(experts: int) -> bool:
    """An odd number, so that it cannot be split, of at least three."""
    return experts >= LEAST_PANEL and experts % 2 == 1


def rank(candidates: Sequence[int], criteria: Sequence[Criterion], marks: Iterable[Mark]) -> list[Ranked]:
    """The candidates from first to last; ``candidates`` in the order in which they applied.

    An expert's total of a candidate is Σ points ÷ full marks × weight. From five experts on the highest and the
    lowest of these are dropped; the total is the mean of the others. Equal totals: the heaviest criterion decides, then
    the next; equal in all, the rank is shared. Reckoned exactly, rounded to 0.0001 only to be shown.

    Raises:
        KeyError: an expert left out a mark.
    """
    given = {(mark.expert, mark.candidate, mark.criterion): Fraction(mark.points) for mark in marks}
    experts = sorted({expert for expert, _, _ in given})
    sums = [_sum(candidate, criteria, experts, given) for candidate in candidates]
    by_weight = sorted(range(len(criteria)), key=lambda place: (-criteria[place].weight, place))

    def key(one: _Sum) -> tuple[Fraction, ...]:
        return (one.total, *(one.parts[place] for place in by_weight))

    ordered = sorted(sums, key=key, reverse=True)  # stable: who applied first stands first
    ranked: list[Ranked] = []
    for place, one in enumerate(ordered):
        others = [other for other in ordered if other is not one]
        same = [other for other in others if other.total == one.total]
        shared = any(key(other) == key(one) for other in others)
        first = next(index for index, other in enumerate(ordered) if key(other) == key(one))
        ranked.append(
            Ranked(
                one.candidate,
                first + 1 if shared else place + 1,
                _rounded(one.total),
                tuple(
                    Line(criterion, _rounded(mean), _rounded(part))
                    for criterion, mean, part in zip(criteria, one.means, one.parts, strict=True)
                ),
                tuple(map(_rounded, one.experts)),
                one.dropped,
                _decider(one, same, criteria, by_weight),
                shared,
            )
        )
    return ranked


def _sum(
    candidate: int,
    criteria: Sequence[Criterion],
    experts: Sequence[int],
    given: Mapping[tuple[int, int, int], Fraction],
) -> _Sum:
    def part(points: Fraction, criterion: Criterion) -> Fraction:
        return points / Fraction(criterion.most) * Fraction(criterion.weight)

    totals = [
        sum((part(given[expert, candidate, one.id], one) for one in criteria), Fraction(0))
        for expert in experts
    ]
    dropped: tuple[int, ...] = ()
    if len(experts) >= TRIMMED_PANEL:
        by_total = sorted(range(len(experts)), key=lambda place: (totals[place], place))
        dropped = (by_total[0], by_total[-1])
    counted = [expert for place, expert in enumerate(experts) if place not in dropped]
    means = [
        sum((given[expert, candidate, one.id] for expert in counted), Fraction(0)) / max(len(counted), 1)
        for one in criteria
    ]
    parts = [part(mean, one) for mean, one in zip(means, criteria, strict=True)]
    return _Sum(candidate, tuple(parts), tuple(means), tuple(totals), dropped)


def _decider(one: _Sum, same: Sequence[_Sum], criteria: Sequence[Criterion], by_weight: Sequence[int]) -> str:
    for place in by_weight:
        if any(other.parts[place] != one.parts[place] for other in same):
            return criteria[place].name
    return ""


def _rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_PLACES, ROUND_HALF_UP)


@dataclass(frozen=True)
class Spread:
    """How a plan's places fall on operators: platforms, different operators, enterprises they take."""

    platforms: int
    operators: int
    enterprises: int

    @property
    def each(self) -> int:
        """Enterprises per operator, rounded down."""
        return self.enterprises // self.operators if self.operators else 0

    @property
    def too_scattered(self) -> bool:
        """Many operators that take few enterprises each: to be warned of, not refused (P12)."""
        return self.operators >= MANY_OPERATORS and self.each < FEW_ENTERPRISES


def spread(places: Iterable[tuple[int, int]]) -> Spread:
    """``places``: (operator, enterprises planned) of each platform of a plan."""
    found = list(places)
    return Spread(len(found), len({operator for operator, _ in found}), sum(planned for _, planned in found))
