"""What a grid asks for, in the words of a GraphQL filter and order."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.columns import Column, Kind
from dashboard.lists import List
from dashboard.view import View

NUMBER = {
    "equals": "eq",
    "notEqual": "ne",
    "greaterThan": "gt",
    "greaterThanOrEqual": "gte",
    "lessThan": "lt",
    "lessThanOrEqual": "lte",
}
TEXT = {
    "contains": "contains",
    "equals": "eq",
    "notEqual": "ne",
    "startsWith": "startsWith",
    "endsWith": "endsWith",
}
DIRECTIONS = {"asc": "ASC", "desc": "DESC"}


def key_of(column: Column) -> str:
    """A column's name in the grid and in the address: dots would mean nested rows there."""
    return column.path.replace(".", "_")


def where_of(view: View, of: List, model: Mapping[str, Any]) -> dict[str, Any]:
    """The page's own narrowing and all that was typed into the heads of columns."""
    columns = {key_of(column): column for column in of.columns}
    conditions = [within] if (within := of.within(view)) else []
    conditions += [
        condition
        for key, asked in model.items()
        if key in columns and (condition := _condition(view, columns[key], asked))
    ]
    if not conditions:
        return {}
    return conditions[0] if len(conditions) == 1 else {"and": conditions}


def order_of(view: View, of: List, model: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    columns = {key_of(column): column for column in of.columns}
    chosen = [
        (columns[asked["colId"]].source(view), DIRECTIONS[asked["sort"]])
        for asked in model
        if asked["colId"] in columns and asked["sort"] in DIRECTIONS
    ]
    return [nested(path, direction) for path, direction in chosen or [of.order]]


def nested(path: str, value: Any) -> dict[str, Any]:
    """``a.b`` and a value as the API nests it: ``{"a": {"b": value}}``."""
    first, _, rest = path.partition(".")
    return {first: nested(rest, value) if rest else value}


def _condition(view: View, column: Column, asked: Mapping[str, Any]) -> dict[str, Any] | None:
    if asked.get("operator") in ("AND", "OR"):
        parts = [_condition(view, column, part) for part in asked["conditions"]]
        return {asked["operator"].lower(): [part for part in parts if part]}
    test = _test(view, column, asked)
    return nested(column.source(view), test) if test is not None else None


def _test(view: View, column: Column, asked: Mapping[str, Any]) -> dict[str, Any] | None:
    kind = str(asked.get("type"))
    if kind in ("blank", "notBlank"):
        return {"isNull": kind == "blank"}
    match column.kind:
        case Kind.WORD:
            return {"in": _words(view, column, str(asked.get("filter", "")))}
        case Kind.DAY | Kind.MOMENT:
            return _span(kind, _day(asked.get("dateFrom")), _day(asked.get("dateTo")))
        case Kind.COUNT | Kind.PERCENT:
            return _span(kind, asked.get("filter"), asked.get("filterTo"))
        case Kind.FLAG:
            return _flag(view, str(asked.get("filter", "")))
        case Kind.MONEY | Kind.NUMBER:
            return _span(kind, _text(asked.get("filter")), _text(asked.get("filterTo")))
    return {TEXT[kind]: asked["filter"]} if kind in TEXT and asked.get("filter") else None


def _span(kind: str, start: Any, end: Any) -> dict[str, Any] | None:
    if kind == "inRange":
        return {"gte": start, "lte": end}
    return {NUMBER[kind]: start} if kind in NUMBER and start is not None else None


def _words(view: View, column: Column, typed: str) -> list[str]:
    """The words whose label contains what was typed, in the language it was typed in."""
    assert column.of
    vocabulary = view.labels.vocabulary(*column.of)
    return [
        word for word, labels in vocabulary.items() if typed.casefold() in labels[view.english].casefold()
    ]


def _flag(view: View, typed: str) -> dict[str, Any] | None:
    """Yes or no, as far as it was typed; one that is neither is no row's."""
    typed = typed.strip().casefold()
    for value, key in ((True, "yes"), (False, "no")):
        if typed and view.t(key).casefold().startswith(typed):
            return {"eq": value}
    return {"isNull": True}


def _day(moment: str | None) -> str | None:
    return moment[:10] if moment else None


def _text(number: float | None) -> str | None:
    """Money travels as text: a float has no fen."""
    return None if number is None else str(number)
