"""Figures computed in Python, the way the API tells them."""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.graphql.rows import Row

MILLIONTH = Decimal("0.000001")


def values(rows: Iterable[Row], column: str) -> list[Any]:
    return [row[column] for row in rows if row[column] is not None]


def total(rows: Iterable[Row], column: str) -> Any:
    """Money as a text with its places, whole numbers as they are; None of nothing."""
    found = values(rows, column)
    if not found:
        return None
    return str(sum(found)) if isinstance(found[0], Decimal) else sum(found)


def rounded(value: Decimal) -> str:
    return str(value.quantize(MILLIONTH, ROUND_HALF_UP))


def average(rows: Iterable[Row], column: str) -> str | None:
    found = values(rows, column)
    return rounded(Decimal(sum(found)) / len(found)) if found else None


def deviation(rows: Iterable[Row], column: str) -> str | None:
    found = [Decimal(value) for value in values(rows, column)]
    if len(found) < 2:
        return None
    mean = sum(found) / len(found)
    return rounded((sum((value - mean) ** 2 for value in found) / (len(found) - 1)).sqrt())


def percentile(rows: Iterable[Row], column: str, share: float) -> str | None:
    found = sorted(Decimal(value) for value in values(rows, column))
    if not found:
        return None
    place = share * (len(found) - 1)
    low = found[math.floor(place)]
    high = found[math.ceil(place)]
    return rounded(low + (high - low) * Decimal(str(place - math.floor(place))))


def least(rows: Iterable[Row], column: str) -> Any:
    found = values(rows, column)
    return str(min(found)) if found else None


def greatest(rows: Iterable[Row], column: str) -> Any:
    found = values(rows, column)
    return str(max(found)) if found else None


def in_china(moment: datetime) -> str:
    return moment.astimezone(timezone(timedelta(hours=8))).isoformat()


def different(rows: Iterable[Row], column: str) -> int:
    return len(set(values(rows, column)))


def grouped(rows: Iterable[Row], *by: Callable[[Row], Any]) -> Mapping[tuple[Any, ...], list[Row]]:
    """Rows by their keys, in the order of the keys, empty ones last."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(of(row) for of in by), []).append(row)
    return dict(sorted(found.items(), key=lambda pair: [(value is None, value or 0) for value in pair[0]]))
