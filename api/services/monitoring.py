"""How targets are coming along, quarter by quarter; what lags is explained (A3)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy.performance import Goal, elapsed, light, quarter_ends, quarter_of, quarters
from api.services.actuals import actuals
from api.services.clock import today
from api.services.parents import beneath
from api.services.rows import update
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.enums import Light
from db.store import Work

_TARGETS = """
select targets.id, targets.unit_code, targets.synthetic, targets.plan_id, targets.baseline, targets.value,
       lower_is_better, cumulative, formula, plans.state, batches.starts_on, batches.ends_on
from targets
join indicators on indicators.id = targets.indicator_id
join plans on plans.unit_code = targets.unit_code and plans.id = targets.plan_id
join batches on batches.id = plans.batch_id
where {} order by targets.id for share of targets
"""


async def enter(
    work: Work,
    viewer: Viewer,
    target: int,
    values: Mapping[str, Any],
    *,
    on: date | None = None,
    at: datetime | None = None,
) -> int:
    """The value of a quarter that only the province knows. Values: quarter (any day of it), value, explanation.

    Raises:
        Refusal: the system works this one out; the quarter lies ahead or outside the term; what lags is not explained.
    """
    allow(viewer, "Measurement", "enter")
    row = await work.connection.fetchrow(_TARGETS.format("targets.id = $1"), target)
    if row is None:
        raise Refusal(
            "NOT_FOUND",
            "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
            status=404,
            id=target,
        )
    if row["formula"] is not None:
        raise Refusal(
            "WORKED_OUT",
            "该指标由系统计算，无需填报 | The system works this target out",
            hint="在方案上生成季度监控 | Work the quarter out from the plan",
            clause="A3",
            status=409,
        )
    quarter = _within(row, values["quarter"], on or today())
    lamp = _light(row, values["value"], quarter, on or today())
    explanation = (values.get("explanation") or "").strip() or None
    if lamp is not Light.GREEN and explanation is None:
        raise Refusal(
            "NOT_EXPLAINED",
            "进度落后，请说明偏差 | It lags behind: say why",
            clause="A3",
            field="explanation",
        )
    kept = {"value": values["value"], "light": lamp, "explanation": explanation}
    [made] = await _keep(work, viewer, "enter", [(row, quarter, kept, False)], at=at)
    return made


async def work_out(
    work: Work,
    viewer: Viewer,
    plan: int,
    quarter: date,
    *,
    on: date | None = None,
    at: datetime | None = None,
    explanations: Mapping[int, str] | None = None,
) -> list[int]:
    """The values of a quarter that the system knows, kept as they stand; a second time brings them up to date.

    ``explanations`` by target, for what lags.

    Raises:
        Refusal: the quarter lies ahead or outside the term; the plan is not carried out now; it has no such targets.
    """
    allow(viewer, "Measurement", "work_out")
    rows = await work.connection.fetch(
        _TARGETS.format("targets.plan_id = $1 and formula is not null"),
        plan,
    )
    if not rows:
        raise Refusal(
            "NO_TARGETS",
            "方案没有可由系统计算的绩效目标 | The plan has no target that the system works out",
            clause="A3",
            status=409,
        )
    now = on or today()
    quarter = _within(rows[0], quarter, now)
    known = await actuals(work.connection, plan, min(quarter_ends(quarter), now))
    wanted = []
    for row in rows:
        value = known.get(row["id"])
        if value is None:
            continue
        lamp = _light(row, value, quarter, now)
        why = (explanations or {}).get(row["id"]) if lamp is not Light.GREEN else None
        wanted.append((row, quarter, {"value": value, "light": lamp, "explanation": why}, True))
    return await _keep(work, viewer, "work_out", wanted, at=at)


async def explain(
    work: Work, viewer: Viewer, measurement: int, explanation: str, *, at: datetime | None = None
) -> None:
    """Why a target lags."""
    await take(work, viewer, "Measurement", "explain", [Step(measurement, {"explanation": explanation}, at)])


async def _keep(
    work: Work,
    viewer: Viewer,
    action: str,
    wanted: Sequence[tuple[Any, date, dict[str, Any], bool]],
    *,
    at: datetime | None = None,
) -> list[int]:
    """New rows, or what stands there for the quarter already brought up to date; their keys."""
    if not wanted:
        return []
    found = await work.connection.fetch(
        "select id, target_id, value, explanation from measurements where target_id = any($1) and quarter = $2",
        [row["id"] for row, *_ in wanted],
        wanted[0][1],
    )
    known = {row["target_id"]: row for row in found}
    steps = []
    for row, _, kept, _ in wanted:
        old = known.get(row["id"])
        if old is None:
            continue
        # What was explained stays explained as long as the value is the same.
        same = old["value"] == kept["value"]
        steps.append(
            Step(
                old["id"],
                {**kept, "explanation": kept["explanation"] or (old["explanation"] if same else None)},
                at,
            )
        )
    await update(work, "Measurement", [{"id": step.id, **step.values} for step in steps])
    await take(work, viewer, "Measurement", action, [Step(step.id, {}, at) for step in steps])
    made = await create(
        work,
        viewer,
        "Measurement",
        action,
        [
            {**beneath(row), "target_id": row["id"], "quarter": quarter, "worked_out": by_us, **kept}
            for row, quarter, kept, by_us in wanted
            if row["id"] not in known
        ],
        at=at,
    )
    return [step.id for step in steps] + made


def _within(row: Any, day: date, now: date) -> date:
    """The first day of the quarter of a day, if it can be measured now."""
    if row["state"] not in ("implementing",):
        raise Refusal(
            "NOT_IMPLEMENTING",
            "方案不在实施中，不能填报监控 | The plan is not being carried out now",
            clause="A3",
            status=409,
        )
    quarter = quarter_of(day)
    if quarter not in quarters(row["starts_on"], row["ends_on"]) or quarter > now:
        raise Refusal(
            "BAD_QUARTER",
            "该季度不在实施期内，或尚未开始 | The quarter lies outside the term, or ahead",
            clause="F5",
            field="quarter",
        )
    return quarter


def _light(row: Any, value: Decimal, quarter: date, now: date) -> Light:
    over = elapsed(row["starts_on"], row["ends_on"], min(quarter_ends(quarter), now))
    return light(
        Goal(row["baseline"], row["value"], row["lower_is_better"]), value, over, grows=row["cumulative"]
    )
