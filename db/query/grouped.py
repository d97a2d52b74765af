"""Groups as a flat table: few enough to be read at once, from the same JSON that an answer has."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import orjson

from db.catalog import Entity, catalog
from db.query.compile import Statement, compile_operation
from db.query.figure import PLACES, figure_kind
from db.query.plan import (
    All,
    Compare,
    Connection,
    Figure,
    Figures,
    Fixed,
    Function,
    GroupBy,
    Key,
    KeyField,
    KeyOne,
    KeyPart,
    Operation,
    Operator,
    Page,
    Shown,
    TotalCount,
    Typename,
)
from db.query.table import MARK, MARK_LABEL, TYPES, NotFlat, Place, TableColumn, Type, choose

FUNCTIONS = {
    Function.COUNT: "行数 | Rows",
    Function.DISTINCT: "不同取值数 | Different values",
    Function.SUM: "合计 | Sum",
    Function.AVG: "平均值 | Average",
    Function.MIN: "最小值 | Least",
    Function.MAX: "最大值 | Greatest",
    Function.STDDEV: "标准差 | Standard deviation",
    Function.PERCENTILE: "百分位数 | Percentile",
}


@dataclass(frozen=True)
class Grouped:
    """``statement`` answers the groups as JSON, and how many invented rows are in them together."""

    columns: tuple[TableColumn, ...]
    statement: Statement

    def read(self, answer: Sequence[bytes]) -> list[tuple[Any, ...]]:
        """The rows of the table; all are marked when any invented row was counted."""
        groups, marked = (orjson.loads(part) for part in answer)
        mark = bool(marked and marked["n"])
        reads = [(column.path, _READ.get(column.kind, _same)) for column in self.columns[:-1]]
        return [
            (*(None if (value := _dig(group, path)) is None else turn(value) for path, turn in reads), mark)
            for group in groups["groups"]
        ]


def compile_groups(
    wanted: Connection,
    groups: GroupBy,
    chosen: tuple[str, ...] | None = None,
    entities: Mapping[str, Entity] | None = None,
) -> Grouped:
    """
    Raises:
        NotFlat: nothing is asked of the groups.
        NoColumn: a chosen column is not there.
    """
    known = entities or catalog()
    entity = known[wanted.entity]
    columns = list(_columns(known, entity, groups))
    if not columns:
        raise NotFlat((groups.key,))
    shown = choose([(column, "") for column in columns], chosen)
    mark = TableColumn((MARK,), Type.BOOLEAN, (MARK_LABEL,))
    alone = replace(wanted, parts=(replace(groups, key="groups"),))
    invented = All((wanted.where, Compare(MARK, Operator.EQ, Fixed(True))))
    if MARK not in entity.fields:
        invented = All((Compare(entity.key, Operator.NULL),))
    counted = Connection(wanted.entity, Page(first=Fixed(1)), (TotalCount("n"),), invented)
    statement = compile_operation(Operation((alone, counted)), known)
    return Grouped((*(column for column, _ in shown), mark), statement)


def _columns(known: Mapping[str, Entity], entity: Entity, groups: GroupBy) -> Iterator[TableColumn]:
    for part in groups.parts:
        match part:
            case Key(key, parts):
                yield from _key(known, entity, parts, Place((key,)))
            case Shown(key, figure):
                yield _figure(entity, figure, Place().at(key, FUNCTIONS[figure.function]))
            case Figures(key, parts):
                for one in parts:
                    if isinstance(one, Shown):
                        place = Place().at(key, FUNCTIONS[one.figure.function])
                        yield _figure(entity, one.figure, place.at(one.key, _label(entity, one.figure.name)))


def _key(
    known: Mapping[str, Entity], entity: Entity, parts: tuple[KeyPart, ...], place: Place
) -> Iterator[TableColumn]:
    for part in parts:
        match part:
            case Typename():
                pass
            case KeyOne(key, name, inner):
                relation = entity.relations[name]
                yield from _key(known, known[relation.target], inner, place.at(key, relation.label))
            case KeyField(key, _, _, True):
                here = place.at(key, "全局编号 | Global id")
                yield TableColumn(here.path, Type.TEXT, here.labels)
            case KeyField(key, name):
                field = entity.fields[name]
                here = place.at(key, field.label)
                kind = TYPES[field.kind]
                yield TableColumn(here.path, kind, here.labels, field.words, field.digits, field.places)


def _figure(entity: Entity, figure: Figure, place: Place) -> TableColumn:
    kind, _ = figure_kind(entity, figure)
    field = entity.fields.get(figure.name)
    own = figure.function in (Function.MIN, Function.MAX, Function.SUM)
    words = field.words if field and own else None
    places = field.places if field and own else PLACES
    return TableColumn(place.path, TYPES[kind], place.labels, words, places=places)


def _label(entity: Entity, name: str) -> str:
    return entity.fields[name].label if name in entity.fields else entity.relations[name].label


def _dig(group: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        if group is None:
            return None
        group = group[step]
    return group


def _same(value: Any) -> Any:
    return value


_READ: dict[Type, Callable[[Any], Any]] = {
    Type.DECIMAL: Decimal,
    Type.DATE: datetime.date.fromisoformat,
    Type.TIME: datetime.datetime.fromisoformat,
    Type.JSON: lambda value: orjson.dumps(value).decode(),
}
