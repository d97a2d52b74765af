"""Whether a row meets a ``where``."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from db.catalog import Entity, Field, Kind, Relation, catalog
from tests.graphql.reference import figures
from tests.graphql.reference.ids import key_of
from tests.graphql.reference.json_values import has_key, holds
from tests.graphql.reference.meaning import Identity, meanings
from tests.graphql.reference.past import state_on
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
        case "stateOn":
            operators = {word: wanted for word, wanted in value.items() if word != "asOf"}
            return compares(state_on(row, value["asOf"]), operators)
    meaning = meanings(row.entity.name)[name]
    if isinstance(meaning, Field) and meaning.kind is Kind.JSON and value.get("contains") is not None:
        held = row[meaning.name] is not None and holds(json.loads(row[meaning.name]), value["contains"])
        value = {word: wanted for word, wanted in value.items() if word != "contains"}
        return held and compares(row[meaning.name], value)
    if not isinstance(meaning, Relation):
        turn = key_of(row.entity) if isinstance(meaning, Identity) else plain
        return compares(stored(row, meaning), value, turn)
    rows = row.many(meaning.name)
    if not meaning.many:
        return any(meets(one, value) for one in rows)
    target = catalog()[meaning.target]
    return all(
        come_to(target, rows, inner) if word == "aggregate" else QUANTIFIERS[word](rows, inner)
        for word, inner in value.items()
        if inner is not None
    )


def come_to(entity: Entity, rows: Sequence[Row], tree: Where | None) -> bool:
    """Whether what the rows come to meets a condition; its ``where`` picks the rows that it looks at."""
    tree = tree or {}
    rows = [row for row in rows if meets(row, tree.get("where"))]
    for name, value in tree.items():
        if name == "where" or value is None:
            continue
        match name:
            case "and":
                holds = all(come_to(entity, rows, item) for item in value)
            case "or":
                holds = any(come_to(entity, rows, item) for item in value)
            case "not":
                holds = not come_to(entity, rows, value)
            case _:
                holds = all(
                    compares(figures.figure(rows, name, meaning, share), behind)
                    for meaning, share, behind in figures.named(entity, name, value)
                )
        if not holds:
            return False
    return True


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


def _between(value: Any, ends: Mapping[str, Any]) -> bool:
    start, end = plain(ends.get("from")), plain(ends.get("to"))
    if start is None and end is None:
        return True
    return value is not None and (start is None or start <= value) and (end is None or value <= end)


def _part(of: Callable[[Any], int]) -> Callable[[Any, Any], bool]:
    """A condition on a part of a day, or of a moment as it was in China."""

    def meets_part(value: Any, operators: Mapping[str, Any]) -> bool:
        there = value.astimezone(CHINA) if isinstance(value, datetime) else value
        return compares(None if value is None else of(there), operators)

    return meets_part


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
    "notLike": lambda value, wanted: value is None or not _pattern(wanted).fullmatch(value),
    "startsWith": lambda value, wanted: value is not None and value.startswith(wanted),
    "endsWith": lambda value, wanted: value is not None and value.endswith(wanted),
    "between": _between,
    "year": _part(lambda day: int(day.year)),
    "quarter": _part(lambda day: (int(day.month) + 2) // 3),
    "month": _part(lambda day: int(day.month)),
    "day": _part(lambda day: int(day.day)),
    "weekday": _part(lambda day: int(day.isoweekday())),
    "hasKey": lambda value, wanted: value is not None and has_key(json.loads(value), wanted),
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
