"""From conditions and orders on figures to those of a plan: of groups, and of the rows below a row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from api.errors import Refusal
from api.graphql.arguments import Source
from api.graphql.comparisons import Compared, comparisons
from api.graphql.figures import members
from api.graphql.names import camel
from api.graphql.turns import share
from db.catalog import Entity
from db.query.figure import figure_kind
from db.query.plan import (
    EVERYTHING,
    All,
    Condition,
    Either,
    Figure,
    Function,
    GroupOrder,
    KeyPath,
    Not,
    Operand,
    Order,
)


class Reader(Protocol):
    """What is needed of the arguments of an operation."""

    @property
    def whole(self) -> int | None: ...
    def where(self, entity: Entity, tree: Any) -> Condition: ...
    def key_orders(self, entity: Entity, tree: Any) -> Sequence[Order]: ...
    def bind(self, source: Source, turn: Callable[[Any], Any]) -> Operand: ...
    def look(self, source: Source, by: Callable[[Any], Any] = ...) -> Any: ...
    def direction(self, value: Source) -> tuple[bool, bool]: ...
    def count(self) -> None: ...
    def check_told(self, entity: Entity, name: str) -> None: ...
    def check_one(self, terms: Sequence[Any]) -> None: ...
    def check_few(self, terms: Sequence[Any]) -> None: ...


def having(arguments: Reader, entity: Entity, tree: Any, where: Condition = EVERYTHING) -> Condition:
    """A condition on what rows of ``entity`` come to, those that meet ``where`` and the tree's own one."""
    where = together(where, arguments.where(entity, (tree or {}).get("where")))
    return All(
        tuple(
            condition
            for name, value in (tree or {}).items()
            if name != "where" and value is not None
            for condition in _conditions(arguments, entity, name, value, where)
        )
    )


def together(*conditions: Condition) -> Condition:
    """All of them, as simple as can be."""
    found = [condition for condition in conditions if condition != EVERYTHING]
    return found[0] if len(found) == 1 else All(tuple(found))


def _conditions(
    arguments: Reader, entity: Entity, name: str, value: Any, where: Condition
) -> Iterator[Condition]:
    arguments.count()
    match name:
        case "and":
            yield All(tuple(having(arguments, entity, item, where) for item in value))
        case "or":
            yield Either(tuple(having(arguments, entity, item, where) for item in value))
        case "not":
            yield Not(having(arguments, entity, value, where))
        case _:
            for figure, operators in _figures(arguments, entity, name, value, where):
                if operators is not None:
                    yield comparisons(arguments, Compared(figure, figure_kind(entity, figure)[0]), operators)


def _figures(
    arguments: Reader, entity: Entity, name: str, value: Any, where: Condition
) -> Iterator[tuple[Figure, Any]]:
    """The figures that a member of a condition or an order names, with what stands behind each."""
    function = Function(name)
    if function is Function.COUNT:
        yield Figure(function, where=where), value
        return
    part: Operand | None = None
    if function is Function.PERCENTILE:
        part = arguments.bind(value["p"], share)
    for inner, behind in value.items():
        if inner != "p" or function is not Function.PERCENTILE:
            yield figure(arguments, entity, function, inner, part, where), behind


def figure(
    arguments: Reader,
    entity: Entity,
    function: Function,
    name: str = "",
    part: Operand | None = None,
    where: Condition = EVERYTHING,
) -> Figure:
    """The figure of a field, by its GraphQL name.

    Raises:
        Refusal: the caller may not know what it would tell.
    """
    source = members(entity.name, function)[name]
    arguments.check_told(entity, source)
    return Figure(function, source, part, where)


def ordered_figures(
    arguments: Reader, entity: Entity, tree: Mapping[str, Any]
) -> Iterator[tuple[Figure, Source]]:
    """The figures that an order names, each with its direction."""
    where = arguments.where(entity, tree.get("where"))
    for name, value in tree.items():
        if name in ("where", "key") or value is None:
            continue
        for one, direction in _figures(arguments, entity, name, value, where):
            if direction is not None:
                yield one, direction


def group_orders(
    arguments: Reader, entity: Entity, tree: Any, keys: frozenset[KeyPath]
) -> tuple[GroupOrder, ...]:
    """
    Raises:
        Refusal: a member names none or several things, or something that groups are not made by.
    """
    found: list[GroupOrder] = []
    for item in tree or ():
        one = [
            GroupOrder(figure, *arguments.direction(word))
            for figure, word in ordered_figures(arguments, entity, item)
        ]
        for order in arguments.key_orders(entity, item.get("key")):
            path = KeyPath(str(order.name), order.path)
            if path not in keys:
                raise _no_key(path)
            one.append(GroupOrder(path, order.descending, order.nulls_first))
        arguments.check_one(one)
        found += one
    arguments.check_few(found)
    return tuple(found)


def _no_key(path: KeyPath) -> Refusal:
    return Refusal(
        "BAD_ORDER",
        "“{name}”没有在 key 中选取，不能按它给组排序。 | {name} is not selected under key: groups have no order by it.",
        hint="在 key 中选取它，或按汇总值排序。 | Select it under key, or order by a figure.",
        name=_spelt(path),
    )


def _spelt(path: KeyPath) -> str:
    """The path in the API's names."""
    return ".".join(camel(step) for step in (*path.path, path.name))
