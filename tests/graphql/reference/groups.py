"""Rows in groups: what is selected under ``key`` is the grouping."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from graphql import FieldNode, GraphQLResolveInfo

from db.catalog import Entity, Relation, catalog
from db.resource import Scope
from tests.graphql.reference import figures
from tests.graphql.reference.filters import come_to, meets, plain
from tests.graphql.reference.meaning import Identity, Meaning, meanings
from tests.graphql.reference.order import Rank, directed
from tests.graphql.reference.rows import Row
from tests.graphql.reference.selected import arguments, selected
from tests.graphql.reference.values import CHINA

MOST_GROUPS, DEFAULT_GROUPS = 10_000, 1000


@dataclass(frozen=True)
class Column:
    """What rows are grouped by: a stored column over to-one relations, cut to a day, month …"""

    path: tuple[str, ...]
    column: str
    by: str | None = None

    def value(self, row: Row | None) -> Any:
        for step in self.path:
            row = row and row.one(step)
        return cut(row[self.column], self.by) if row else None


def cut(value: Any, by: str | None) -> Any:
    """The beginning of the day, week, month … that a day or a moment in China is in."""
    if value is None or by is None:
        return value
    moment = isinstance(value, datetime)
    day: Any = value.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0) if moment else value
    match by:
        case "week":
            day -= timedelta(days=day.weekday())
        case "month":
            day = day.replace(day=1)
        case "quarter":
            day = day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1)
        case "year":
            day = day.replace(day=1, month=1)
    return day


@dataclass(frozen=True)
class Key:
    """All that is selected under ``key``, in the order of its mention.

    ``told`` are the fields that can be ordered by, each with the columns it stands for.
    """

    columns: tuple[Column, ...]
    told: Mapping[tuple[tuple[str, ...], str], list[Column]]


def key_of(info: GraphQLResolveInfo, entity: Entity, ordered: Sequence[tuple[tuple[str, ...], str]]) -> Key:
    """The key that a ``groupBy`` field selects; ``ordered`` are the fields of it that groups are ordered by."""
    keys = selected(info, f"{entity.name}Group", list(info.field_nodes))
    columns: dict[Column, None] = {}
    told: dict[tuple[tuple[str, ...], str], list[Column]] = {}
    for nodes in keys.values():
        if nodes[0].name.value == "key":
            for field, column in _columns(info, entity, nodes, (), ordered):
                columns[column] = None
                if field is not None:
                    told.setdefault(field, []).append(column)
    return Key(tuple(columns), told)


def _columns(
    info: GraphQLResolveInfo,
    entity: Entity,
    nodes: Sequence[FieldNode],
    path: tuple[str, ...],
    ordered: Sequence[tuple[tuple[str, ...], str]],
) -> Iterator[tuple[tuple[tuple[str, ...], str] | None, Column]]:
    for below in selected(info, f"{entity.name}Key", nodes).values():
        name = below[0].name.value
        if name == "__typename":
            continue
        meaning = meanings(entity.name)[name]
        if not isinstance(meaning, Relation):
            column = column_of(entity, meaning)
            by = plain(arguments(info, f"{entity.name}Key", below[0]).get("by"))
            yield (path, column), Column(path, column, by)
        elif _stands_for_its_row(info, entity, meaning, below, path, ordered):
            target = catalog()[meaning.target]
            for here, there in meaning.columns:
                field = ((*path, meaning.name), target.key) if there == target.key else None
                yield field, Column(path, here)
            for field, _ in _columns(info, target, below, (*path, meaning.name), ()):
                if field is not None:  # told by the link as well
                    yield field, Column(path, meaning.column)
        else:
            yield from _columns(info, catalog()[meaning.target], below, (*path, meaning.name), ordered)


def _stands_for_its_row(
    info: GraphQLResolveInfo,
    entity: Entity,
    relation: Relation,
    nodes: Sequence[FieldNode],
    path: tuple[str, ...],
    ordered: Sequence[tuple[tuple[str, ...], str]],
) -> bool:
    """Whether groups are those of a whole row, in the order of unit and number, for its own key is selected."""
    target = catalog()[relation.target]
    seen = target.resource.scope is Scope.OPEN or relation.name == entity.resource.operator
    names = {below[0].name.value for below in selected(info, f"{target.name}Key", nodes).values()}
    own = {
        name
        for name in names - {"__typename"}
        if not isinstance(meanings(target.name)[name], Relation)
        and column_of(target, meanings(target.name)[name]) == target.key
    }
    here = (*path, relation.name)
    otherwise = any(one[0][: len(here)] == here and one != (here, target.key) for one in ordered)
    return bool(seen and own and not otherwise and (len(relation.columns) == 1 or not relation.null))


def column_of(entity: Entity, meaning: Meaning) -> str:
    return entity.key if isinstance(meaning, Identity) else meaning.name  # type: ignore[union-attr]


@dataclass(frozen=True)
class By:
    """One thing groups are ordered by: a field of the key, or a figure."""

    descending: bool
    nulls_first: bool
    field: tuple[tuple[str, ...], str] | None = None
    function: str = ""
    meaning: Meaning | None = None
    share: float | None = None
    where: Mapping[str, Any] | None = None


def order_of(entity: Entity, items: Sequence[Mapping[str, Any]] | None) -> list[list[By]]:
    """What each member of an ``orderBy`` of groups names: exactly one thing, or it must be refused."""
    return [
        [
            *(By(*directed(word), None, *what) for *what, word in _figures(entity, item)),
            *_key_orders(entity, item.get("key") or {}, ()),
        ]
        for item in items or ()
    ]


def _figures(entity: Entity, item: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    yield from figures.ordered(entity, item)


def _key_orders(entity: Entity, item: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[By]:
    for name, value in item.items():
        if value is None:
            continue
        meaning = meanings(entity.name)[name]
        if not isinstance(meaning, Relation):
            yield By(*directed(value), (path, _called(entity, meaning)))
        elif not meaning.many:
            yield from _key_orders(catalog()[meaning.target], value, (*path, meaning.name))
        else:
            for *_, direction in figures.ordered(catalog()[meaning.target], value):
                yield By(*directed(direction), (path, f"{meaning.name}.…"))


def _called(entity: Entity, meaning: Meaning) -> str:
    declared = {id(one): key for key, one in entity.resource.computed.items()}
    return declared.get(id(meaning)) or column_of(entity, meaning)


def groups(
    info: GraphQLResolveInfo, entity: Entity, rows: Sequence[Row], given: Mapping[str, Any]
) -> list[list[Row]]:
    """The groups asked for, in their order, each by its rows."""
    order = [one for item in order_of(entity, given.get("orderBy")) for one in item]
    key = key_of(info, entity, [one.field for one in order if one.field])
    found: dict[tuple[Any, ...], list[Row]] = {} if key.columns else {(): []}
    for row in rows:
        found.setdefault(tuple(column.value(row) for column in key.columns), []).append(row)
    kept = [group for group in found.values() if come_to(entity, group, given.get("having"))]
    kept.sort(key=lambda group: _place(group, order, key))
    start, most = given.get("offset") or 0, given.get("first")
    return kept[start : start + (DEFAULT_GROUPS if most is None else most)]


def _place(group: list[Row], order: Sequence[By], key: Key) -> tuple[Rank, ...]:
    ranks = []
    for one in order:
        if one.field is None:
            rows = [row for row in group if meets(row, one.where)]
            values = [figures.figure(rows, one.function, one.meaning, one.share)]
        else:
            values = [column.value(group[0]) for column in key.told[one.field]]
        ranks += [Rank(value, one.descending, one.nulls_first) for value in values]
    if group:
        ranks += [Rank(column.value(group[0]), False, False) for column in key.columns]
    return tuple(ranks)
