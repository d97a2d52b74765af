"""Months as the calendar counts them."""

import calendar
from datetime import date


def months_later(day: date, months: int) -> date:
    """The same day ``months`` on; the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
