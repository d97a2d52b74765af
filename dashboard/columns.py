"""One column of a list: where its value lies, what it is called, how it reads, filters, sorts and is saved."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dashboard.export import Table
from dashboard.view import View


class Kind(StrEnum):
    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    EXACT = "exact"  # money with its fen, where lines are added up
    NUMBER = "number"  # a decimal number that is no money, as it stands
    PERCENT = "percent"
    DAY = "day"
    MOMENT = "moment"
    WORD = "word"
    FLAG = "flag"  # yes or no
    TABLE = "table"  # the name of a table
    FORMED = "formed"  # JSON


@dataclass(frozen=True)
class Column:
    """``path`` leads to the value in an answer; ``of`` names the (entity, field) that its label comes from.

    ``text`` is a key of the texts where no field says it; ``english`` is the path in English, for names.
    """

    path: str
    kind: Kind = Kind.TEXT
    of: tuple[str, str] | None = None
    text: str = ""
    label: tuple[str, str] | None = None  # what it is called, where neither says it
    english: str = ""
    width: int = 0
    grow: int = 0
    href: Callable[[View, Mapping[str, Any]], str | None] | None = None
    sortable: bool = True
    filtered: bool = True
    edited: bool = False  # the caller may change it in its cell
    tone: Callable[[View, Mapping[str, Any]], str] | None = None  # the colour of a value that is no word
    pinned: bool = False
    set_width: int = 0  # as the reader left it
    bullet: str = ""  # name of a renderer in assets/40-grid.js

    def head(self, view: View) -> str:
        if self.label:
            return self.label[view.english]
        if self.text:
            return view.t(self.text)
        assert self.of
        return view.labels.field(*self.of, view.caller.lang)

    def source(self, view: View) -> str:
        return self.english if self.english and view.english else self.path

    def value(self, view: View, row: Mapping[str, Any]) -> Any:
        return dig(row, self.source(view))

    def said(self, view: View, row: Mapping[str, Any]) -> str:
        """The value as a person reads it."""
        value = self.value(view, row)
        language = view.language
        match self.kind:
            case Kind.MONEY:
                return language.money(value)
            case Kind.EXACT:
                return language.exact(value)
            case Kind.COUNT:
                return language.count(value)
            case Kind.PERCENT:
                return language.percent(value)
            case Kind.DAY:
                return language.day(value)
            case Kind.MOMENT:
                return language.moment(value)
            case Kind.WORD:
                assert self.of
                return view.word(*self.of, value) or view.t("none")
            case Kind.FLAG:
                return view.t("none" if value is None else "yes" if value else "no")
            case Kind.FORMED:
                return view.t("none") if value is None else json.dumps(value, ensure_ascii=False)
            case Kind.TABLE if value in view.labels.entities:
                label = view.labels.entity(value, view.caller.lang)
                return label if view.english else f"{label} {value}"
        return view.t("none") if value is None else str(value)

    def saved(self, view: View, row: Mapping[str, Any]) -> object:
        """The value as a file holds it: money with its fen, shares as numbers."""
        if self.kind in (Kind.WORD, Kind.FLAG, Kind.MOMENT):
            return self.said(view, row)
        return self.value(view, row)


def dig(row: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path; None where the way ends early."""
    found: Any = row
    for step in path.split("."):
        if found is None:
            return None
        found = found[step]
    return found


def table_of(
    view: View, name: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], synthetic: str
) -> Table:
    """A list as a file; ``synthetic`` leads to each row's mark."""
    return Table(
        name=name,
        heads=[*(column.head(view) for column in columns), view.t("synthetic.column")],
        rows=[
            [
                *(column.saved(view, row) for column in columns),
                view.t("yes" if dig(row, synthetic) else "no"),
            ]
            for row in rows
        ],
    )
