"""What can be done about visits and their findings (A2)."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import WHY, Field, Sort, of
from api.services import visits
from api.services.clock import today
from api.services.steps import Step
from api.viewer import Viewer
from db.enums import PlatformState, VisitState
from db.store import Work


async def _projects_of_platform(
    connection: Any, viewer: Viewer, row_id: int, text: str
) -> list[tuple[Any, str]]:
    return await _projects(connection, "platforms.id = $1", row_id, text)


async def _projects_of_visit(
    connection: Any, viewer: Viewer, row_id: int, text: str
) -> list[tuple[Any, str]]:
    return await _projects(
        connection, "platforms.id = (select platform_id from visits where visits.id = $1)", row_id, text
    )


async def _projects(connection: Any, where: str, row_id: int, text: str) -> list[tuple[Any, str]]:
    rows = await connection.fetch(
        f"""select projects.id, organizations.name from projects
            join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
            join organizations on organizations.id = projects.enterprise_id
            where {where} and position($2 in organizations.name) > 0 order by 2, 1 limit 20""",  # noqa: S608
        row_id,
        text.strip(),
    )
    return [(row["id"], row["name"]) for row in rows]


async def _plan(work: Work, viewer: Viewer, order: Order) -> int:
    return await visits.plan_visit(work, viewer, order.id, order.values)


async def _record(work: Work, viewer: Viewer, order: Order) -> None:
    values = {name: value for name, value in order.values.items() if name != "findings"}
    await visits.record_visit(work, viewer, order.id, values, order.values.get("findings") or ())


async def _find(work: Work, viewer: Viewer, order: Order) -> int:
    [made] = await visits.add_findings(work, viewer, order.id, [order.values])
    return made


async def _cancel(work: Work, viewer: Viewer, order: Order) -> None:
    await visits.cancel_visit(work, viewer, [order.step()])


async def _answer(work: Work, viewer: Viewer, order: Order) -> None:
    values = {"answer": order.values["answer"], "answered_on": today()}
    await visits.answer_finding(work, viewer, [Step(order.id, values)])


async def _reopen(work: Work, viewer: Viewer, order: Order) -> None:
    await visits.reopen_finding(work, viewer, [order.step()])


async def _close(work: Work, viewer: Viewer, order: Order) -> None:
    await visits.close_finding(work, viewer, [Step(order.id, {"closed_on": today()})])


def _finding(choices: Any) -> tuple[Field, ...]:
    return (
        of("Finding", "kind", required=True),
        of("Finding", "severity", required=True),
        of("Finding", "description", required=True),
        of("Finding", "due_on", required=True),
        of("Finding", "project", choices=choices),
    )


ACTIONS: tuple[Action, ...] = (
    Action(
        "Visit",
        "plan",
        _plan,
        (
            of("Visit", "purpose", required=True),
            of("Visit", "planned_on", required=True),
            of("Visit", "visitors"),
            of("Visit", "project", choices=_projects_of_platform),
        ),
        on="Platform",
        when=frozenset({PlatformState.APPOINTED}),
    ),
    Action(
        "Visit",
        "record",
        _record,
        (
            of("Visit", "visited_on", required=True),
            of("Visit", "visitors", required=True, shown="visitors"),
            of("Visit", "summary", required=True, sort=Sort.NOTE),
            Field(
                "findings",
                Sort.ROWS,
                "发现问题 | Findings",
                columns=_finding(_projects_of_visit),
                longest=30,
                help="没有问题可不填 | None, if nothing is wrong",
            ),
        ),
    ),
    Action("Visit", "cancel", _cancel, (WHY,), danger=True),
    Action(
        "Finding", "find", _find, _finding(_projects_of_visit), on="Visit", when=frozenset({VisitState.DONE})
    ),
    Action("Finding", "answer", _answer, (of("Finding", "answer", required=True),)),
    Action("Finding", "close", _close),
    Action("Finding", "reopen", _reopen, (WHY,)),
)
