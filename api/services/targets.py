"""Performance targets: named with the plan (P8), fixed by its approval, changed afterwards only with a reason (A3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy.performance import WHOLE
from api.services.parents import above, beneath
from api.services.rows import delete
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.store import Work

#: While a plan is in one of these states its targets may still be named.
OPEN = ("draft", "returned")


async def set_targets(
    work: Work, viewer: Viewer, plan: int, rows: Sequence[Mapping[str, Any]], *, at: datetime | None = None
) -> list[int]:
    """Targets of a plan that is being drawn up. A row has indicator_id, value, weight, maybe platform_id and baseline.

    Raises:
        Refusal: the plan is submitted; a platform is another plan's; weights come to more than a hundred.
    """
    allow(viewer, "Target", "set")
    parent = await above(work, "Plan", plan, "state")
    _still_open(parent["state"])
    await _of_plan(work, plan, [row["platform_id"] for row in rows if row.get("platform_id")])
    made = await create(
        work,
        viewer,
        "Target",
        "set",
        [
            {
                **beneath(parent),
                "plan_id": plan,
                **{
                    name: row.get(name)
                    for name in ("platform_id", "indicator_id", "baseline", "value", "weight")
                },
            }
            for row in rows
        ],
        at=at,
    )
    await _weights(work, plan)
    return made


async def change(work: Work, viewer: Viewer, target: int, values: Mapping[str, Any]) -> None:
    """Another value, baseline or weight, while the plan is being drawn up.

    Raises:
        Refusal: the plan is submitted; weights come to more than a hundred.
    """
    row = await above(work, "Target", target, "plan_id")
    _still_open((await above(work, "Plan", row["plan_id"], "state"))["state"])
    await take(work, viewer, "Target", "change", [Step(target, dict(values))])
    await _weights(work, row["plan_id"])


async def remove(work: Work, viewer: Viewer, target: int) -> None:
    """
    Raises:
        Refusal: the plan is submitted.
    """
    row = await above(work, "Target", target, "plan_id")
    _still_open((await above(work, "Plan", row["plan_id"], "state"))["state"])
    await take(work, viewer, "Target", "remove", [Step(target)])
    await delete(work, "Target", [target])


async def adjust(
    work: Work, viewer: Viewer, target: int, value: Decimal, why: str, *, at: datetime | None = None
) -> None:
    """Another value after the approval; what was approved is kept beside it.

    Raises:
        Refusal: no reason is given; the plan is not approved yet, or evaluated already.
    """
    if not why.strip():
        raise Refusal("NO_REASON", "请写明事由 | Say why", clause="A3", field="why")
    row = await above(work, "Target", target, "plan_id", "value", "approved")
    state = (await above(work, "Plan", row["plan_id"], "state"))["state"]
    if state not in ("approved", "implementing"):
        raise Refusal(
            "TARGETS_FIXED",
            "绩效目标只能在批复后、自评前调整 | Targets are adjusted between approval and self-evaluation",
            clause="A3",
            status=409,
        )
    approved = row["value"] if row["approved"] is None else row["approved"]
    step = Step(target, {"value": value, "approved": approved}, at, why, value)
    await take(work, viewer, "Target", "adjust", [step])


def _still_open(state: str) -> None:
    if state not in OPEN:
        raise Refusal(
            "TARGETS_FIXED",
            "方案已上报，绩效目标已固定 | The plan is submitted: its targets are fixed",
            hint="退回后方可修改；批复后由工信部调整并说明事由"
            " | Have it returned; after the approval MIIT adjusts a target and says why",
            clause="P8",
            status=409,
        )


async def _of_plan(work: Work, plan: int, platforms: Sequence[int]) -> None:
    strange = await work.connection.fetchval(
        """select count(*) from unnest($1::bigint[]) as named (id) where not exists
           (select from platforms join plan_industries on plan_industries.unit_code = platforms.unit_code
                and plan_industries.id = platforms.plan_industry_id
            where platforms.id = named.id and plan_id = $2)""",
        list(platforms),
        plan,
    )
    if strange:
        raise Refusal(
            "NOT_OF_PLAN",
            "所选服务平台不在本方案中 | A platform named is not of this plan",
            clause="P8",
            field="platform_id",
        )


async def _weights(work: Work, plan: int) -> None:
    heaviest = await work.connection.fetchval(
        "select max(sum) from (select sum(weight) from targets where plan_id = $1 group by platform_id) weights",
        plan,
    )
    if heaviest is not None and heaviest > WHOLE:
        raise Refusal(
            "WEIGHTS_ABOVE_WHOLE",
            "同一对象的权重合计{sum}，不能超过100 | The weights come to {sum}, more than 100",
            clause="A3",
            field="weight",
            sum=heaviest,
        )
