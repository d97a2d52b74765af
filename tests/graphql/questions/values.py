"""Arguments: a value of any input type, partly or wholly in variables."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    is_list_type,
    is_non_null_type,
)

from tests.graphql.questions.chance import Chance
from tests.graphql.questions.pools import EDGES, Pools

ABSENT: Any = object()
NAME = re.compile("[_A-Za-z][_0-9A-Za-z]*")
_FIGURES = re.compile(
    "(?P<entity>.+)(?P<of>Aggregate|Group|CountDistinct|Number|Percentile|Extreme)(?:Where|(?P<order>Order))"
)
_PARTS = ("year", "quarter", "month", "day", "weekday")
DEPTH = 4  # of filters in filters


#: What values of rows a scalar takes.
FITS: Mapping[str, Callable[[Any], bool]] = {
    "Int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Boolean": lambda value: isinstance(value, bool),
    "Decimal": lambda value: bool(re.fullmatch(r"[-0-9.]+", str(value))),
    "String": lambda value: isinstance(value, str),
    "Date": lambda value: bool(re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))),
    "DateTime": lambda value: bool(re.fullmatch(r"\d{4}-\d\d-\d\dT.+", str(value))),
    "ID": lambda value: isinstance(value, str),
    "JSON": lambda value: True,
}


@dataclass(frozen=True)
class Hint:
    """What a value is compared with: a field of a table, by an operator."""

    entity: str = ""
    field: str = ""
    operator: str = ""


@dataclass
class Variables:
    """Those of one operation: declarations, and the values sent with it."""

    declared: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    known: dict[str, list[tuple[str, Any]]] = field(
        default_factory=dict
    )  # by type and what they are about: (name, what it comes to)

    def declaration(self) -> str:
        if not self.declared:
            return ""
        return "(" + ", ".join(f"${name}: {text}" for name, text in self.declared.items()) + ")"


class Values:
    """Makes values; each as (text in the document, what it comes to in the form of a variable's value)."""

    def __init__(self, chance: Chance, pools: Pools, variables: Variables, unknown: frozenset[str]) -> None:
        self._chance = chance
        self._pools = pools
        self._variables = variables
        self._unknown = unknown

    def value(self, kind: Any, hint: Hint, depth: int = DEPTH) -> tuple[str, Any]:
        chance = self._chance
        if chance.one_in(6):
            return self._variable(kind, hint, depth)
        if is_non_null_type(kind):
            return self._literal(kind.of_type, hint, depth)
        if chance.one_in(40):
            return "null", None
        return self._literal(kind, hint, depth)

    def variable(self, kind: Any, make: Callable[[], Any], about: str = "") -> tuple[str, Any]:
        """A variable of that type, with the value that ``make`` makes, or one there is already ``about`` the same."""
        chance, variables = self._chance, self._variables
        known = variables.known.setdefault(f"{kind} {about}", [])
        if known and chance.one_in(4):
            name, value = chance.pick(known)
            return f"${name}", value
        name = f"v{len(variables.declared) + 1}"
        optional = not is_non_null_type(kind)
        how = chance.number(1, 12)
        if how == 12 and optional:
            variables.declared[name], value = str(kind), ABSENT
        elif how == 11 and optional:
            variables.declared[name] = str(kind)
            variables.values[name] = value = None
        elif how == 10 and fits_a_document(value := make()):
            variables.declared[name] = f"{kind} = {written(kind, value)}"
        elif how == 9 and optional:
            value = variables.values[name] = make()
            variables.declared[name] = f"{kind}!"
        else:
            value = variables.values[name] = make()
            variables.declared[name] = str(kind)
        known.append((name, value))
        return f"${name}", value

    def _variable(self, kind: Any, hint: Hint, depth: int) -> tuple[str, Any]:
        return self.variable(
            kind, lambda: self._plain(kind, hint, depth), hint.entity if "ID" in str(kind) else ""
        )

    # -- literals, with variables in them --------------------------------------------------------------

    def _literal(self, kind: Any, hint: Hint, depth: int) -> tuple[str, Any]:
        if is_list_type(kind):
            items = [self.value(kind.of_type, hint, depth) for _ in range(self._length())]
            if len(items) == 1 and not items[0][0].startswith("$") and self._chance.one_in(3):
                return items[0]
            return "[" + ", ".join(text for text, _ in items) + "]", [value for _, value in items]
        if isinstance(kind, GraphQLInputObjectType):
            made = {
                name: self.value(kind.fields[name].type, inner, deeper)
                for name, inner, deeper in self._members(kind, hint, depth)
            }
            text = "{" + ", ".join(f"{name}: {text}" for name, (text, _) in made.items()) + "}"
            return text, {name: value for name, (_, value) in made.items() if value is not ABSENT}
        value = self._leaf(kind, hint)
        if kind.name == "JSON" and not fits_a_document(value):
            return self.variable(kind, lambda: value)
        if kind.name == "String" and self._chance.one_in(5) and fits_a_block(value):
            return f'"""{value}"""', value
        return written(kind, value), value

    def _plain(self, kind: Any, hint: Hint, depth: int) -> Any:
        """Without variables."""
        if is_non_null_type(kind):
            kind = kind.of_type
        if is_list_type(kind):
            items = [self._plain(kind.of_type, hint, depth) for _ in range(self._length())]
            return items[0] if len(items) == 1 and self._chance.one_in(3) else items
        if isinstance(kind, GraphQLInputObjectType):
            return {
                name: self._plain(kind.fields[name].type, inner, deeper)
                for name, inner, deeper in self._members(kind, hint, depth)
            }
        return self._leaf(kind, hint)

    def _ordered_figures(
        self, entity: str, of: str, members: list[str], depth: int
    ) -> list[tuple[str, Hint, int]]:
        """One figure, after which rows it is of (``where``), or which share of them lies below (``p``)."""
        chance = self._chance
        picked = [chance.pick([one for one in members if one not in ("p", "where", "key")])]
        if of == "Percentile":
            picked.insert(0, "p")
        if "where" in members and chance.one_in(5):
            picked.append("where")
        return [(one, Hint(entity, one), depth - 2) for one in picked]

    def _length(self) -> int:
        return self._chance.pick([1, 2, 3, 0])

    def _members(self, kind: Any, hint: Hint, depth: int) -> list[tuple[str, Hint, int]]:
        """Which members of an input object, and what each is about."""
        chance, name = self._chance, kind.name
        members = sorted(one for one in kind.fields if f"{name}.{one}" not in self._unknown)
        if name.endswith("SomeWhere"):
            return [(word, hint, depth - 1) for word in _once(chance.some(members, 2, 1))]
        figures = _FIGURES.fullmatch(name)
        if figures and figures["order"]:
            return self._ordered_figures(figures["entity"], figures["of"], members, depth)
        if figures:
            if depth <= 0:
                members = [one for one in members if one not in ("and", "or", "not", "where")]
            picked = _once(chance.some(members, 2, 1))
            if figures["of"] == "Percentile":
                picked = _once(["p", *picked])
            return [(one, Hint(figures["entity"], one), depth - 1) for one in picked]
        if name.endswith("Where"):
            entity = name.removesuffix("Where")
            if depth <= 0:
                members = [one for one in members if str(kind.fields[one].type).endswith("Filter")]
            picked = _once(chance.some(members, 2, 0 if chance.one_in(12) else 1))
            return [(one, Hint(entity, one), depth - 1) for one in picked]
        if name.endswith("Order"):
            if depth <= 0:
                members = [one for one in members if str(kind.fields[one].type) == "Direction"]
            number = chance.pick([0, 2]) if chance.one_in(80) else 1
            return [(one, hint, depth - 2) for one in _once(chance.some(members, number, number))]
        if name.endswith("Range") or hint.operator in _PARTS:
            return [(one, hint, depth) for one in _once(chance.some(members, 2, 1))]
        if name.endswith("OnFilter"):
            picked = _once(["asOf", *chance.some(members, 2, 1)])
            return [(one, Hint(hint.entity, "state", one), depth) for one in picked]
        # A filter of a kind of value; `eq: null` and the like come from `value`.
        picked = _once(chance.some(members, 2, 0 if chance.one_in(20) else 1))
        return [(one, Hint(hint.entity, hint.field, one), depth) for one in picked]

    # -- leaves ----------------------------------------------------------------------------------------

    def _leaf(self, kind: Any, hint: Hint) -> Any:
        chance = self._chance
        if isinstance(kind, GraphQLEnumType):
            return chance.pick(sorted(kind.values))
        if kind.name == "Float" and hint.field == "p":
            return (
                chance.pick([0.5, 0, 1, 0.25, 0.9, 0.333])
                if not chance.one_in(40)
                else chance.pick([-0.1, 1.5])
            )
        if hint.operator in _PARTS and kind.name == "Int":
            return chance.pick([1, 2, 4, 7, 2023, 2024, 12, 31, 0, -1, 100_000, 2**31 - 1])
        if "asOf" in (hint.operator, hint.field):
            return (date(2022, 10, 15) + timedelta(days=30 * chance.number(0, 30))).isoformat()
        found = self._pools.of(hint.entity, hint.field) if hint.entity and hint.operator != "isNull" else []
        found = [value for value in found if FITS[kind.name](value)]
        if kind.name == "ID":
            found = found if hint.entity else self._pools.ids()
            found = found or [b64encode(f"{hint.entity}:1".encode()).decode()]
        rare = 30 if kind.name in ("ID", "Decimal") else 4
        value = chance.pick(EDGES[kind.name]) if not found or chance.one_in(rare) else chance.pick(found)
        if kind.name == "String" and (hint.operator or hint.field == "search"):
            return self._part_of(str(value), hint.operator)
        return value

    def _part_of(self, text: str, operator: str) -> str:
        """A text near one that is there: a part, another case, wildcards in it."""
        chance = self._chance
        if operator in ("eq", "ne", "in", "notIn") and not chance.one_in(4):
            return text
        start = chance.number(0, max(0, len(text) - 1))
        if chance.one_in(2):
            start = 0
        part = text[start : start + chance.number(1, 6)]
        if operator in ("like", "ilike"):
            part = chance.pick(["{}%", "%{}%", "{}", "_{}", "{}_%", "%{}"]).format(part)
        if chance.one_in(5):
            part = part.swapcase()
        return part


def _once(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))


def fits_a_block(text: str) -> bool:
    return bool(text) and text == text.strip() and text.isprintable() and not set(text) & set('"\\')


def fits_a_document(value: Any) -> bool:
    """Keys of JSON in a document are names."""
    match value:
        case dict():
            return all(NAME.fullmatch(key) and fits_a_document(inner) for key, inner in value.items())
        case list():
            return all(map(fits_a_document, value))
    return True


def written(kind: Any, value: Any) -> str:
    """A value without variables as a literal."""
    if is_non_null_type(kind):
        kind = kind.of_type
    if value is None:
        return "null"
    if getattr(kind, "name", "") == "JSON":
        return written_json(value)
    if isinstance(value, list):
        return "[" + ", ".join(written(kind.of_type, item) for item in value) + "]"
    if is_list_type(kind):
        return written(kind.of_type, value)
    if isinstance(value, dict):
        members = (f"{name}: {written(kind.fields[name].type, inner)}" for name, inner in value.items())
        return "{" + ", ".join(members) + "}"
    if isinstance(kind, GraphQLEnumType):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def written_json(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {written_json(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(written_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
