"""Writes the Python client: ``base.py`` with the types of the schema behind it, as one file to take along."""

import keyword
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_list_type,
    is_non_null_type,
)

Kind = TypeVar("Kind")

BASE = Path(__file__).parent / "base.py"

#: How values of each scalar arrive: decimals, dates and times are text, so that nothing is rounded on the way.
SCALARS = {"Int": "int", "Float": "float", "Boolean": "bool", "JSON": "Json"}


def client(schema: GraphQLSchema) -> str:
    """The text of ``dengta_client.py`` for this schema."""
    parts = [BASE.read_text(encoding="utf-8").rstrip()]
    parts += [_enum(kind) for kind in _types(schema, GraphQLEnumType)]
    parts += [_typed(kind.name, kind.fields) for kind in _rows(schema)]
    parts += [_typed(kind.name, kind.fields) for kind in _types(schema, GraphQLInputObjectType)]
    parts.append(_session(schema))
    return "\n\n\n".join(parts) + "\n"


def _types(schema: GraphQLSchema, kind: type[Kind]) -> Iterator[Kind]:
    for name, one in sorted(schema.type_map.items()):
        if isinstance(one, kind) and not name.startswith("__"):
            yield one


def _rows(schema: GraphQLSchema) -> Iterator[GraphQLObjectType]:
    roots = {schema.query_type, schema.mutation_type, schema.subscription_type}
    return (kind for kind in _types(schema, GraphQLObjectType) if kind not in roots)


def _enum(kind: GraphQLEnumType) -> str:
    words = ", ".join(f'"{name}"' for name in kind.values)
    return f"{kind.name} = Literal[{words}]"


def _typed(name: str, fields: Mapping[str, Any]) -> str:
    """A TypedDict by its call form, since ``in``, ``and``, ``not`` are no names of Python. Keys are as asked for."""
    members = ", ".join(f'"{key}": "{_annotation(field.type)}"' for key, field in fields.items())
    return f'{name} = TypedDict("{name}", {{{members}}}, total=False)'


def _annotation(kind: Any) -> str:
    if is_non_null_type(kind):
        return _annotation(kind.of_type).removesuffix(" | None")
    if is_list_type(kind):
        return f"list[{_annotation(kind.of_type)}] | None"
    name = kind.name
    if isinstance(kind, (GraphQLEnumType, GraphQLInputObjectType, GraphQLObjectType)):
        return f"{name} | None"
    return f"{SCALARS.get(name, 'str' if name != 'Node' else 'dict[str, Any]')} | None"


def _session(schema: GraphQLSchema) -> str:
    lines = [
        "class Dengta(Session):",
        '    """A server, with a method for each list and each record of its schema."""',
    ]
    query = schema.query_type
    assert query is not None
    for name, field in query.fields.items():
        target = get_named_type(field.type)
        doc = (field.description or name).replace("\\", "").replace('"', "'")
        if target.name.endswith("Connection"):
            row = target.name.removesuffix("Connection")
            lines += [
                "",
                f"    def {_name(name)}(",
                f'        self, select: str = "id", *, where: "{row}Where | None" = None,',
                f'        orderBy: "list[{row}Order] | None" = None, first: int | None = None',
                f'    ) -> "Iterator[{row}]":',
                f'        """{doc}: all rows that meet ``where``, or the ``first`` so many; ``select`` as in GraphQL."""',
                '        given = {"where": where, "orderBy": orderBy, "first": first}',
                f'        return self._rows("{name}", "{row}", select, given)',
            ]
        elif set(field.args) == {"id"} and isinstance(target, GraphQLObjectType):
            lines += [
                "",
                f'    def {_name(name)}(self, id: str, select: str = "id") -> "{target.name} | None":',
                f'        """{doc}: one of them, or None."""',
                f'        found: {target.name} | None = self._one("{name}", select, id)',
                "        return found",
            ]
    return "\n".join(lines)


def _name(field: str) -> str:
    return f"{field}_" if keyword.iskeyword(field) else field
