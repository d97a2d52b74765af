"""What is to be expected of the projects under way on a day: of all, of some units, of one batch."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from api.policy.forecast.counts import at_least, interval
from api.policy.forecast.course import Course
from api.policy.forecast.history import Ints
from api.policy.forecast.pace import Floats
from api.policy.forecast.spread import Spread

#: How many of the outcomes should lie within the interval.
SHARE = 0.8


@dataclass(frozen=True)
class Range:
    """A number of lighthouses: its mean, its median, and the 80 % interval around it."""

    expected: float
    low: int
    middle: int
    high: int


@dataclass(frozen=True)
class Reached:
    """The month ends by which a goal is reached: early, in the middle, late; None is not within the months foreseen.

    ``chance``: how likely it is reached at all.
    """

    low: date | None
    middle: date | None
    high: date | None
    chance: float


@dataclass(frozen=True)
class Forecast:
    """How many will have passed by each month end; ``passed`` have already. Never more than with all ``under_way``."""

    on: date
    passed: int
    under_way: int
    months: tuple[tuple[date, Range], ...]

    @property
    def end(self) -> Range:
        """After the last month; what is, where nobody is under way."""
        return (
            self.months[-1][1] if self.months else Range(self.passed, self.passed, self.passed, self.passed)
        )


@dataclass(frozen=True)
class Outlook:
    """``days`` are the month ends foreseen on the day ``on``."""

    on: date
    days: tuple[date, ...]
    units: tuple[str, ...]
    course: Course
    spread: Spread

    def of(self, units: Collection[str] | None = None, batch: date | None = None) -> Forecast:
        """Of these units alone, and of the batch that ends on that day alone; else of all."""
        return self._foreseen(range(len(self.days)), units, batch)

    def last(self, unit: str, batch: date | None = None) -> Forecast:
        """Of one unit at the end of the last month alone."""
        return self._foreseen(range(len(self.days))[-1:], [unit], batch)

    def _foreseen(self, numbers: range, units: Collection[str] | None, batch: date | None) -> Forecast:
        passed, live, gained = self._chosen(units, batch)
        total, done = int(live.sum()), int(passed.sum())
        months: list[tuple[date, Range]] = []
        low = middle = high = done
        for number in numbers:
            came = gained[:, number]
            chance = np.clip(came / np.maximum(live, 1), 0, 1)
            mean = min(float(came.sum()), total)
            found = interval(total, mean / max(total, 1), self.spread.of(live, chance), SHARE)
            # What has passed has passed: rounding must not take it back.
            low, middle, high = (
                max(done + one, before) for one, before in zip(found, (low, middle, high), strict=True)
            )
            months.append((self.days[number], Range(done + mean, low, middle, high)))
        return Forecast(self.on, done, total, tuple(months))

    def reached(
        self, forecast: Forecast, goal: int, units: Collection[str] | None = None, batch: date | None = None
    ) -> Reached:
        """When ``goal`` is reached, as the ``forecast`` of the same units and batch has it."""
        if forecast.passed >= goal:
            return Reached(forecast.on, forecast.on, forecast.on, 1.0)
        _, live, gained = self._chosen(units, batch)
        chance = 0.0
        if self.days and live.any():
            each = np.clip(gained[:, -1] / np.maximum(live, 1), 0, 1)
            total = int(live.sum())
            mean = min(float(gained[:, -1].sum()) / total, 1.0)
            chance = at_least(goal - forecast.passed, total, mean, self.spread.of(live, each))
        return Reached(
            low=next((day for day, one in forecast.months if one.high >= goal), None),
            middle=next((day for day, one in forecast.months if one.middle >= goal), None),
            high=next((day for day, one in forecast.months if one.low >= goal), None),
            chance=chance,
        )

    def _chosen(self, units: Collection[str] | None, batch: date | None) -> tuple[Ints, Ints, Floats]:
        """(passed, under way, gained by day), by unit."""
        whose = np.array([units is None or unit in units for unit in self.units], dtype=bool)
        which = np.ones(len(self.course.deadlines), dtype=bool)
        if batch is not None:
            which = self.course.deadlines == batch.toordinal()
        passed, live, gained = (
            part[which][:, whose].sum(0)
            for part in (self.course.passed, self.course.live, self.course.gained)
        )
        return passed, live, gained
