"""Made-up rows for the gallery: the same each time, so that pictures of it can be compared."""

import tomllib
from pathlib import Path
from typing import Any

from dashboard.columns import Column, Kind

_WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_YUAN = 10_000


def _month(place: int) -> str:
    year, month = divmod(place, 12)
    return f"{2024 + year}-{month + 1:02d}-01"


MONTHS: list[dict[str, Any]] = [
    {
        "month": _month(place),
        "contracted": 21 - place,
        "passed": place,
        "confirmed": max(0, place - 4),
    }
    for place in range(18)
]
#: Code, name in Chinese and English, and a value for some units on the map.
UNITS: list[tuple[str, str, str, int]] = [tuple(unit) for unit in _WORDS["units"]]
#: Parts of the questionnaire in both languages, before and after.
LEVELS: list[tuple[str, str, float, float]] = [tuple(part) for part in _WORDS["levels"]]
_ENTERPRISES: list[tuple[str, str]] = [tuple(names) for names in _WORDS["goods"]]
LIGHTHOUSES: list[dict[str, Any]] = [
    {
        "months": 5 + place * 7 % 11,
        "cost": (38 + place * 13 % 71) * _YUAN,
        "enterprise": {"name": _ENTERPRISES[place % len(_ENTERPRISES)][1]},
        "levelBefore": 1 + place % 3,
        "levelAfter": min(4, 2 + place % 3 + place % 2),
    }
    for place in range(24)
]
PROJECTS: list[dict[str, Any]] = [
    {"name": name, "nameEn": english, "state": state, "cost": cost, "share": share, "day": day}
    for (name, english), (state, cost, share, day) in zip(
        _ENTERPRISES,
        (
            ("PASSED", "1280000.00", 0.314, "2025-06-18"),
            ("TRANSFORMING", "946500.00", 0.275, "2025-08-02"),
            ("RECTIFYING", "87420.55", None, "2025-09-11"),
            ("FAILED", None, 0.098, None),
        ),
        strict=True,
    )
]
COLUMNS = (
    Column("name", english="nameEn", of=("Organization", "name")),
    Column("state", Kind.WORD, of=("Project", "state")),
    Column("cost", Kind.MONEY, of=("Project", "actualCost")),
    Column("share", Kind.PERCENT, text="progress.share"),
    Column("day", Kind.DAY, of=("Project", "acceptedOn")),
)
STATES = ("PASSED", "TRANSFORMING", "RECTIFYING", "FAILED", "LISTED", "WITHDRAWN")
EVENTS: list[dict[str, Any]] = [
    {"at": f"{day}T02:15:00+00:00", "action": action, "fromState": source, "toState": state, "why": why}
    for day, action, source, state, why in (
        ("2025-06-18", "accept", "DELIVERED", "PASSED", ""),
        ("2025-05-06", "deliver", "TRANSFORMING", "DELIVERED", ""),
        ("2025-01-09", "start", "CONTRACTED", "TRANSFORMING", _WORDS["why"]),
    )
]
