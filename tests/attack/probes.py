"""Every query and mutation of the schema as something to attack with: what is added to the schema is attacked, too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from api.graphql.deeds import by_name
from api.graphql.importing import UploadedFile
from api.graphql.schema import schema
from db.catalog import catalog
from tests.attack.conftest import scoped
from tests.files.made import pdf
from tests.graphql.ids import gid

#: Texts that name a unit; all other texts are just texts.
UNIT_NAMES = frozenset({"unit", "unitCode"})
#: Not of a row: what the caller calls an import under way.
CHOSEN = frozenset({"progressId"})
TEXTS = {
    "field": "expertId",
    "table": "Plan",
    "document": "{ viewer { name } }",
    "expiresAt": "2026-12-01T00:00:00+08:00",
}
PLAIN: Mapping[str, Any] = {
    "Int": 3,
    "Decimal": "100.00",
    "Float": 1.5,
    "Boolean": False,
    "Date": "2025-06-30",
    "DateTime": "2026-12-01T00:00:00+08:00",
    "JSON": {},
    "Time": "09:00:00",
}


@dataclass(frozen=True)
class Row:
    """One row somewhere, or nowhere."""

    entity: str
    key: int
    unit: str

    @property
    def id(self) -> str:
        return gid(self.entity, self.key)

    def hidden(self, said: str) -> str:
        """What was said, without the row that was asked for."""
        for mine, general in (
            (self.id, "ID"),
            (f"“{self.key}”", "KEY"),
            (f"编号{self.key}不", "编号KEY不"),
            (self.unit, "UNIT"),
        ):
            said = said.replace(mine, general)
        return said


@dataclass(frozen=True)
class Probe:
    """A root field, and which of its arguments are aimed at a row."""

    operation: str
    name: str
    arguments: tuple[tuple[str, str], ...]  # name, type as it is written
    selection: str
    entities: tuple[str, ...]

    @property
    def document(self) -> str:
        declared = ", ".join(f"${name}: {kind}" for name, kind in self.arguments)
        given = ", ".join(f"{name}: ${name}" for name, _ in self.arguments)
        return f"{self.operation} ({declared}) {{ {self.name}({given}) {self.selection} }}"

    def variables(self, row: Row) -> dict[str, Any]:
        types = _root(self.operation).fields[self.name].args
        return {name: _value(types[name].type, name, row) for name, _ in self.arguments}


def probes(operation: str) -> Iterator[Probe]:
    """All of one operation but those made from tables, whose lists and rows are attacked table by table."""
    tables = {entity.name for entity in catalog().values()}
    for name, field in _root(operation).fields.items():
        named = get_named_type(field.type).name
        if operation == "query" and (named in tables or named.endswith("Connection")):
            continue
        needed = [one for one in field.args if is_required_argument(field.args[one])]
        aims: list[list[str]] = [
            [*needed, one]
            for one, argument in field.args.items()
            if one not in needed and _aimed(one, argument)
        ]
        if any(_aimed(one, field.args[one]) for one in needed):
            aims.insert(0, needed)
        for aim in aims:
            yield Probe(
                operation,
                name,
                tuple((one, str(field.args[one].type)) for one in aim),
                _selection(field.type),
                _entities(field.args, aim),
            )


def names(operation: str) -> set[str]:
    return set(_root(operation).fields)


def _root(operation: str) -> GraphQLObjectType:
    made = schema()._schema
    found = made.query_type if operation == "query" else made.mutation_type
    assert found is not None
    return found


def _aimed(name: str, argument: GraphQLArgument | GraphQLInputField) -> bool:
    """Whether it takes an id or a unit, however deep."""
    kind = get_named_type(argument.type)
    if isinstance(kind, GraphQLInputObjectType):
        return any(_aimed(one, field) for one, field in kind.fields.items())
    return (kind.name == "ID" and name not in CHOSEN) or name in UNIT_NAMES


def _entities(arguments: Mapping[str, GraphQLArgument], aim: list[str]) -> tuple[str, ...]:
    """Tables whose rows the arguments may name: what the form belongs to where it says so, else any."""
    for one in aim:
        form = get_named_type(arguments[one].type).name.removesuffix("Input")
        action = by_name().get(f"{form[0].lower()}{form[1:]}")
        if action is not None:
            return (action.entity,)
    return tuple(entity.name for entity in scoped())


def _value(kind: Any, name: str, row: Row) -> Any:
    if isinstance(kind, GraphQLNonNull):
        return _value(kind.of_type, name, row)
    if isinstance(kind, GraphQLList):
        return [_value(kind.of_type, name, row)]
    if isinstance(kind, GraphQLInputObjectType):
        return {
            one: _value(field.type, one, row)
            for one, field in kind.fields.items()
            if isinstance(field.type, GraphQLNonNull) or _aimed(one, field)
        }
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if kind.name == "ID":
        return row.id
    if kind.name == "Upload":
        return UploadedFile("凭证.pdf", pdf())
    if kind.name == "String":
        return row.unit if name in UNIT_NAMES else TEXTS.get(name, "试一试能不能办成")
    return PLAIN[kind.name]


def _selection(kind: Any, depth: int = 3) -> str:
    """All that can be read of it; of a table's rows the id and what texts they have."""
    named = get_named_type(kind)
    if is_leaf_type(named):
        return ""
    parts = ["__typename"]
    for name, field in getattr(named, "fields", {}).items():
        if any(is_required_argument(argument) for argument in field.args.values()):
            continue
        inner = get_named_type(field.type)
        if is_leaf_type(inner):
            parts.append(name)
        elif depth > 1 and named.name not in catalog() and not inner.name.endswith("Connection"):
            parts.append(f"{name} {_selection(inner, depth - 1)}")
    return f"{{ {' '.join(parts)} }}"
