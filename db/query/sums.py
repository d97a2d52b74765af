"""How far a part of the programme is: sums over the views of ``db.guards``, as a row or month by month."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.catalog import Kind
from db.query.as_of import Life
from db.query.months import days
from db.query.past import Past
from db.query.plan import Fixed, Measured, Months, Operand, Progress, Typename
from db.query.scope import Builder, Object, Scope, Text, array, quote
from db.query.values import json_of


@dataclass(frozen=True)
class Measure:
    """A column of the answer: ``sql`` over the view's rows ``p``, or over other measures where it has ``{}`` places."""

    kind: Kind
    sql: str
    label: str
    null: bool = False
    share: bool = False
    flags: bool = False  # told only to those who may read flags


def _total(name: str, kind: Kind, label: str, *, null: bool = False, flags: bool = False) -> Measure:
    total = f"coalesce(sum(p.{name}), 0)"
    return Measure(kind, f"round({total}, 2)" if kind is Kind.DECIMAL else total, label, null, flags=flags)


_COUNT, _MONEY = Kind.INTEGER, Kind.DECIMAL

PROGRESS: dict[str, Measure] = {
    "platforms": Measure(_COUNT, "count(p.platform_id)", "服务平台数 | Platforms"),
    "industries": Measure(_COUNT, "count(distinct p.industry_id)", "细分行业数 | Distinct industries"),
    "units": Measure(_COUNT, "count(distinct p.unit_code)", "有平台的申报单位数 | Units that have platforms"),
    "planned": _total("planned", _COUNT, "已列入项目数 | Projects listed and not left"),
    "contracted": _total("contracted", _COUNT, "已签约 | Contracted"),
    "delivered": _total("delivered", _COUNT, "已交付 | Delivered"),
    "passed": _total("passed", _COUNT, "已通过（小灯塔） | Passed: lighthouses"),
    "confirmed": _total("confirmed", _COUNT, "国家审核已确认 | Confirmed nationally"),
    "target": _total("target", _COUNT, "目标家数 | Target"),
    "target_max": Measure(_COUNT, "null::integer", "目标上限 | Upper end of the target", null=True),
    "share": Measure(
        Kind.NUMBER,
        "round({passed} / nullif({target}, 0)::numeric, 6)",
        "完成比例 | Passed over target; null without a target",
        null=True,
        share=True,
    ),
    "claimed": _total("claimed", _MONEY, "申请奖补 | Claimed"),
    "ceiling": _total("ceiling", _MONEY, "奖补上限 | Ceiling of awards (F2, F3)"),
    "prepaid": _total("prepaid", _MONEY, "已预拨 | Prepaid"),
    "awarded": _total("awarded", _MONEY, "已核定 | Awarded"),
    "paid": _total("paid", _MONEY, "已拨付净额 | Paid, less recoveries"),
    "flags": _total("flags", _COUNT, "预警数 | Red flags not dismissed", null=True, flags=True),
    "at_risk": _total("at_risk", _MONEY, "涉及金额 | Money at risk", null=True, flags=True),
    "synthetic": Measure(
        Kind.BOOLEAN, "coalesce(bool_or(p.synthetic), false)", "含合成数据 | Some of it is synthetic"
    ),
}

MONTH: dict[str, Measure] = {
    "month": Measure(Kind.DATE, "month", "月份 | Month, by its first day"),
    "contracted": _total("contracted", _COUNT, "当月签约 | Contracted in the month"),
    "passed": _total("passed", _COUNT, "当月通过 | Passed in the month"),
    "confirmed": _total("confirmed", _COUNT, "当月确认 | Confirmed in the month"),
    "prepaid": _total("prepaid", _MONEY, "当月预拨 | Prepaid in the month"),
    "paid": _total("paid", _MONEY, "当月拨付净额 | Paid in the month, less recoveries"),
}

#: Whether anything is synthetic, as every page asks that shows no sums: one such row tells.
_SYNTHETIC = (
    "(select true as synthetic where exists (select from platforms where synthetic)"
    " or exists (select from projects where synthetic)) as p"
)
#: The programme's own target is a band of the policy (G4), not the sum of what platforms plan.
_BAND = {"target": "lighthouses_min", "target_max": "lighthouses_max"}


def progress(builder: Builder, scope: Scope | None, wanted: Progress) -> tuple[str, Text]:
    """(join, expression) of the sums below the row of ``scope``, or of the whole programme without one."""
    text = Object()
    told = [one for one in wanted.measures if isinstance(one, Measured) and not one.withheld]
    join, found = measures(builder, scope, wanted, told)
    for measured in wanted.measures:
        if isinstance(measured, Typename):
            text.put_constant(measured.key, measured.name)
        elif measured.withheld:
            text.put_constant(measured.key, None)
        else:
            _put(text, measured.key, PROGRESS[measured.name], found[measured.key])
    return join, text.close()


def measures(
    builder: Builder, scope: Scope | None, wanted: Progress, told: Sequence[Measured]
) -> tuple[str, dict[str, str]]:
    """(join, expressions by key) of the measures in ``told``; no join where there are none."""
    if not told:
        return "", {}
    alias = builder.alias("progress")
    columns = [
        f"{_progress_sql(builder, measured.name, scope, wanted)} as v{number}"
        for number, measured in enumerate(told, 1)
    ]
    rows = _rows(builder, scope, wanted, told)
    # One row even where none of the columns sums anything, as for the target of the programme alone.
    source = f"select {', '.join(columns)} from {rows} having true"
    join = f"left join lateral ({source}) as {alias} on true"
    return join, {measured.key: f"{alias}.v{number}" for number, measured in enumerate(told, 1)}


def _rows(builder: Builder, scope: Scope | None, wanted: Progress, told: Sequence[Measured]) -> str:
    """What to sum over: the platforms as they are, or what there was of them."""
    names = {measured.name for measured in told}
    if wanted.as_of is None:
        if names == {"synthetic"} and scope is None and wanted.batch is None:
            return _SYNTHETIC
        return f"platform_progress as p{_below(builder, scope, wanted.batch)}"
    if "share" in names:
        names |= {"passed", "target"}
    life = Life(builder, wanted.as_of, scope, wanted.batch)
    past = f"({Past(builder, wanted.as_of, frozenset(names), life).sql()}) as p"
    return past if life.whole else past + _below(builder, scope, wanted.batch)


def _progress_sql(builder: Builder, name: str, scope: Scope | None, wanted: Progress) -> str:
    if scope is None and wanted.batch is None and name in _BAND:
        return policy_limit(builder, _BAND[name], wanted.as_of)
    sql = PROGRESS[name].sql
    if "{" in sql:
        sql = sql.format(
            **{part: _progress_sql(builder, part, scope, wanted) for part in ("passed", "target")}
        )
    return sql


def months(builder: Builder, scope: Scope | None, wanted: Months) -> tuple[str, Text]:
    """(join, expression) of the months below the row of ``scope``, or of the whole programme without one."""
    alias, inner = builder.alias("months"), builder.alias("month")
    text = Object()
    columns = ["date_trunc('month', p.day::timestamp)::date as month"]
    for measured in wanted.measures:
        if isinstance(measured, Typename):
            text.put_constant(measured.key, measured.name)
            continue
        measure = MONTH[measured.name]
        column = "month"
        if measured.name != "month":
            column = f"v{len(columns)}"
            columns.append(f"{measure.sql} as {column}")
        _put(text, measured.key, measure, f"{inner}.{column}")
    # The timestamp has no zone: date_trunc on a plain date would go through one, at three times the cost.
    source = f"select {', '.join(columns)} from ({days(builder, scope, wanted)}) as p group by month"
    listed = f"select string_agg({text.close().sql()}, ',' order by {inner}.month) as json from ({source}) as {inner}"
    return f"left join lateral ({listed}) as {alias} on true", array(f"coalesce({alias}.json, '')")


def _put(text: Object, key: str, measure: Measure, expression: str) -> None:
    text.put(key, json_of(measure.kind, expression, null=measure.null))


def _below(builder: Builder, scope: Scope | None, batch: Operand | None) -> str:
    conditions = []
    if scope is not None:
        key = scope.entity.resource.progress
        if key is None:
            raise LookupError(f"{scope.entity.name} has no progress")
        if scope.entity.unit_scoped:
            conditions.append(f"p.unit_code = {scope.column('unit_code')}")
        conditions.append(f"p.{quote(key)} = {scope.key}")
    if batch is not None:
        number = builder.bind(batch, "integer")
        conditions.append(f"p.batch_id = (select id from batches where number = {number})")
    return f" where {' and '.join(conditions)}" if conditions else ""


def policy_limit(builder: Builder, limit: str, as_of: Operand | None = None) -> str:
    """A dated limit in force today or on a day, 0 where none is."""
    key = builder.bind(Fixed(limit), "text")
    day = "current_date" if as_of is None else builder.bind(as_of, "date")
    return (
        f'coalesce((select "value"::integer from "limits" where "key" = {key} and "valid_from" <= {day}'
        f' and ("valid_until" is null or "valid_until" > {day})'
        ' order by "valid_from" desc limit 1), 0)'
    )
