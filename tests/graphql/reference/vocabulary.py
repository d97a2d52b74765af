"""What the reference can answer, member by member, and what it leaves out on purpose."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
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

from api.graphql.schema import STATIC
from db.catalog import catalog
from tests.graphql.reference import figures
from tests.graphql.reference.filters import OPERATORS, QUANTIFIERS
from tests.graphql.reference.meaning import meanings, roots
from tests.graphql.reference.sums import MONTH, PROGRESS

#: What the reference does not know, by the pattern of its name (``Type.member``, ``Type.field(argument)``), and why.
LEFT_OUT: dict[str, str] = {
    "Query.changes": "places in the feed are transactions of the database: see test_changes",
    "*.auditEntries": "grows by what is asked: see tests/audit",
    "Viewer.*": "tokens and what they cost are kept and told by hand, in tables of their own",
    "TextFilter.fuzzy": "how alike two words are is pg_trgm's own measure: see test_filters",
    "*Order.similarity": "the same",
}

#: Answered by hand in the API, too: their types need no reference.
BY_HAND = ("viewer", "resources")

LEFT_OUT |= {
    f"Query.{name}": "answered by a resolver, which is tested where it belongs"
    for name in STATIC
    if name not in BY_HAND and not name.startswith("__")
}

#: What is asked here is written down there, so that it never stands still.
GROWING = "auditEntries"

_ARGUMENTS = {"where", "orderBy", "first", "last", "after", "before", "offset", "having"} | {
    "batch",
    "asOf",
    "id",
    "of",
    "by",
    "p",
}
_SCALARS = frozenset({"Int", "Float", "Boolean", "String", "ID", "Decimal", "Date", "DateTime", "JSON"})


@cache
def unknown(schema: GraphQLSchema) -> frozenset[str]:
    """Every member of the schema that can be asked for and that the reference does not know: nobody asks for it."""
    return frozenset(_unknown(schema))


def _unknown(schema: GraphQLSchema) -> Iterator[str]:
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
                if kind.name == "Query" and name == "resources":
                    continue
                if name not in known or name == GROWING:
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
        case GraphQLInputObjectType() if part := _figures(name):
            return part
        case GraphQLInputObjectType() if name.endswith("SomeWhere"):
            return {*QUANTIFIERS, "aggregate"}
        case GraphQLInputObjectType() if name.endswith("Where"):
            return {"and", "or", "not", "search", "stateOn", *meanings(name.removesuffix("Where"))}
        case GraphQLInputObjectType() if name.endswith("Order"):
            return {*meanings(name.removesuffix("Order"))}
        case GraphQLInputObjectType() if name.endswith("Range"):
            return {"from", "to"}
        case GraphQLInputObjectType() if name.endswith("OnFilter"):
            return {*OPERATORS, "asOf"}
        case GraphQLInputObjectType():
            return {*OPERATORS}
        case GraphQLInterfaceType():
            return {"id"}
    if isinstance(kind, GraphQLObjectType) and name in _OBJECTS:
        return _OBJECTS[name]
    if part := _figures(name):
        return part
    for suffix, members in _SUFFIXES.items():
        if name.endswith(suffix) and name.removesuffix(suffix) in catalog():
            return members
    return {*meanings(name), "progress", "months", "stateOn"} if name in catalog() else set()


def _figures(name: str) -> set[str]:
    """Members of what rows come to, in answers, conditions and orders; none for other types."""
    for suffix, members in _FIGURES.items():
        entity = catalog().get(name.removesuffix(suffix))
        if name.endswith(suffix) and entity is not None:
            return members(entity)
    return set()


_TREE = {"and", "or", "not", "where"}
_FIGURES: Mapping[str, Callable[[Any], set[str]]] = {
    "AggregateWhere": lambda entity: {*figures.known(entity)} | _TREE,
    "AggregateOrder": lambda entity: {*figures.known(entity), "where"},
    "GroupOrder": lambda entity: {*figures.known(entity), "key"},
    "Aggregate": lambda entity: {*figures.known(entity)},
    "Group": lambda entity: {*figures.known(entity), "key"},
    "Key": lambda entity: {*figures.groupable(entity)},
    "Sum": lambda entity: {*figures.numbers(entity)},
    "Average": lambda entity: {*figures.numbers(entity)},
    **dict.fromkeys(
        ("CountDistinct", "CountDistinctWhere", "CountDistinctOrder"),
        lambda entity: {*figures.distinct(entity)},
    ),
    **dict.fromkeys(("NumberWhere", "NumberOrder"), lambda entity: {*figures.numbers(entity)}),
    **dict.fromkeys(("PercentileWhere", "PercentileOrder"), lambda entity: {*figures.numbers(entity), "p"}),
    **dict.fromkeys(("Extreme", "ExtremeWhere", "ExtremeOrder"), lambda entity: {*figures.ranged(entity)}),
}

_OBJECTS: Mapping[str, set[str]] = {
    "Query": {*roots(), "programme", "progress", "node", *BY_HAND},
    "Viewer": {"username", "name", "roles", "units", "national", "lang", "scopes"},
    "Programme": {"progress", "months", "platformsTarget", "industriesTarget"},
    "Progress": {*PROGRESS},
    "Month": {*MONTH},
    "PageInfo": {"hasNextPage", "hasPreviousPage", "startCursor", "endCursor"},
}
_SUFFIXES: Mapping[str, set[str]] = {
    "Connection": {"totalCount", "estimatedCount", "aggregate", "groupBy", "pageInfo", "edges", "nodes"},
    "Edge": {"node", "cursor"},
}
