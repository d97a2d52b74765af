"""What compiling carries along: the parameters of the statement, and the rows an expression stands on."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from db.catalog import Entity, Relation
from db.query.plan import Operand, Reach

_NAME = re.compile(r"[_A-Za-z][_0-9A-Za-z]*")


def quote(identifier: str) -> str:
    """A table's or column's name as SQL.

    Raises:
        ValueError: this is no name, so it did not come from the catalog.
    """
    if not _NAME.fullmatch(identifier):
        raise ValueError(f"not a name: {identifier!r}")
    return f'"{identifier}"'


def literal(text: str) -> str:
    """A text as SQL. For JSON punctuation and keys only: values are bound."""
    return "'" + text.replace("'", "''") + "'"


class Builder:
    """Hands out aliases and parameters for one statement."""

    def __init__(self, entities: Mapping[str, Entity], reach: Reach = Reach.NATION) -> None:
        self._entities = entities
        self.reach = reach
        self._aliases = 0
        self._parameters: dict[tuple[Operand, str], int] = {}

    def entity(self, name: str) -> Entity:
        return self._entities[name]

    def alias(self, name: str) -> str:
        self._aliases += 1
        return f"{name}_{self._aliases}"

    def bind(self, operand: Operand, cast: str) -> str:
        number = self._parameters.setdefault((operand, cast), len(self._parameters) + 1)
        return f"${number}::{cast}"

    @property
    def values(self) -> tuple[Operand, ...]:
        """What ``$1``, ``$2``, … stand for."""
        return tuple(operand for operand, _ in self._parameters)


@dataclass
class Scope:
    """Rows under an alias; ``joins`` and ``columns`` collect what expressions over them turn out to need.

    ``certain``: the row is there, not the empty side of an outer join.
    """

    entity: Entity
    alias: str
    joins: list[str] = field(default_factory=list)
    columns: dict[str, None] = field(default_factory=dict)
    ones: dict[str, "Scope"] = field(default_factory=dict)  # rows joined already, by relation
    certain: bool = True

    def column(self, name: str) -> str:
        self.columns[name] = None
        return f"{self.alias}.{quote(name)}"

    @property
    def key(self) -> str:
        return self.column(self.entity.key)

    @property
    def source(self) -> str:
        """What stands after ``from``: the table and the joins so far."""
        return " ".join([f"{quote(self.entity.table)} as {self.alias}", *self.joins])


def link(outer: Scope, relation: Relation, inner: Scope) -> str:
    """That a row of ``inner`` hangs on the row of ``outer``: by all columns, so by ``unit_code`` too."""
    return " and ".join(f"{inner.column(there)} = {outer.column(here)}" for here, there in relation.columns)


def within_reach(reach: Reach, scope: Scope) -> str:
    """That a row is of the reader's units, in words an index can be used for; ``true`` where that helps nobody.

    The policy says the same behind an ``or``, for which PostgreSQL reads the whole table (db.guards).
    """
    if reach is Reach.NATION or not scope.entity.unit_scoped or scope.entity.resource.published:
        return "true"  # what is published is of every unit
    units = "current_setting('app.units', true)"
    if reach is Reach.UNIT:
        return f"{scope.column('unit_code')} = (select {units})"
    return f"{scope.column('unit_code')} = any((select string_to_array({units}, ','))::text[])"


class Text:
    """A text put together from constant pieces and SQL expressions that are never null."""

    def __init__(self) -> None:
        self._pieces: list[tuple[bool, str]] = []  # (whether it is an expression, what it says)

    def add(self, constant: str) -> None:
        if self._pieces and not self._pieces[-1][0]:
            constant = self._pieces.pop()[1] + constant
        self._pieces.append((False, constant))

    def add_sql(self, expression: str) -> None:
        self._pieces.append((True, expression))

    def add_text(self, other: "Text") -> None:
        """The other's pieces, so that constants side by side become one."""
        for is_expression, piece in other._pieces:
            if is_expression:
                self.add_sql(piece)
            else:
                self.add(piece)

    def sql(self) -> str:
        return " || ".join(
            piece if is_expression else literal(piece) for is_expression, piece in self._pieces
        )


def quoted(expression: str) -> Text:
    """A JSON string whose content needs no escapes."""
    text = Text()
    text.add('"')
    text.add_sql(expression)
    text.add('"')
    return text


def array(items: str) -> Text:
    """A JSON array of items that are joined already."""
    text = Text()
    text.add("[")
    text.add_sql(items)
    text.add("]")
    return text


class Object(Text):
    """The text of a JSON object."""

    def __init__(self) -> None:
        super().__init__()
        self._opened = False

    def put(self, key: str, value: "str | Text") -> None:
        self._begin(key)
        if isinstance(value, Text):
            self.add_text(value)
        else:
            self.add_sql(value)

    def put_constant(self, key: str, value: str | bool | None) -> None:
        self._begin(key)
        self.add(json.dumps(value, ensure_ascii=False))

    def close(self) -> "Object":
        self.add("}" if self._opened else "{}")
        return self

    def _begin(self, key: str) -> None:
        quote(key)  # refuses what is no name
        self.add(("," if self._opened else "{") + f'"{key}":')
        self._opened = True
