"""The time of the programme: China's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    return datetime.now(CHINA)


def today() -> date:
    """The day that steps are dated with; the time of events and sessions is always the real one."""
    return _set_day or now().date()


def is_real() -> bool:
    """Whether that day is the one on the wall."""
    return _set_day is None


_set_day: date | None = None


def work_on(day: date | None) -> None:
    """Take another day for today: for training, and for playing a year in an afternoon; None for the real one."""
    global _set_day  # a process has one day
    _set_day = day
