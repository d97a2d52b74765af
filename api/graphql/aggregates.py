"""The GraphQL types of aggregates and groups, and what filters and orders gain by them.

Built with graphql-core: they have no classes in Python, and Strawberry would take seconds for some 400 of them.
"""

from collections.abc import Callable, Iterator
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
)

from api.graphql.figures import distinct, groupable, numbers, ranged
from api.graphql.names import bilingual
from api.graphql.shape import Sort, entities, shape
from api.graphql.turns import DEFAULT_GROUPS, MAX_GROUPS
from db.catalog import Entity, Kind
from db.query.figure import PLACES
from db.query.plan import Function, Span
from db.resource import both

_LABELS = {
    Function.COUNT: "行数 | How many rows",
    Function.DISTINCT: "不同取值数，空值不计 | How many different values; empty ones are not counted",
    Function.SUM: "合计；没有值时为空 | Sum; null where there is no value",
    Function.AVG: f"平均值，{PLACES} 位小数 | Average, to {PLACES} places",
    Function.MIN: "最小值 | Least",
    Function.MAX: "最大值 | Greatest",
    Function.STDDEV: f"样本标准差，{PLACES} 位小数 | Standard deviation of a sample, to {PLACES} places",
    Function.PERCENTILE: f"百分位数（线性插值），{PLACES} 位小数 | Percentile, interpolated, to {PLACES} places",
}
_SHARE = "0 到 1，0.5 为中位数 | 0 to 1; 0.5 is the median"

_SPANS = {
    Span.DAY: "日 | Day",
    Span.WEEK: "周（周一起） | Week, by its Monday",
    Span.MONTH: "月 | Month, by its first day",
    Span.QUARTER: "季 | Quarter, by its first day",
    Span.YEAR: "年 | Year, by its first day",
}


def with_aggregates(core: GraphQLSchema) -> GraphQLSchema:
    """The schema whose connections, filters and orders know aggregates."""
    types = _Types(core)
    for entity in entities().values():
        types.extend(entity)
    return GraphQLSchema(**core.to_kwargs())  # which finds the types that have been referred to


class _Types:
    def __init__(self, core: GraphQLSchema) -> None:
        self._core = core
        self._made: dict[str, Any] = {}
        self._span = GraphQLEnumType(
            "Span",
            {span.name: GraphQLEnumValue(span.value, text) for span, text in _SPANS.items()},
            description="截取到 | What a day or moment is cut to; days are those of China",
        )

    def extend(self, entity: Entity) -> None:
        connection = self._core.type_map[f"{entity.name}Connection"].fields  # type: ignore[attr-defined]
        connection["aggregate"] = GraphQLField(
            GraphQLNonNull(self._aggregate(entity)), description="全部记录的汇总 | What all rows come to"
        )
        connection["groupBy"] = GraphQLField(
            GraphQLNonNull(GraphQLList(GraphQLNonNull(self._group(entity)))),
            {
                "having": GraphQLArgument(self._where(entity), description="哪些组 | Which groups"),
                "orderBy": GraphQLArgument(
                    GraphQLList(GraphQLNonNull(self._group_order(entity))),
                    description="组的顺序，其后按键 | Order of the groups; then by their keys",
                ),
                "first": GraphQLArgument(
                    GraphQLInt,
                    description=f"前几组，默认 {DEFAULT_GROUPS}，最多 {MAX_GROUPS}"
                    f" | So many groups; {DEFAULT_GROUPS} unless told, at most {MAX_GROUPS}",
                ),
                "offset": GraphQLArgument(GraphQLInt, description="跳过几组 | Skip so many groups"),
            },
            description=bilingual(
                "分组汇总 | Rows in groups",
                "What is selected under `key` is what rows are grouped by; one group without it.",
            ),
        )
        if some := self._core.type_map.get(f"{entity.name}SomeWhere"):  # some tables are nobody's children
            some.fields["aggregate"] = GraphQLInputField(  # type: ignore[attr-defined]
                self._where(entity), description="汇总满足 | What they come to"
            )
        order = self._core.type_map[f"{entity.name}Order"].fields  # type: ignore[attr-defined]
        for name, member in shape(entity.name).items():
            if member.sort is Sort.MANY:
                relation = entity.relations[member.source]
                order[name] = GraphQLInputField(
                    self._order(entities()[relation.target]), description=relation.label
                )

    # -- answers -------------------------------------------------------------------------------------

    def _aggregate(self, entity: Entity) -> Any:
        return self._object(
            f"{entity.name}Aggregate",
            _about(entity, "汇总", "What rows of {} come to"),
            lambda: self._figures(entity),
        )

    def _group(self, entity: Entity) -> Any:
        key = GraphQLField(
            GraphQLNonNull(self._key(entity)),
            description="分组依据 | What is selected here is what rows are grouped by",
        )
        return self._object(
            f"{entity.name}Group",
            _about(entity, "的一组", "A group of rows of {}"),
            lambda: {"key": key, **self._figures(entity)},
        )

    def _figures(self, entity: Entity) -> dict[str, GraphQLField]:
        found = {
            "count": GraphQLField(GraphQLNonNull(GraphQLInt), description=_LABELS[Function.COUNT]),
            "countDistinct": self._figure(Function.DISTINCT, self._distinct(entity)),
        }
        if numbers(entity.name):
            sums, averages = self._sums(entity), self._averages(entity)
            found["sum"] = self._figure(Function.SUM, sums)
            found["avg"] = self._figure(Function.AVG, averages)
            found["stddev"] = self._figure(Function.STDDEV, averages)
            found["percentile"] = self._figure(Function.PERCENTILE, averages)
            found["percentile"].args["p"] = GraphQLArgument(GraphQLNonNull(GraphQLFloat), description=_SHARE)
        if ranged(entity.name):
            found["min"] = self._figure(Function.MIN, self._extremes(entity))
            found["max"] = self._figure(Function.MAX, self._extremes(entity))
        return found

    @staticmethod
    def _figure(function: Function, kind: Any) -> GraphQLField:
        return GraphQLField(GraphQLNonNull(kind), description=_LABELS[function])

    def _distinct(self, entity: Entity) -> Any:
        return self._object(
            f"{entity.name}CountDistinct",
            _about(entity, "不同取值数", "How many different values rows of {} have"),
            lambda: {
                name: GraphQLField(GraphQLNonNull(GraphQLInt), description=_label(entity, source))
                for name, source in distinct(entity.name).items()
            },
        )

    def _sums(self, entity: Entity) -> Any:
        def kind(source: str) -> Any:
            return self._scalar(Kind.DECIMAL) if _decimal(entity, source) else GraphQLInt

        return self._object(
            f"{entity.name}Sum",
            _about(entity, "合计", "Sums over rows of {}"),
            lambda: _each(entity, numbers(entity.name), kind),
        )

    def _averages(self, entity: Entity) -> Any:
        return self._object(
            f"{entity.name}Average",
            _about(entity, "平均等", "Averages, deviations or percentiles over rows of {}"),
            lambda: _each(entity, numbers(entity.name), lambda source: self._scalar(Kind.DECIMAL)),
        )

    def _extremes(self, entity: Entity) -> Any:
        return self._object(
            f"{entity.name}Extreme",
            _about(entity, "最值", "Least or greatest values of rows of {}"),
            lambda: _each(
                entity, ranged(entity.name), lambda source: self._scalar(entity.fields[source].kind)
            ),
        )

    def _key(self, entity: Entity) -> Any:
        return self._object(
            f"{entity.name}Key",
            _about(entity, "分组依据", "What groups of rows of {} have in common"),
            lambda: dict(self._key_fields(entity)),
        )

    def _key_fields(self, entity: Entity) -> Iterator[tuple[str, GraphQLField]]:
        for name, member in groupable(entity.name).items():
            if member.sort is Sort.ID:
                yield name, GraphQLField(GraphQLID, description="全局编号 | Global id")
            elif member.sort is Sort.ONE:
                target = entities()[entity.relations[member.source].target]
                label = bilingual(_label(entity, member.source), "Without one its fields are null.")
                yield name, GraphQLField(self._key(target), description=label)
            else:
                field = entity.fields[member.source]
                kind = self._core.type_map[field.words.__name__] if field.words else self._scalar(field.kind)
                cut = {}
                if field.kind in (Kind.DATE, Kind.TIME):
                    cut["by"] = GraphQLArgument(self._span, description="截取到 | Cut to its month and so on")
                yield name, GraphQLField(kind, cut, description=field.label)  # type: ignore[arg-type]

    # -- conditions ----------------------------------------------------------------------------------

    def _where(self, entity: Entity) -> Any:
        name = f"{entity.name}AggregateWhere"

        def fields() -> dict[str, GraphQLInputField]:
            own = self._made[name]
            listed = GraphQLList(GraphQLNonNull(own))
            return {
                "and": GraphQLInputField(listed, description="全部满足 | All of them hold"),
                "or": GraphQLInputField(listed, description="至少满足一个 | At least one holds"),
                "not": GraphQLInputField(own, description="不满足 | Does not hold"),
                "where": GraphQLInputField(
                    self._core.type_map[f"{entity.name}Where"],  # type: ignore[arg-type]
                    description="只汇总满足此条件的记录 | Only rows that meet this are looked at",
                ),
                **self._about_figures(entity, "Where", self._filter, self._filter(Kind.INTEGER)),
            }

        return self._input(name, _about(entity, "汇总条件", "A condition on what rows of {} come to"), fields)

    def _order(self, entity: Entity) -> Any:
        return self._input(
            f"{entity.name}AggregateOrder",
            _about(entity, "汇总顺序", "By what rows of {} come to; one member each"),
            lambda: {
                "where": GraphQLInputField(
                    self._core.type_map[f"{entity.name}Where"],  # type: ignore[arg-type]
                    description="只汇总满足此条件的记录 | Only rows that meet this are looked at",
                ),
                **self._ordered_figures(entity),
            },
        )

    def _group_order(self, entity: Entity) -> Any:
        return self._input(
            f"{entity.name}GroupOrder",
            _about(entity, "组的顺序", "Order of groups of {}; one member each"),
            lambda: {
                "key": GraphQLInputField(
                    self._core.type_map[f"{entity.name}Order"],  # type: ignore[arg-type]
                    description="按键中选取的字段 | By a field that is selected under key",
                ),
                **self._ordered_figures(entity),
            },
        )

    def _ordered_figures(self, entity: Entity) -> dict[str, GraphQLInputField]:
        direction = self._core.type_map["Direction"]
        return self._about_figures(entity, "Order", lambda kind: direction, direction)

    def _about_figures(
        self, entity: Entity, suffix: str, of: Callable[[Kind], Any], of_count: Any
    ) -> dict[str, GraphQLInputField]:
        """A member for each figure: what it is compared with, or its direction."""

        def member(function: Function, kind: Any) -> GraphQLInputField:
            return GraphQLInputField(kind, description=_LABELS[function])

        def made(name: str, chinese: str, sources: dict[str, str], kind: Callable[[str], Any]) -> Any:
            return self._input(
                f"{entity.name}{name}{suffix}",
                _about(entity, f"{chinese}{_WORDS[suffix][0]}", _WORDS[suffix][1]),
                lambda: {
                    **(
                        {"p": GraphQLInputField(GraphQLNonNull(GraphQLFloat), description=_SHARE)}
                        if name == "Percentile"
                        else {}
                    ),
                    **{
                        each: GraphQLInputField(kind(source), description=_label(entity, source))
                        for each, source in sources.items()
                    },
                },
            )

        different = made("CountDistinct", "不同取值数", distinct(entity.name), lambda source: of_count)
        found = {
            "count": member(Function.COUNT, of_count),
            "countDistinct": member(Function.DISTINCT, different),
        }
        if numbers(entity.name):
            decimal = of(Kind.DECIMAL)
            plain = made("Number", "数值", numbers(entity.name), lambda source: decimal)
            ranked = made("Percentile", "百分位数", numbers(entity.name), lambda source: decimal)
            for function in (Function.SUM, Function.AVG, Function.STDDEV):
                found[function.value] = member(function, plain)
            found["percentile"] = member(Function.PERCENTILE, ranked)
        if ranged(entity.name):
            extreme = made(
                "Extreme", "最值", ranged(entity.name), lambda source: of(entity.fields[source].kind)
            )
            found["min"] = member(Function.MIN, extreme)
            found["max"] = member(Function.MAX, extreme)
        return found

    def _filter(self, kind: Kind) -> Any:
        names = {
            Kind.NUMBER: "Int",
            Kind.INTEGER: "Int",
            Kind.DECIMAL: "Decimal",
            Kind.DATE: "Date",
            Kind.TIME: "DateTime",
        }
        return self._core.type_map[f"{names[kind]}Filter"]

    # -- building ------------------------------------------------------------------------------------

    def _object(self, name: str, description: str, fields: Callable[[], Any]) -> Any:
        if name not in self._made:
            self._made[name] = GraphQLObjectType(name, fields, description=description)
        return self._made[name]

    def _input(self, name: str, description: str, fields: Callable[[], Any]) -> Any:
        if name not in self._made:
            self._made[name] = GraphQLInputObjectType(name, fields, description=description)
        return self._made[name]

    def _scalar(self, kind: Kind) -> Any:
        names = {
            Kind.DECIMAL: "Decimal",
            Kind.TEXT: "String",
            Kind.BOOLEAN: "Boolean",
            Kind.DATE: "Date",
            Kind.TIME: "DateTime",
        }
        return self._core.type_map[names.get(kind, "Int")]


_WORDS = {
    "Where": ("条件", "Conditions on figures of {}"),
    "Order": ("顺序", "By figures of {}; one member each"),
}


def _each(entity: Entity, sources: dict[str, str], kind: Callable[[str], Any]) -> dict[str, GraphQLField]:
    return {
        name: GraphQLField(kind(source), description=_label(entity, source))
        for name, source in sources.items()
    }


def _decimal(entity: Entity, source: str) -> bool:
    return entity.fields[source].kind is Kind.DECIMAL


def _label(entity: Entity, source: str) -> str:
    relation = entity.relations.get(source)
    return relation.label if relation else entity.fields[source].label


def _about(entity: Entity, chinese: str, english: str) -> str:
    return f"{both(entity.resource.label)[0]}{chinese} | {english.format(entity.name)}"
