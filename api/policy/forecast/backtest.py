"""How forecasts made in the past came true: each from what was known then, against what is known now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from api.policy.forecast.foresight import AHEAD, STEP, Foresight, month_end


@dataclass(frozen=True)
class Outcome:
    """A forecast made ``on`` a day for ``day``, so many months on, of one unit (None: all of them), and how many passed in truth."""

    on: date
    day: date
    months: int
    unit: str | None
    under_way: int
    low: int
    middle: int
    high: int
    came: int

    @property
    def held(self) -> bool:
        return self.low <= self.came <= self.high


@dataclass(frozen=True)
class Coverage:
    """Of ``count`` intervals ``held`` held."""

    held: int
    count: int

    @property
    def share(self) -> float | None:
        return self.held / self.count if self.count else None


def outcomes(foresight: Foresight, until: date) -> Iterator[Outcome]:
    """Every third month from the first on, for the country and each unit.

    Where the interval is a single number nothing was uncertain, so nothing is tested: those are left out.
    """
    history = foresight.history
    if not len(history.entered):
        return
    on = month_end(date.fromordinal(int(history.entered.min())), STEP)
    while month_end(on, AHEAD[0]) <= until:
        outlook = foresight.outlook(on)
        course = outlook.course
        whole = outlook.of()
        units = [
            (number, unit, outlook.of([unit]))
            for number, unit in enumerate(outlook.units)
            if course.live[:, number].any()
        ]
        for months in AHEAD:
            day = month_end(on, months)
            if day > until:
                break
            came = course.came(history, day).sum(0)
            place = outlook.days.index(day)
            for unit, made, passed in (
                (None, whole, int(came.sum())),
                *((unit, made, int(came[number])) for number, unit, made in units),
            ):
                one = made.months[place][1]
                if one.low < one.high:
                    low, middle, high = (value - made.passed for value in (one.low, one.middle, one.high))
                    yield Outcome(on, day, months, unit, made.under_way, low, middle, high, passed)
        on = month_end(on, STEP)


def coverage(found: Iterable[Outcome]) -> Coverage:
    held = [outcome.held for outcome in found]
    return Coverage(sum(held), len(held))
