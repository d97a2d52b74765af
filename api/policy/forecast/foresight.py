"""The outlooks of a history, day by day: each from what was known then, its spread from errors known then."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from api.policy.forecast import pace, spread
from api.policy.forecast.course import Course, course
from api.policy.forecast.history import History
from api.policy.forecast.outlook import Outlook
from api.policy.forecast.spread import Error
from api.policy.months import months_later

#: How far ahead errors are looked at, in months, and how far back.
AHEAD = (3, 6, 9, 12)
STEP, STEPS = 3, 8
#: Months foreseen: to the end of the last batch under way and so many on, but no more than two years.
_AFTER, _MOST = 3, 24


def month_end(day: date, months: int = 0) -> date:
    """The last day of the month so many months on."""
    return months_later(day.replace(day=1), months + 1) - timedelta(days=1)


class Foresight:
    """Remembers what it worked out: neighbouring days share the forecasts that they look back at."""

    def __init__(self, history: History) -> None:
        self.history = history
        self._course = lru_cache(maxsize=96)(self._reckoned)
        self.outlook = lru_cache(maxsize=96)(self._outlook)

    def _outlook(self, on: date) -> Outlook:
        found, days = self._course(on)
        return Outlook(on, days, self.history.units, found, spread.learn(self._errors(on)))

    def _reckoned(self, on: date) -> tuple[Course, tuple[date, ...]]:
        known = self.history.until(on)
        waiting = known.deadline[known.waiting]
        last = date.fromordinal(int(waiting.max())) if len(waiting) else on
        first = month_end(on, 1 if month_end(on) == on else 0)
        ahead = (last.year - first.year) * 12 + last.month - first.month + 1 + _AFTER
        days = tuple(month_end(first, month) for month in range(min(max(ahead, max(AHEAD)), _MOST)))
        return course(known, pace.learn(known, on.toordinal()), on, days), days

    def _errors(self, on: date) -> Iterator[Error]:
        """Of forecasts made at month ends before; what became of them is known by ``on``."""
        if not len(self.history.entered):
            return
        latest = on if month_end(on) == on else month_end(on, -1)
        known = self.history.until(on)
        first = date.fromordinal(int(self.history.entered.min()))
        for back in range(1, STEPS + 1):
            origin = month_end(latest, -STEP * back)
            if origin < first:
                return
            made, days = self._course(origin)
            live = made.live.sum(0)
            for months in AHEAD:
                day = month_end(origin, months)
                if day <= latest:
                    chance = made.gained[:, :, days.index(day)].sum(0) / live.clip(1)
                    yield Error(live, chance.clip(0, 1), made.came(known, day).sum(0))
