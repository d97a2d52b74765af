"""The GraphQL types of sums: Progress, Month, Programme. Their measures are declared in ``db.query.sums``."""

import datetime
import decimal
from typing import Any

import strawberry

from api.graphql.annotations import optional
from api.graphql.names import camel
from db.catalog import Kind
from db.query.sums import MONTH, PROGRESS, Measure

#: GraphQL name → name of the measure.
PROGRESS_MEMBERS = {camel(name): name for name in PROGRESS}
MONTH_MEMBERS = {camel(name): name for name in MONTH}

#: Fields of Programme that are limits of the policy: → key of the limit.
TARGETS = {
    "platformsTarget": ("platforms", "服务平台目标（G3） | Target for platforms (G3)"),
    "industriesTarget": ("industries", "细分行业目标（G2） | Target for industries (G2)"),
}


def _type(name: str, description: str, measures: dict[str, Measure]) -> Any:
    kinds: dict[Kind, Any] = {
        Kind.INTEGER: int,
        Kind.NUMBER: float,
        Kind.DECIMAL: decimal.Decimal,
        Kind.DATE: datetime.date,
        Kind.BOOLEAN: bool,
    }
    namespace: dict[str, Any] = {"__annotations__": {}, "__module__": __name__}
    for measure_name, measure in measures.items():
        kind = kinds[measure.kind]
        member = camel(measure_name)
        namespace["__annotations__"][member] = optional(kind) if measure.null else kind
        namespace[member] = strawberry.field(name=member, description=measure.label)
    return strawberry.type(type(name, (), namespace), name=name, description=description)


Progress = _type("Progress", "进展汇总 | Progress, summed over platforms", PROGRESS)
Month = _type("Month", "一个月的进展，非累计 | What happened in a month; not cumulative", MONTH)
