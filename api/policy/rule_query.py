"""Puts a rule's query together: the scope and the peers before it, its parameters bound in order."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from api.policy.rule import Parameters
from db.enums import FlagSubject

#: ``:name``, and no ``::type``.
_PLACE = re.compile(r"(?<![:\w]):([a-z_]+)\b")
_TABLES = {FlagSubject.CLAIM: "claims", FlagSubject.PROJECT: "projects", FlagSubject.PLATFORM: "platforms"}
_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "bigint"),
    (Decimal, "numeric(18,6)"),
    (float, "double precision"),
    (date, "date"),
    (str, "text"),
)
#: What only narrows the search for a few subjects, and would slow down a run over the whole country.
_SCOPED = re.compile(r"^.*-- scoped *\n", re.MULTILINE)
#: A part of a query. PostgreSQL takes the few subjects for one, and would reckon a part anew for each row beside it.
_PART = re.compile(r"(^|^with |^with recursive )(\w+) as \(", re.MULTILINE)
_VIEW = re.compile(r"\bevidence\.(\w+)")


def everything(subject: FlagSubject) -> str:
    """The scope of a run over the whole country."""
    return f"select id from evidence.{_TABLES[subject]}"  # noqa: S608


GIVEN = "select id from unnest($1::bigint[]) as given(id)"


def views(query: str) -> frozenset[str]:
    """The views of ``evidence`` that a query reads."""
    return frozenset(_VIEW.findall(query))


def compose(
    query: str, parameters: Parameters, scope: str, peers: str | None, before: int = 0
) -> tuple[str, list[Any]]:
    """The statement and its arguments from number ``before`` + 1 on: ``scope`` and ``peers`` may use those before.

    Raises:
        KeyError: the query names a parameter that is not there.
    """
    arguments: list[Any] = []
    places: dict[str, int] = {}

    def place(found: re.Match[str]) -> str:
        name = found[1]
        if name not in places:
            places[name] = before + len(arguments) + 1
            value = parameters[name]
            arguments.append(list(value) if isinstance(value, tuple) else value)
        return f"${places[name]}::{sql_type(parameters[name])}"

    query = _PART.sub(r"\1\2 as materialized (", query) if scope == GIVEN else _SCOPED.sub("", query)
    body = _PLACE.sub(place, query.strip())
    ahead = [f"scope(id) as ({scope})"]
    if peers is not None:
        ahead.append(f"peers as ({peers})")
    recursive = re.match(r"with\s+recursive\s", body)
    body = re.sub(r"^with\s+(recursive\s+)?", ", ", body) if body.startswith("with") else f" {body}"
    return f"with {'recursive ' if recursive else ''}{', '.join(ahead)}{body}", arguments


def sql_type(value: Any) -> str:
    """
    Raises:
        TypeError: no parameter is of that kind.
    """
    if isinstance(value, tuple | list):
        return f"{sql_type(value[0]) if value else 'text'}[]"
    for kind, name in _TYPES:
        if isinstance(value, kind):
            return name
    raise TypeError(f"no parameter of a rule: {value!r}")
