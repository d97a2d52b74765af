"""Days on which offices are open: what a public notice and the clocks of the law of penalties are counted in.

The table is ours, not a library's: ``chinesecalendar`` 1.11 says the same for every day of 2022-10 to 2026-12, but
raises for a year that the State Council has not announced yet, and ``holidays`` left single make-up days out.
"""

from datetime import date, timedelta

#: First and last day of the public holidays (State Council notices). Of years behind the last of them only the
#: weekends are known.
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
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
)
#: Saturdays and Sundays that are worked to make up for a holiday (调休上班), by the same notices.
MAKE_UP = (
    *("2022-10-08", "2022-10-09", "2023-01-28", "2023-01-29", "2023-04-23", "2023-05-06", "2023-06-25"),
    *("2023-10-07", "2023-10-08", "2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11"),
    *("2024-09-14", "2024-09-29", "2024-10-12", "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28"),
    *("2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
)
_SPANS = tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in HOLIDAYS)
_OFF = frozenset(
    first + timedelta(days=day) for first, last in _SPANS for day in range((last - first).days + 1)
)
_WORKED = frozenset(date.fromisoformat(day) for day in MAKE_UP)
#: The last day of which the holidays are known.
KNOWN_UNTIL = date(_SPANS[-1][1].year, 12, 31)


def is_working(day: date, *, make_up: bool = False) -> bool:
    """Whether offices are open. Make-up Saturdays count where a law counts working days (``make_up``).

    For a public notice they are left out, which makes it longer, never shorter.
    """
    return (day.weekday() < 5 and day not in _OFF) or (make_up and day in _WORKED)


def after_working_days(day: date, count: int, *, make_up: bool = False) -> date:
    """The ``count``-th working day after ``day``, which itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day, make_up=make_up)
    return day


def before_working_days(day: date, count: int) -> date:
    """The last day from which ``count`` working days pass before ``day``: neither of the two counts."""
    day -= timedelta(days=1)
    while count > 0:
        count -= is_working(day, make_up=True)
        day -= timedelta(days=1)
    return day


def rolled(day: date) -> date:
    """This day, or the next working one: a person's time does not end on a holiday."""
    while not is_working(day, make_up=True):
        day += timedelta(days=1)
    return day


def months_after(day: date, months: int) -> date:
    """The same day ``months`` later, or the last of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    first_of_next = date(day.year + year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(
        day.year + year,
        month + 1,
        min(day.day, (first_of_next - timedelta(days=1)).day),
    )
