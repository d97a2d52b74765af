"""Working days, office hours, and the day on which the demo stands still."""

import random
from bisect import bisect_left
from datetime import date, datetime, time, timedelta, timezone

#: The demo's today: batch 1 is settled, batch 2 under national review, batch 3 at work. Nothing happens after it.
TODAY = date(2025, 9, 30)

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")

# First and last day of the public holidays (State Council notices); make-up Saturdays are left out.
_HOLIDAYS = (
    ("2022-10-01", "2022-10-07"),
    ("2022-12-31", "2023-01-02"),
    ("2023-01-21", "2023-01-27"),
    ("2023-04-05", "2023-04-05"),
    ("2023-04-29", "2023-05-03"),
    ("2023-06-22", "2023-06-24"),
    ("2023-09-29", "2023-10-06"),
    ("2023-12-30", "2024-01-01"),
    ("2024-02-10", "2024-02-17"),
    ("2024-04-04", "2024-04-06"),
    ("2024-05-01", "2024-05-05"),
    ("2024-06-08", "2024-06-10"),
    ("2024-09-15", "2024-09-17"),
    ("2024-10-01", "2024-10-07"),
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-04-04", "2025-04-06"),
    ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"),
)


def _working_days() -> list[date]:
    holidays = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in _HOLIDAYS]
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
