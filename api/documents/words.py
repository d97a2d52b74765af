"""Days and numbers as a Chinese document writes them."""

from datetime import date
from decimal import Decimal

NONE = "—"


def number_of(value: Decimal | None) -> str:
    """Without zeros that say nothing."""
    if value is None:
        return NONE
    said = f"{value:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def day_of(day: date | None) -> str:
    """``2023年12月28日``; room to write one where there is none yet."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "    年  月  日"
