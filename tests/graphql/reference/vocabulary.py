"""What the reference can answer, member by member, and what it leaves out on purpose."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    get_named_type,
)

from db.catalog import catalog
from tests.graphql.reference.filters import OPERATORS, QUANTIFIERS
from tests.graphql.reference.meaning import meanings, roots
from tests.graphql.reference.sums import MONTH, PROGRESS

#: ``Type.member`` or ``Type.field(argument)``, each with the reason: random questions do not ask for it.
LEFT_OUT: Mapping[str, str] = {}

#: Answered by hand in the API, too: their types need no reference.
BY_HAND = ("viewer", "resources")

_ARGUMENTS = frozenset({"where", "orderBy", "first", "last", "after", "before", "offset", "batch", "id"})
_SCALARS = frozenset({"Int", "Float", "Boolean", "String", "ID", "Decimal", "Date", "DateTime", "JSON"})


def unknown(schema: GraphQLSchema) -> Iterator[str]:
    """Every member of the schema that can be asked for and that the reference does not know."""
    seen: set[str] = set()
    ahead: list[Any] = [schema.query_type]
    while ahead:
        kind = ahead.pop()
        if kind.name in seen:
            continue
        seen.add(kind.name)
        if isinstance(kind, GraphQLScalarType):
            if kind.name not in _SCALARS:
                yield kind.name
        elif not isinstance(kind, GraphQLEnumType):
            known = _known(kind)
            for name, member in kind.fields.items():
                if kind.name == "Query" and name in BY_HAND:
                    continue
                if name not in known:
                    yield f"{kind.name}.{name}"
                    continue
                ahead.append(get_named_type(member.type))
                for argument, definition in getattr(member, "args", {}).items():
                    ahead.append(get_named_type(definition.type))
                    if argument not in _ARGUMENTS:
                        yield f"{kind.name}.{name}({argument})"


def _known(kind: Any) -> set[str]:
    name = kind.name
    match kind:
        case GraphQLInputObjectType() if name.endswith("SomeWhere"):
            return {*QUANTIFIERS}
        case GraphQLInputObjectType() if name.endswith("Where"):
            return {"and", "or", "not", "search", *meanings(name.removesuffix("Where"))}
        case GraphQLInputObjectType() if name.endswith("Order"):
            return {*meanings(name.removesuffix("Order"))}
        case GraphQLInputObjectType():
            return {*OPERATORS}
        case GraphQLInterfaceType():
            return {"id"}
    if isinstance(kind, GraphQLObjectType) and name in _OBJECTS:
        return _OBJECTS[name]
    for suffix, members in _SUFFIXES.items():
        if name.endswith(suffix) and name.removesuffix(suffix) in catalog():
            return members
    return {*meanings(name), "progress", "months"} if name in catalog() else set()


_OBJECTS: Mapping[str, set[str]] = {
    "Query": {*roots(), "programme", "node"},
    "Programme": {"progress", "months", "platformsTarget", "industriesTarget"},
    "Progress": {*PROGRESS},
    "Month": {*MONTH},
    "PageInfo": {"hasNextPage", "hasPreviousPage", "startCursor", "endCursor"},
}
_SUFFIXES: Mapping[str, set[str]] = {
    "Connection": {"totalCount", "pageInfo", "edges", "nodes"},
    "Edge": {"node", "cursor"},
}
