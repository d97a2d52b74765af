"""Conditions as SQL."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from db.catalog import Entity, Kind
from db.query.as_of import state_on
from db.query.figure import figure_kind, figure_sql
from db.query.plan import (
    EVERYTHING,
    All,
    Below,
    Compare,
    Condition,
    DatePart,
    Either,
    Figure,
    Fixed,
    Not,
    Operator,
    Quantifier,
    Related,
    Similar,
    Similarity,
    StateAt,
    Together,
)
from db.query.scope import Builder, Scope, link, quote
from db.query.values import CASTS
from db.resource import Count, Sum
from db.trigrams import apart, indexed

_SIGNS = {
    Operator.LT: "<",
    Operator.LTE: "<=",
    Operator.GT: ">",
    Operator.GTE: ">=",
    Operator.LIKE: "like",
    Operator.ILIKE: "ilike",
    Operator.HOLDS: "@>",
}


def render(builder: Builder, scope: Scope, condition: Condition) -> str:
    """The condition as an SQL expression over the rows of ``scope``."""
    match condition:
        case All(conditions):
            return _joined(builder, scope, conditions, " and ", "true")
        case Either(conditions):
            return _joined(builder, scope, conditions, " or ", "false")
        case Not(inner):
            return f"({render(builder, scope, inner)}) is not true"
        case Related(relation, quantifier, inner):
            return _related(builder, scope, relation, quantifier, inner)
        case Together(relation, inner, where):
            return _below(builder, scope, relation, where, lambda rows: render(builder, rows, inner))
        case Similar():
            return _similar(builder, scope, condition)
        case Compare():
            return _compare(builder, scope, condition)


def _joined(builder: Builder, scope: Scope, conditions: tuple[Condition, ...], word: str, empty: str) -> str:
    parts = [render(builder, scope, condition) for condition in conditions]
    return parts[0] if len(parts) == 1 else f"({word.join(parts)})" if parts else empty


def _related(builder: Builder, scope: Scope, name: str, quantifier: Quantifier, condition: Condition) -> str:
    relation = scope.entity.relations[name]
    target = builder.entity(relation.target)
    inner = Scope(target, builder.alias(target.table))
    wanted = render(builder, inner, condition)
    if quantifier is Quantifier.EVERY:
        wanted = f"({wanted}) is not true"
    found = f"exists (select from {quote(target.table)} as {inner.alias} where {link(scope, relation, inner)}"
    found += ")" if wanted == "true" else f" and {wanted})"
    return found if quantifier is Quantifier.SOME else f"not {found}"


def _compare(builder: Builder, scope: Scope, wanted: Compare) -> str:
    left, cast, null = subject(builder, scope, wanted.name)
    operand = wanted.operand
    if operand is None:
        return f"{left} is {'not ' if wanted.operator is Operator.PRESENT else ''}null"
    if wanted.part is not None:
        left, cast = _part(left, wanted.part, time=cast == CASTS[Kind.TIME]), CASTS[Kind.INTEGER]
    match wanted.operator:
        case Operator.EQ:
            return f"{left} = {builder.bind(operand, cast)}"
        case Operator.NE:
            return f"{left} {'is distinct from' if null else '<>'} {builder.bind(operand, cast)}"
        case Operator.IN:
            return f"{left} = any({builder.bind(operand, cast + '[]')})"
        case Operator.NOT_IN:
            listed = f"{left} = any({builder.bind(operand, cast + '[]')})"
            return f"({listed}) is not true"
        case Operator.HAS_KEY:
            return f"{left} ? {builder.bind(operand, 'text')}"
        case _:
            if (
                not wanted.many
                and wanted.operator in (Operator.LIKE, Operator.ILIKE)
                and _indexed(scope, wanted)
            ):
                left = f"({left} || '')"  # hidden from the index, which would be read from end to end
            return f"{left} {_SIGNS[wanted.operator]} {builder.bind(operand, cast)}"


def _part(expression: str, part: DatePart, *, time: bool) -> str:
    field = "isodow" if part is DatePart.WEEKDAY else part.value
    there = f"{expression} at time zone 'Asia/Shanghai'" if time else expression
    return f"extract({field} from {there})::integer"


def _indexed(scope: Scope, wanted: Compare | Similar) -> bool:
    return (scope.entity.name, wanted.name) in indexed()


def _similar(builder: Builder, scope: Scope, wanted: Similar) -> str:
    left, right = _alike(builder, scope, wanted)
    if wanted.least is None:
        return f"{left} %> {right}"
    condition = f"word_similarity({right}, {left}) >= {builder.bind(wanted.least, 'real')}"
    return f"({left} %> {right} and {condition})" if wanted.indexed else condition


def _alike(builder: Builder, scope: Scope, wanted: Similar | Similarity) -> tuple[str, str]:
    """The text and the words it is compared with."""
    left, right = subject(builder, scope, wanted.name)[0], builder.bind(wanted.words, "text")
    return (apart(left), apart(right)) if wanted.apart else (left, right)


def subject(
    builder: Builder, scope: Scope, name: str | Figure | Below | StateAt | Similarity
) -> tuple[str, str, bool]:
    """A value of a row, or a figure of all rows of ``scope``, or of those below one of them.

    Returns:
        Its expression, the type of what it is compared with, whether it may be null.
    """
    if isinstance(name, Figure):
        kind, null = figure_kind(scope.entity, name)
        return figure(builder, scope, name), CASTS[kind], null
    if isinstance(name, Below):
        target = builder.entity(scope.entity.relations[name.relation].target)
        kind, null = figure_kind(target, name.figure)
        whole = replace(name.figure, where=EVERYTHING)
        value = _below(
            builder, scope, name.relation, name.figure.where, lambda rows: figure(builder, rows, whole)
        )
        return value, CASTS[kind], null
    if isinstance(name, StateAt):
        return state_on(builder, scope, name.as_of), CASTS[Kind.WORD], True
    if isinstance(name, Similarity):
        left, right = _alike(builder, scope, name)
        return f"word_similarity({right}, {left})", "real", True
    field = scope.entity.fields.get(name)
    if field is not None:
        return scope.column(name), CASTS[field.kind], field.null
    return computed(builder, scope, name), computed_cast(scope.entity, name), False


def figure(builder: Builder, scope: Scope, wanted: Figure) -> str:
    """The figure over the rows of ``scope``, as an aggregate expression."""
    return figure_sql(builder, scope, wanted, render(builder, scope, wanted.where))


def _below(builder: Builder, scope: Scope, name: str, where: Condition, value: Callable[[Scope], str]) -> str:
    """An aggregate expression over the rows that a relation leads to, as a subquery of one pass."""
    relation = scope.entity.relations[name]
    target = builder.entity(relation.target)
    inner = Scope(target, builder.alias(target.table))
    condition = render(builder, inner, where)
    chosen = link(scope, relation, inner) + ("" if condition == "true" else f" and {condition}")
    # With a `having` there is one row even where the value looks at none. (`group by ()` is never parallel.)
    return f"(select {value(inner)} from {inner.source} where {chosen} having true)"


def computed_cast(entity: Entity, name: str) -> str:
    return CASTS[Kind.NUMBER if isinstance(entity.resource.computed[name], Count) else Kind.DECIMAL]


def computed(builder: Builder, scope: Scope, name: str) -> str:
    """A declared count or sum as a subquery of its own: for filters and orders."""
    declared = scope.entity.resource.computed[name]
    relation = scope.entity.relations[declared.relation]
    target = builder.entity(relation.target)
    inner = Scope(target, builder.alias(target.table))
    value = aggregate(builder, inner, declared)
    condition = render(builder, inner, declaration(builder, target, declared.where))
    where = link(scope, relation, inner) + ("" if condition == "true" else f" and {condition}")
    return f"(select {value} from {quote(target.table)} as {inner.alias} where {where})"


def aggregate(builder: Builder, inner: Scope, declared: Count | Sum, condition: str = "true") -> str:
    """The count or sum over rows of ``inner``, among those that meet ``condition``."""
    chosen = "" if condition == "true" else f" filter (where {condition})"
    if isinstance(declared, Count):
        return f"count(*){chosen}"
    places = inner.entity.fields[declared.of].places
    return f"round(coalesce(sum({inner.column(declared.of)}){chosen}, 0), {places})"


def declaration(builder: Builder, entity: Entity, where: Mapping[str, Any]) -> Condition:
    """A condition from the words of a resource's declaration: ``{"state": {"eq": "passed"}}``."""
    conditions: list[Condition] = []
    for name, wanted in where.items():
        relation = entity.relations.get(name)
        if relation is None:
            conditions.extend(_declared(name, word, value) for word, value in wanted.items())
        elif relation.many:
            target = builder.entity(relation.target)
            conditions.extend(
                Related(name, Quantifier(word), declaration(builder, target, inner))
                for word, inner in wanted.items()
            )
        else:
            target = builder.entity(relation.target)
            conditions.append(Related(name, Quantifier.SOME, declaration(builder, target, wanted)))
    return All(tuple(conditions))


def _declared(name: str, word: str, value: Any) -> Condition:
    if word == "isNull":
        return Compare(name, Operator.NULL if value else Operator.PRESENT)
    return Compare(name, Operator(word), Fixed(tuple(value) if isinstance(value, (list, tuple)) else value))
