"""Performance targets of a plan, and their quarters (P8, A3)."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import WHY, Field, Sort, of
from api.services import monitoring, targets
from api.services.clock import today
from api.viewer import Viewer
from db.enums import Light, PlanState
from db.store import Work


async def _platforms_of_plan(
    connection: Any, viewer: Viewer, row_id: int, text: str
) -> list[tuple[Any, str]]:
    rows = await connection.fetch(
        """select platforms.id, organizations.name || '（' || industries.name || '）' as name
           from platforms
           join plan_industries on plan_industries.unit_code = platforms.unit_code
                               and plan_industries.id = platforms.plan_industry_id
           join industries on industries.id = plan_industries.industry_id
           join organizations on organizations.id = platforms.organization_id
           where plan_id = $1 and position($2 in organizations.name) > 0 order by 2, 1 limit 20""",
        row_id,
        text.strip(),
    )
    return [(row["id"], row["name"]) for row in rows]


async def _set(work: Work, viewer: Viewer, order: Order) -> int:
    [made] = await targets.set_targets(work, viewer, order.id, [order.values])
    return made


async def _change(work: Work, viewer: Viewer, order: Order) -> None:
    await targets.change(work, viewer, order.id, order.values)


async def _remove(work: Work, viewer: Viewer, order: Order) -> None:
    await targets.remove(work, viewer, order.id)


async def _adjust(work: Work, viewer: Viewer, order: Order) -> None:
    await targets.adjust(work, viewer, order.id, order.values["value"], order.values["why"])


async def _enter(work: Work, viewer: Viewer, order: Order) -> int:
    return await monitoring.enter(work, viewer, order.id, order.values)


async def _work_out(work: Work, viewer: Viewer, order: Order) -> int | None:
    made = await monitoring.work_out(work, viewer, order.id, order.values.get("quarter") or today())
    return made[0] if made else None


async def _explain(work: Work, viewer: Viewer, order: Order) -> None:
    await monitoring.explain(work, viewer, order.id, order.values["explanation"])


async def _of_open_plan(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return await _plan_is(connection, row_id, targets.OPEN)


async def _of_running_plan(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return await _plan_is(connection, row_id, ("approved", "implementing"))


async def _entered(connection: Any, viewer: Viewer, row_id: int) -> bool:
    """Whether the province, and not the system, knows its values, and can tell them now."""
    found: bool | None = await connection.fetchval(
        "select formula is null and state = 'implementing' from targets"
        " join indicators on indicators.id = indicator_id"
        " join plans on plans.unit_code = targets.unit_code and plans.id = plan_id where targets.id = $1",
        row_id,
    )
    return bool(found)


async def _lagging(connection: Any, viewer: Viewer, row_id: int) -> bool:
    light: str = await connection.fetchval("select light from measurements where id = $1", row_id)
    return light != Light.GREEN


async def _plan_is(connection: Any, target: int, states: tuple[str, ...]) -> bool:
    state: str | None = await connection.fetchval(
        "select state from plans join targets on targets.unit_code = plans.unit_code and plan_id = plans.id"
        " where targets.id = $1",
        target,
    )
    return state in states


_NUMBERS = (
    of("Target", "baseline", shown="baseline"),
    of("Target", "value", required=True, shown="value"),
    of(
        "Target",
        "weight",
        required=True,
        shown="weight",
        least=0,
        most=100,
        help="方案或同一平台的权重合计不超过100 | Those of the plan, or of one platform, come to 100 at most",
    ),
)
_VALUE = of("Measurement", "value", required=True, sort=Sort.DECIMAL)
_QUARTER = Field(
    "quarter",
    Sort.DATE,
    "季度（其中任一日） | Quarter (any day of it)",
    required=True,
)

ACTIONS: tuple[Action, ...] = (
    Action(
        "Target",
        "set",
        _set,
        (
            of("Target", "indicator", required=True),
            of(
                "Target",
                "platform",
                choices=_platforms_of_plan,
                help="不填即为整个方案的目标 | Empty: of the whole plan",
            ),
            *_NUMBERS,
        ),
        on="Plan",
        when=frozenset({PlanState.DRAFT, PlanState.RETURNED}),
    ),
    Action("Target", "change", _change, _NUMBERS, on="Target", check=_of_open_plan),
    Action("Target", "remove", _remove, on="Target", check=_of_open_plan, danger=True),
    Action(
        "Target",
        "adjust",
        _adjust,
        (of("Target", "value", required=True, shown="value"), WHY),
        on="Target",
        check=_of_running_plan,
    ),
    Action(
        "Measurement",
        "enter",
        _enter,
        (_QUARTER, _VALUE, of("Measurement", "explanation", sort=Sort.NOTE)),
        on="Target",
        check=_entered,
    ),
    Action(
        "Measurement",
        "work_out",
        _work_out,
        (_QUARTER,),
        on="Plan",
        when=frozenset({PlanState.IMPLEMENTING}),
    ),
    Action(
        "Measurement",
        "explain",
        _explain,
        (of("Measurement", "explanation", required=True, sort=Sort.NOTE, shown="explanation"),),
        on="Measurement",
        check=_lagging,
    ),
)
