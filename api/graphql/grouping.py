"""From selections of aggregates and groups to parts of a plan: what is selected under ``key`` is the grouping."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from graphql import FieldNode

from api.graphql.arguments import Literal
from api.graphql.figures import groupable
from api.graphql.having import Reader, figure, group_orders, having
from api.graphql.shape import Sort, entities
from api.graphql.turns import DEFAULT_GROUPS, MAX_GROUPS, share, size, skipped
from db.catalog import Entity
from db.query import plan
from db.query.plan import Function


class Walk(Protocol):
    """What is needed of the planner."""

    @property
    def arguments(self) -> Reader: ...
    def collect(self, type_name: str, nodes: Sequence[Any]) -> Mapping[str, list[FieldNode]]: ...
    def at(self, key: str) -> AbstractContextManager[None]: ...
    def arguments_of(self, type_name: str, node: FieldNode) -> Mapping[str, Any]: ...


#: Under each member, the type whose name a selection's fragments use.
_TYPES = {
    Function.DISTINCT: "CountDistinct",
    Function.SUM: "Sum",
    Function.AVG: "Average",
    Function.STDDEV: "Average",
    Function.PERCENTILE: "Average",
    Function.MIN: "Extreme",
    Function.MAX: "Extreme",
}


def aggregate(walk: Walk, entity: Entity, key: str, nodes: list[FieldNode]) -> plan.Aggregate:
    type_name = f"{entity.name}Aggregate"
    parts = []
    for inner, fields in walk.collect(type_name, [node.selection_set for node in nodes]).items():
        with walk.at(inner):
            parts.append(_figures(walk, entity, type_name, inner, fields))
    return plan.Aggregate(key, tuple(parts))


def group_by(walk: Walk, entity: Entity, key: str, nodes: list[FieldNode]) -> plan.GroupBy:
    type_name = f"{entity.name}Group"
    parts: list[plan.Key | plan.Shown | plan.Figures | plan.Typename] = []
    for inner, fields in walk.collect(type_name, [node.selection_set for node in nodes]).items():
        with walk.at(inner):
            if fields[0].name.value == "key":
                below = [node.selection_set for node in fields]
                parts.append(plan.Key(inner, tuple(_key(walk, entity, below))))
            else:
                parts.append(_figures(walk, entity, type_name, inner, fields))
    arguments = walk.arguments
    given = walk.arguments_of(f"{entity.name}Connection", nodes[0])
    offset = given.get("offset")
    keys = frozenset(path for part in parts if isinstance(part, plan.Key) for path in _paths(part.parts, ()))
    return plan.GroupBy(
        key,
        tuple(parts),
        first=_first(arguments, given.get("first")),
        offset=None if offset is None else arguments.bind(offset, skipped),
        having=having(arguments, entity, given.get("having")),
        order=group_orders(arguments, entity, given.get("orderBy"), keys),
    )


#: A file's groups are read at once; one more is asked for, to know that there are more.
MOST_GROUPS = 100_000


def _first(arguments: Reader, source: Any) -> plan.Operand:
    if arguments.whole is None:
        return arguments.bind(source or Literal(DEFAULT_GROUPS), _SIZE)
    return arguments.bind(source or Literal(MOST_GROUPS + 1), size("first", MOST_GROUPS + 1))


_SIZE = size(
    "first",
    MAX_GROUPS,
    "用 having 缩小范围，或用 offset 取后面的组。 | Narrow it by having, or get more by offset.",
)


def _figures(
    walk: Walk, entity: Entity, type_name: str, key: str, nodes: list[FieldNode]
) -> plan.Shown | plan.Figures | plan.Typename:
    name = nodes[0].name.value
    if name == "__typename":
        return plan.Typename(key, type_name)
    function = Function(name)
    if function is Function.COUNT:
        return plan.Shown(key, plan.Figure(function))
    part = None
    if function is Function.PERCENTILE:
        part = walk.arguments.bind(walk.arguments_of(type_name, nodes[0])["p"], share)
    inner_type = entity.name + _TYPES[function]
    parts: list[plan.Shown | plan.Typename] = []
    for inner, fields in walk.collect(inner_type, [node.selection_set for node in nodes]).items():
        field = fields[0].name.value
        with walk.at(inner):
            if field == "__typename":
                parts.append(plan.Typename(inner, inner_type))
            else:
                parts.append(plan.Shown(inner, figure(walk.arguments, entity, function, field, part)))
    return plan.Figures(key, tuple(parts))


def _key(walk: Walk, entity: Entity, below: Sequence[Any]) -> Iterator[plan.KeyPart]:
    type_name = f"{entity.name}Key"
    for key, nodes in walk.collect(type_name, below).items():
        name = nodes[0].name.value
        if name == "__typename":
            yield plan.Typename(key, type_name)
            continue
        member = groupable(entity.name)[name]
        with walk.at(key):
            walk.arguments.check_told(entity, member.source)
            if member.sort is Sort.ONE:
                target = entities()[entity.relations[member.source].target]
                inner = _key(walk, target, [node.selection_set for node in nodes])
                yield plan.KeyOne(key, member.source, tuple(inner))
            else:
                by = _span(walk, walk.arguments_of(type_name, nodes[0]))
                yield plan.KeyField(key, member.source, by, identity=member.sort is Sort.ID)


def _span(walk: Walk, given: Mapping[str, Any]) -> plan.Span | None:
    by = given.get("by")
    return None if by is None else plan.Span(walk.arguments.look(by))


def _paths(parts: Sequence[plan.KeyPart], path: tuple[str, ...]) -> Iterator[plan.KeyPath]:
    for part in parts:
        if isinstance(part, plan.KeyField):
            yield plan.KeyPath(part.name, path)
        elif isinstance(part, plan.KeyOne):
            yield from _paths(part.parts, (*path, part.relation))
