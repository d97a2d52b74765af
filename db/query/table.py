"""A connection as a flat table: typed columns of plain values instead of JSON, for files.

To-one relations and sums become columns of their row. A nested list makes a row of each of its rows, and one
of empty columns where it has none, as an outer join does; lists side by side would multiply, so they are refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from db.catalog import Entity, Field, Kind, catalog
from db.enums import Word
from db.query.as_of import state_on
from db.query.compile import Statement
from db.query.plan import (
    Column,
    Computed,
    Connection,
    Edges,
    GlobalId,
    Many,
    Measured,
    Node,
    Nodes,
    One,
    Operand,
    Progress,
    Selection,
    StateOn,
    Typename,
)
from db.query.scope import Builder, Scope
from db.query.select import picked, reach, totals
from db.query.sums import PROGRESS, Measure, measures
from db.query.values import id_of, mask
from db.resource import Sum, both

#: The column that marks invented rows; every table ends with it, whatever was asked for.
MARK = "synthetic"
MARK_LABEL = both("合成数据 | Synthetic")
#: … and its name where the table has a column called ``synthetic`` that does not speak for the whole row.
WHOLE_MARK = "rowSynthetic"
WHOLE_MARK_LABEL = both("本行含合成数据 | Row holds synthetic data")


class Type(StrEnum):
    """What a column's values are in Python: int, float, Decimal, str, bool, date, datetime with time zone."""

    INTEGER = "integer"
    REAL = "real"
    DECIMAL = "decimal"
    TEXT = "text"
    WORD = "word"  # as the API spells it, in upper case
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    JSON = "json"  # as text


TYPES = {
    Kind.NUMBER: Type.INTEGER,
    Kind.INTEGER: Type.INTEGER,
    Kind.DECIMAL: Type.DECIMAL,
    Kind.TEXT: Type.TEXT,
    Kind.WORD: Type.WORD,
    Kind.BOOLEAN: Type.BOOLEAN,
    Kind.DATE: Type.DATE,
    Kind.TIME: Type.TIME,
    Kind.JSON: Type.JSON,
}
_CASTS = {Type.INTEGER: "bigint", Type.REAL: "float8", Type.DECIMAL: "numeric"}
#: A total has as many digits as there are; Arrow's decimals take this many.
MOST_DIGITS = 38


@dataclass(frozen=True)
class TableColumn:
    """``path``: response keys from the row down. ``labels``: (Chinese, English) of each step.

    ``digits`` and ``places`` are of decimals, ``words`` of words.
    """

    path: tuple[str, ...]
    kind: Type
    labels: tuple[tuple[str, str], ...]
    words: type[Word] | None = None
    digits: int = MOST_DIGITS
    places: int = 2

    @property
    def name(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True)
class Place:
    """The way from the row to a column, in response keys and in labels."""

    path: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()

    def at(self, key: str, label: str) -> "Place":
        return Place((*self.path, key), (*self.labels, both(label)))


@dataclass(frozen=True)
class Table:
    """``rows`` answers all rows in their order, ``count`` how many they are."""

    columns: tuple[TableColumn, ...]
    rows: Statement
    count: Statement


class NotFlat(Exception):
    """What ``path`` leads to does not fit into the columns of a table."""

    def __init__(self, path: tuple[str, ...]) -> None:
        super().__init__(".".join(path))
        self.path = path


class NoColumn(Exception):
    """There is no column of that ``name``; there are those of ``names``."""

    def __init__(self, name: str, names: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.names = names


def compile_table(
    wanted: Connection,
    most: Operand,
    chosen: tuple[str, ...] | None = None,
    entities: Mapping[str, Entity] | None = None,
) -> Table:
    """The statements for a connection; a page without a size is all there are.

    Args:
        most: ``count`` counts no further than this.
        chosen: names of the columns wanted, in their order, instead of all.

    Raises:
        NotFlat: two lists side by side, months, or no rows asked for at all.
        NoColumn: a chosen column is not there.
    """
    known = entities or catalog()
    made = _Rows(Builder(known), wanted)
    return Table(
        tuple(column for column, _ in made.shown(chosen)), made.statement(chosen), _count(known, wanted, most)
    )


def _count(entities: Mapping[str, Entity], wanted: Connection, most: Operand) -> Statement:
    builder = Builder(entities)
    rows = _Rows(builder, wanted, lists_only=True)
    sql = (
        f"select count(*) from (select from {rows.source()} limit {builder.bind(most, 'bigint')}) as counted"
    )
    return Statement(sql, builder.values)


def choose(
    columns: list[tuple[TableColumn, str]], chosen: tuple[str, ...] | None
) -> list[tuple[TableColumn, str]]:
    """Those whose names were chosen, in that order, each once; all without a choice.

    Raises:
        NoColumn: one of them is not there.
    """
    if chosen is None:
        return columns
    by_name = {column.name: (column, sql) for column, sql in columns}
    for name in chosen:
        if name not in by_name:
            raise NoColumn(name, tuple(by_name))
    return [by_name[name] for name in dict.fromkeys(chosen)]


class _Rows:
    """Collects columns and joins; ``lists_only``: only what decides how many rows there are."""

    def __init__(self, builder: Builder, wanted: Connection, *, lists_only: bool = False) -> None:
        self._builder = builder
        self._wanted = wanted
        self._lists_only = lists_only
        entity = builder.entity(wanted.entity)
        self._scope = Scope(entity, builder.alias(entity.table))
        self._columns: list[tuple[TableColumn, str]] = []
        self._marks: dict[str, None] = {}  # expressions that say a part of the row is invented
        self._ranks = [_rank(self._scope, wanted)]
        self._flatten(self._scope, _selection(wanted, ()), Place())
        if not self._columns and not lists_only:
            raise NotFlat(())

    def shown(self, chosen: tuple[str, ...] | None) -> list[tuple[TableColumn, str]]:
        columns = choose(self._columns, chosen)
        return [*columns, *self._mark(columns)]

    def _mark(self, columns: list[tuple[TableColumn, str]]) -> list[tuple[TableColumn, str]]:
        marks = list(self._marks)
        shown = {column.name: sql for column, sql in columns}
        if [shown.get(MARK)] == marks:
            return []  # the row's own mark was asked for, and nothing else is in the row
        name, label = (WHOLE_MARK, WHOLE_MARK_LABEL) if MARK in shown else (MARK, MARK_LABEL)
        while name in shown:
            name += "_"
        return [(TableColumn((name,), Type.BOOLEAN, (label,)), " or ".join(marks) or "false")]

    def statement(self, chosen: tuple[str, ...] | None) -> Statement:
        columns = [f"{sql} as c{number}" for number, (_, sql) in enumerate(self.shown(chosen), 1)]
        ranks = ", ".join(self._ranks)
        return Statement(
            f"select {', '.join(columns)} from {self.source()} order by {ranks}", self._builder.values
        )

    def source(self) -> str:
        return " ".join([self._picked(self._scope, self._wanted, None, None), *self._scope.joins])

    def _picked(self, scope: Scope, wanted: Connection, outer: Scope | None, relation: str | None) -> str:
        """The rows of a page under the scope's alias, numbered in their order."""
        through = outer.entity.relations[relation] if outer is not None and relation is not None else None
        rows = picked(self._builder, scope, wanted, outer, through, whole=True, ordered=not self._lists_only)
        if self._lists_only:
            return f"({rows}) as {scope.alias}"
        ranked = f"select *, row_number() over () as _rank from ({rows}) as {scope.alias}"
        return f"({ranked}) as {scope.alias}"

    # -- columns -------------------------------------------------------------------------------------

    def _flatten(self, scope: Scope, selection: tuple[Selection, ...], place: Place) -> bool:
        """Adds the columns of a row; True when one of them came out of a list."""
        listed = False
        if self._lists_only:
            selection = tuple(item for item in selection if _lists(item))
        else:
            self._invented(scope)
        sums = totals(self._builder, scope, [item.name for item in selection if isinstance(item, Computed)])
        for item in selection:
            match item:
                case Typename():
                    pass
                case GlobalId(key):
                    sql = id_of(scope.entity, scope.key)
                    self._add(place.at(key, "全局编号 | Global id"), Type.TEXT, sql)
                case Column(key, name, masked):
                    field = scope.entity.fields[name]
                    self._field(place.at(key, field.label), field, scope.column(name), masked=masked)
                case Computed(key, name):
                    self._total(place, key, scope, name, *sums[name])
                case One(key, name, inner) if not (listed and _lists(item)):
                    relation = scope.entity.relations[name]
                    below = reach(self._builder, scope, relation)
                    listed |= self._flatten(below, inner, place.at(key, relation.label))
                case Many(key, name) if not listed:
                    listed = True
                    self._many(scope, item, place.at(key, scope.entity.relations[name].label))
                case StateOn(key, state):
                    field = scope.entity.fields["state"]
                    sql = state_on(self._builder, scope, state.as_of)
                    self._field(place.at(key, field.label), field, sql, masked=False)
                case Progress(key):
                    self._progress(scope, item, place.at(key, "进展 | Progress"))
                case _:
                    raise NotFlat((*place.path, item.key))
        return listed

    def _many(self, scope: Scope, wanted: Many, place: Place) -> None:
        entity = self._builder.entity(wanted.connection.entity)
        inner = Scope(entity, self._builder.alias(entity.table), certain=False)
        self._ranks.append(_rank(inner, wanted.connection))
        self._flatten(inner, _selection(wanted.connection, place.path), place)
        below = self._picked(inner, wanted.connection, scope, wanted.relation)
        scope.joins.append(f"left join lateral {below} on true")
        scope.joins.extend(inner.joins)

    def _field(self, place: Place, field: Field, sql: str, *, masked: bool) -> None:
        sql = mask(sql) if masked else sql
        match field.kind:
            case Kind.WORD:
                sql = f"upper({sql})"
            case Kind.JSON:
                sql = f"{sql}::text"
        kind = TYPES[field.kind]
        column = TableColumn(place.path, kind, place.labels, field.words, field.digits, field.places)
        self._columns.append((column, sql))

    def _total(self, place: Place, key: str, scope: Scope, name: str, kind: Kind, sql: str) -> None:
        declared = scope.entity.resource.computed[name]
        places = 0
        if isinstance(declared, Sum):
            target = self._builder.entity(scope.entity.relations[declared.relation].target)
            places = target.fields[declared.of].places
        self._add(place.at(key, declared.label), TYPES[kind], _where_there(scope, sql), places)

    def _progress(self, scope: Scope, wanted: Progress, place: Place) -> None:
        asked = [one for one in wanted.measures if isinstance(one, Measured)]
        marked = Measured("", "synthetic")
        told = [one for one in asked if not one.withheld]
        join, found = measures(self._builder, scope, wanted, [*told, marked])
        scope.joins.append(join)
        for one in asked:
            measure = PROGRESS[one.name]
            sql = "null" if one.withheld else _where_there(scope, found[one.key])
            self._add(place.at(one.key, measure.label), _type_of(measure), sql)
        self._marks[found[marked.key]] = None

    def _add(self, place: Place, kind: Type, sql: str, places: int = 2) -> None:
        cast = _CASTS.get(kind)
        column = TableColumn(place.path, kind, place.labels, places=places)
        self._columns.append((column, f"({sql})::{cast}" if cast else sql))

    def _invented(self, scope: Scope) -> None:
        if MARK in scope.entity.fields:
            own = scope.column(MARK)
            self._marks[own if scope is self._scope else f"coalesce({own}, false)"] = None


def _rank(scope: Scope, wanted: Connection) -> str:
    """The place of a row among those picked, which are picked backward where the last ones are asked for."""
    return f"{scope.alias}._rank{' desc' if wanted.page.last is not None else ''}"


def _lists(item: Selection) -> bool:
    """Whether it leads to a list, directly or through relations to one."""
    return isinstance(item, Many) or (isinstance(item, One) and any(_lists(one) for one in item.selection))


def _type_of(measure: Measure) -> Type:
    # A measure that is a share is a Float of the API.
    return Type.REAL if measure.kind is Kind.NUMBER else TYPES[measure.kind]


def _where_there(scope: Scope, sql: str) -> str:
    """A sum over nothing is 0, but where there is no row there is no sum either."""
    return sql if scope.certain else f"case when {scope.key} is null then null else {sql} end"


def _selection(wanted: Connection, path: tuple[str, ...]) -> tuple[Selection, ...]:
    """What is asked of each row, by ``nodes`` or by ``edges { node }``."""
    found: list[tuple[Selection, ...]] = []
    for part in wanted.parts:
        match part:
            case Nodes(_, selection):
                found.append(selection)
            case Edges(_, parts):
                found += [inner.selection for inner in parts if isinstance(inner, Node)]
    if len(found) != 1:
        raise NotFlat(path)
    return found[0]
