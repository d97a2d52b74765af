"""What became of a performance target: its course, its light, its score (A3). Shares of the way, no I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from db.enums import Grade, Light

HUNDREDTH = Decimal("0.01")
WHOLE = Decimal(100)

#: The notice names no thresholds: these are Dengta's, told on the page that shows a light.
AMBER, RED = Decimal("0.90"), Decimal("0.70")
#: From which score on, in descending order.
GRADES: tuple[tuple[Decimal, Grade], ...] = (
    (Decimal(90), Grade.EXCELLENT),
    (Decimal(80), Grade.GOOD),
    (Decimal(60), Grade.FAIR),
    (Decimal(0), Grade.POOR),
)


@dataclass(frozen=True)
class Goal:
    """A target: from ``baseline`` to ``value`` in the term; ``lower`` where less is better."""

    baseline: Decimal | None
    value: Decimal
    lower: bool = False


def reached(goal: Goal, actual: Decimal) -> Decimal:
    """The share of the goal that was reached, 0 to 1.

    With a baseline it is the share of the way from there; without one the ratio of the two values.
    """
    if goal.baseline is not None and goal.baseline != goal.value:
        share = (actual - goal.baseline) / (goal.value - goal.baseline)
    elif goal.lower:
        share = Decimal(1) if actual <= goal.value else goal.value / actual
    elif goal.value <= 0:
        share = Decimal(actual >= goal.value)
    else:
        share = actual / goal.value
    return min(max(share, Decimal(0)), Decimal(1))


def elapsed(starts: date, ends: date, on: date) -> Decimal:
    """The share of the term that is over at the end of ``on``, 0 to 1."""
    whole = (ends - starts).days + 1
    return min(max(Decimal((on - starts).days + 1) / whole, Decimal(0)), Decimal(1))


def light(goal: Goal, actual: Decimal, over: Decimal, *, grows: bool = True) -> Light:
    """Green, amber or red beside the share of the term that is ``over``.

    ``grows``: it adds up over the year, as enterprises do that pass. A mean such as satisfaction is due at once.
    """
    due = over if grows else Decimal(1)
    if due == 0:
        return Light.GREEN
    pace = reached(goal, actual) / due
    return Light.GREEN if pace >= AMBER else Light.AMBER if pace >= RED else Light.RED


def score(goal: Goal, actual: Decimal | None) -> Decimal:
    """Of a hundred; nothing is scored 0."""
    return (
        Decimal(0) if actual is None else (reached(goal, actual) * WHOLE).quantize(HUNDREDTH, ROUND_HALF_UP)
    )


def total(lines: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """The mean of (weight, score), weighted; 0 where nothing weighs anything."""
    weights = sum((weight for weight, _ in lines), Decimal(0))
    if not weights:
        return Decimal(0)
    points = sum((weight * points for weight, points in lines), Decimal(0))
    return (points / weights).quantize(HUNDREDTH, ROUND_HALF_UP)


def grade(points: Decimal) -> Grade:
    return next(grade for least, grade in GRADES if points >= least)


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarter_ends(first: date) -> date:
    """The last day of a quarter."""
    following = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def quarters(starts: date, ends: date) -> list[date]:
    """The first days of all quarters that the term touches."""
    found = [quarter_of(starts)]
    while (following := date.fromordinal(quarter_ends(found[-1]).toordinal() + 1)) <= ends:
        found.append(following)
    return found


def satisfaction(marks: Sequence[int]) -> tuple[Decimal, int]:
    """The mean of the answers to a survey, and the whole number a project keeps: halves are rounded up."""
    mean = Decimal(sum(marks)) / len(marks)
    return mean.quantize(HUNDREDTH, ROUND_HALF_UP), int(mean.quantize(Decimal(1), ROUND_HALF_UP))
