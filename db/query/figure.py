"""Figures as SQL: what a field of many rows comes to."""

from db.catalog import Entity, Kind
from db.query.plan import Figure, Function
from db.query.scope import Builder, Scope

#: Averages, deviations and percentiles are rounded half away from zero to so many places.
PLACES = 6

_ROUNDED = {Function.AVG: "avg", Function.STDDEV: "stddev_samp"}


def figure_kind(entity: Entity, wanted: Figure) -> tuple[Kind, bool]:
    """(kind of the value, whether it may be null: all but counts are null where there is no value)."""
    match wanted.function:
        case Function.COUNT | Function.DISTINCT:
            return Kind.NUMBER, False
        case Function.MIN | Function.MAX:
            return entity.fields[wanted.name].kind, True
        case Function.SUM:
            # Numbers add up to more than 32 bits; money keeps its places.
            decimal = entity.fields[wanted.name].kind is Kind.DECIMAL
            return Kind.DECIMAL if decimal else Kind.NUMBER, True
        case Function.AVG | Function.STDDEV | Function.PERCENTILE:
            return Kind.DECIMAL, True


def figure_sql(builder: Builder, scope: Scope, wanted: Figure, condition: str) -> str:
    """An aggregate expression over the rows of ``scope``, among those that meet ``condition``."""
    chosen = "" if condition == "true" else f" filter (where {condition})"
    if wanted.function is Function.COUNT:
        return f"count(*){chosen}"
    relation = scope.entity.relations.get(wanted.name)
    column = scope.column(relation.column if relation else wanted.name)
    match wanted.function:
        case Function.DISTINCT:
            return f"count(distinct {column}){chosen}"
        case Function.SUM if scope.entity.fields[wanted.name].kind is Kind.NUMBER:
            return f"(sum({column}){chosen})::bigint"  # of 64-bit numbers the sum is numeric
        case Function.PERCENTILE:
            if wanted.share is None:
                raise ValueError("a percentile without its share")
            share = builder.bind(wanted.share, "double precision")
            value = f"percentile_cont({share}) within group (order by {column}){chosen}"
            return f"round(({value})::numeric, {PLACES})"
        case Function.AVG | Function.STDDEV:
            return f"round({_ROUNDED[wanted.function]}({column}){chosen}, {PLACES})"
        case _:
            return f"{wanted.function}({column}){chosen}"
