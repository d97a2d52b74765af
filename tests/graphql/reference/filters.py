"""Whether a row meets a ``where``."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from db.catalog import Relation
from tests.graphql.reference.ids import key_of
from tests.graphql.reference.meaning import Identity, meanings
from tests.graphql.reference.rows import Row
from tests.graphql.reference.values import CHINA, stored

Where = Mapping[str, Any]


def meets(row: Row, where: Where | None) -> bool:
    return all(_holds(row, name, value) for name, value in (where or {}).items() if value is not None)


def _holds(row: Row, name: str, value: Any) -> bool:
    match name:
        case "and":
            return all(meets(row, item) for item in value)
        case "or":
            return any(meets(row, item) for item in value)
        case "not":
            return not meets(row, value)
        case "search":
            return any(_found(row, path.split("."), value) for path in row.entity.resource.search)
    meaning = meanings(row.entity.name)[name]
    if not isinstance(meaning, Relation):
        turn = key_of(row.entity) if isinstance(meaning, Identity) else plain
        return compares(stored(row, meaning), value, turn)
    rows = row.many(meaning.name)
    if not meaning.many:
        return any(meets(one, value) for one in rows)
    return all(QUANTIFIERS[word](rows, inner) for word, inner in value.items() if inner is not None)


QUANTIFIERS: dict[str, Callable[[list[Row], Where], bool]] = {
    "some": lambda rows, where: any(meets(row, where) for row in rows),
    "every": lambda rows, where: all(meets(row, where) for row in rows),
    "none": lambda rows, where: not any(meets(row, where) for row in rows),
}


def _found(row: Row | None, path: list[str], wanted: str) -> bool:
    if row is None:
        return False
    name, *rest = path
    if rest:
        return _found(row.one(name), rest, wanted)
    return compares(row[name], {"contains": wanted})


def compares(value: Any, operators: Mapping[str, Any], turn: Callable[[Any], Any] | None = None) -> bool:
    """Whether a stored value meets all of them. Nothing is less, greater or like where there is no value."""
    return all(
        OPERATORS[word](value, (turn or plain)(wanted))
        for word, wanted in operators.items()
        if not (word == "isNull" and wanted is None)
    )


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, wanted: value == wanted,
    "ne": lambda value, wanted: value != wanted,
    "in": lambda value, wanted: value is not None and value in wanted,
    "notIn": lambda value, wanted: value is None or value not in wanted,
    "isNull": lambda value, wanted: (value is None) == wanted,
    "lt": lambda value, wanted: value is not None and value < wanted,
    "lte": lambda value, wanted: value is not None and value <= wanted,
    "gt": lambda value, wanted: value is not None and value > wanted,
    "gte": lambda value, wanted: value is not None and value >= wanted,
    "like": lambda value, wanted: value is not None and bool(_pattern(wanted).fullmatch(value)),
    "ilike": lambda value, wanted: (
        value is not None and bool(_pattern(lower(wanted)).fullmatch(lower(value)))
    ),
    "contains": lambda value, wanted: value is not None and lower(wanted) in lower(value),
    "startsWith": lambda value, wanted: value is not None and value.startswith(wanted),
}


@cache
def _pattern(like: str) -> re.Pattern[str]:
    """``%`` is anything, ``_`` one character, a backslash takes the next one as it is."""
    parts = re.findall(r"\\.|.", like, re.DOTALL)
    wild = {"%": ".*", "_": "."}
    return re.compile("".join(wild.get(part) or re.escape(part[-1]) for part in parts), re.DOTALL)


def lower(text: str) -> str:
    """Letter by letter, as the database does it: never longer than it was."""
    return "".join("i" if letter == "İ" else letter.lower() for letter in text)


def plain(value: Any) -> Any:
    """An argument as it is stored: words of enums, times with their zone."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=CHINA)
    return value
