"""Days on which offices are open: what a public notice is counted in."""

from datetime import date, timedelta

#: First and last day of the public holidays (State Council notices); make-up Saturdays are left out, which makes a
#: notice longer, never shorter. Of years behind the last of them only the weekends are known.
HOLIDAYS = (
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
_SPANS = tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in HOLIDAYS)


def is_working(day: date) -> bool:
    return day.weekday() < 5 and not any(first <= day <= last for first, last in _SPANS)


def after_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``, which itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day)
    return day
