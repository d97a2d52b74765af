"""What supervisors do with flags, runs of the rules, thresholds, and claims drawn for audit (S1)."""

from typing import Any

import orjson

from api.actions.action import Action, Order, stepping
from api.actions.field import WHY, Field, Sort, of
from api.services import draws, flags, rule_trials, scans
from api.services.clock import today
from api.services.steps import Step
from api.viewer import Viewer
from db.enums import RuleState
from db.store import Work


async def _dismiss(work: Work, viewer: Viewer, order: Order) -> None:
    await flags.dismiss(work, viewer, [Step(order.id, why=order.why)])


async def _ask(work: Work, viewer: Viewer, order: Order) -> int:
    return await scans.ask(work, viewer, order.values["scope"])


async def _try(work: Work, viewer: Viewer, order: Order) -> int:
    code = await work.connection.fetchval("select rule from rule_versions where id = $1", order.id)
    given = {row["name"]: _said(row["value"]) for row in order.values["parameters"]}
    return await rule_trials.put_on_trial(work, viewer, code, given, order.why or "")


async def _draw(work: Work, viewer: Viewer, order: Order) -> int:
    drawn = await draws.draw(work, viewer, order.values["share"], batch=order.values.get("batch"))
    return drawn[0]


async def _clear(work: Work, viewer: Viewer, order: Order) -> None:
    values = {"audited_on": today(), "remark": order.values.get("remark")}
    await draws.clear(work, viewer, [Step(order.id, values)])


async def _fault(work: Work, viewer: Viewer, order: Order) -> None:
    values = {"audited_on": today(), **order.values}
    await draws.fault(work, viewer, [Step(order.id, values)])


async def _thresholds(connection: Any, viewer: Viewer, version: int) -> list[dict[str, Any]]:
    given = await connection.fetchval("select parameters from rule_versions where id = $1", version)
    return [
        {"name": name, "value": value if isinstance(value, str) else orjson.dumps(value).decode()}
        for name, value in orjson.loads(given or "{}").items()
    ]


async def _has_thresholds(connection: Any, viewer: Viewer, version: int) -> bool:
    found: bool = await connection.fetchval(
        "select parameters <> '{}' and not exists (select from rule_versions other where other.rule = mine.rule"
        " and other.state = 'trial') from rule_versions mine where id = $1",
        version,
    )
    return found


def _said(text: str) -> Any:
    """A list of values as a list; one value as it was typed, for the rule to understand."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
    return [one if isinstance(one, str) else str(one) for one in value] if isinstance(value, list) else text


_PARAMETERS = Field(
    "parameters",
    Sort.ROWS,
    "参数 | Thresholds",
    required=True,
    columns=(
        Field("name", Sort.TEXT, "参数名 | Name", required=True, longest=40),
        Field("value", Sort.TEXT, "数值 | Value", required=True, longest=400),
    ),
    longest=40,
    begin=_thresholds,
)

ACTIONS: tuple[Action, ...] = (
    Action("Flag", "dismiss", _dismiss, (WHY,)),
    Action("Scan", "ask", _ask, (of("Scan", "scope", required=True),)),
    Action(
        "RuleVersion",
        "try",
        _try,
        (_PARAMETERS, WHY),
        on="RuleVersion",
        when=frozenset({RuleState.LIVE}),
        check=_has_thresholds,
    ),
    Action("RuleVersion", "activate", stepping(rule_trials.activate)),
    Action("RuleVersion", "drop", stepping(rule_trials.end_trial)),
    Action("RuleVersion", "retire", stepping(rule_trials.retire), (WHY,), danger=True),
    Action(
        "Draw",
        "draw",
        _draw,
        (
            of("Draw", "share", required=True, help="不低于0.05 | Not below 0.05", places=3),
            Field("batch", Sort.INTEGER, "批次 | Batch", least=1, most=3),
        ),
    ),
    Action("Draw", "clear", _clear, (of("Draw", "remark"),)),
    Action(
        "Draw",
        "fault",
        _fault,
        (of("Draw", "found_cost", required=True), of("Draw", "remark", required=True)),
    ),
)
