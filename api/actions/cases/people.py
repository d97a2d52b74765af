"""Who works on a case."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import WHY, Field, Sort
from api.services import case_people
from api.viewer import Viewer
from db.store import Work


async def _supervisors(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
    """Who may, the least loaded first."""
    found = await case_people.candidates(connection, row_id)
    return [
        (one.user_id, f"{one.name}（{one.open_cases}）")
        for one in found
        if one.free and text.strip() in one.name
    ][:20]


FIRST = Field(
    "first_id",
    Sort.LINK,
    "承办人 | Investigator",
    entity="User",
    choices=_supervisors,
    help="空缺时由办案最少者承办 | The least loaded, where it is left empty",
)
SECOND = Field(
    "second_id",
    Sort.LINK,
    "协办人 | Second investigator",
    entity="User",
    choices=_supervisors,
    help="括号内为在办案件数 | How many cases each has is in brackets",
)


async def _assign(work: Work, viewer: Viewer, order: Order) -> None:
    values = order.values
    await case_people.assign(
        work, viewer, order.id, values.get("first_id"), values.get("second_id"), why=order.why
    )


async def _recuse(work: Work, viewer: Viewer, order: Order) -> None:
    await case_people.recuse(work, viewer, order.id, order.why or "")


async def _investigates(connection: Any, viewer: Viewer, case: int) -> bool:
    row = await connection.fetchrow(
        "select investigator_id, second_investigator_id from cases where id = $1", case
    )
    return row is not None and viewer.user_id in tuple(row)


ACTIONS: tuple[Action, ...] = (
    Action("Case", "assign", _assign, (FIRST, SECOND, Field("why", Sort.NOTE, "事由 | Reason"))),
    Action("Case", "recuse", _recuse, (WHY,), check=_investigates),
)
