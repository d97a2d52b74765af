"""Working days, office hours, and the day on which the demo stands still."""

import random
from bisect import bisect_left
from datetime import date, datetime, time, timedelta, timezone

from api.policy.working_days import HOLIDAYS

#: The demo's today: batch 1 is settled, batch 2 under national review, batch 3 at work. Nothing happens after it.
TODAY = date(2025, 9, 30)

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def _working_days() -> list[date]:
    holidays = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in HOLIDAYS]
    day, days = date(2022, 6, 1), []
    while day < date(2026, 7, 1):
        if day.weekday() < 5 and not any(first <= day <= last for first, last in holidays):
            days.append(day)
        day += timedelta(days=1)
    return days


_WORKING = _working_days()


def working(day: date) -> date:
    """This day, or the next one on which offices are open."""
    return _WORKING[bisect_left(_WORKING, day)]


def working_before(day: date) -> date:
    """The last working day that is not after this one."""
    place = bisect_left(_WORKING, day)
    return day if _WORKING[place] == day else _WORKING[place - 1]


def later(rng: random.Random, day: date, least: int, most: int) -> date:
    """A working day ``least`` to ``most`` days on."""
    return working(day + timedelta(days=rng.randint(least, most)))


def between(rng: random.Random, first: date, last: date) -> date:
    """A working day from first to last, both of them working days."""
    if last <= first:
        return first
    low, high = bisect_left(_WORKING, first), bisect_left(_WORKING, last)
    return _WORKING[rng.randint(low, high)]


def office_hour(rng: random.Random, day: date) -> datetime:
    """A moment of that day while offices are open."""
    return datetime.combine(day, time(9), CHINA) + timedelta(seconds=rng.randrange(8 * 3600 + 1800))


def after_hours(rng: random.Random, day: date) -> datetime:
    """A moment of that day after everything else that happened on it."""
    return datetime.combine(day, time(17, 30), CHINA) + timedelta(seconds=rng.randrange(3600))
