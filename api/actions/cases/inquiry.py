"""A case is investigated along its checklist."""

from typing import Any

from api.actions.action import Action, Check, Order
from api.actions.cases.people import FIRST, SECOND
from api.actions.field import WHY, Sort, of
from api.services import case_inquiry
from api.services.clock import today
from api.viewer import Viewer
from db.store import Work


async def _investigate(work: Work, viewer: Viewer, order: Order) -> None:
    values = order.values
    await case_inquiry.investigate(
        work,
        viewer,
        order.id,
        first=values.get("first_id"),
        second=values.get("second_id"),
        act_ended_on=values.get("act_ended_on"),
    )


async def _tick(work: Work, viewer: Viewer, order: Order) -> None:
    await case_inquiry.tick(work, viewer, [order.id], today(), order.values.get("note"))


async def _untick(work: Work, viewer: Viewer, order: Order) -> None:
    await case_inquiry.untick(work, viewer, [order.id], order.why or "")


def _looked_into(done: bool) -> Check:
    """Whether the item was looked into, or not, and the case is still investigated."""

    async def find(connection: Any, viewer: Viewer, item: int) -> bool:
        found = await connection.fetchval(
            "select (done_on is not null) = $2 and state = 'investigating' from check_items"
            " join cases on cases.id = case_id where check_items.id = $1",
            item,
            done,
        )
        return bool(found)

    return find


ACTIONS: tuple[Action, ...] = (
    Action(
        "Case",
        "investigate",
        _investigate,
        (
            FIRST,
            SECOND,
            of("Case", "act_ended_on", help="连续行为从终了之日起算 | Of a continuing act its end"),
        ),
    ),
    Action(
        "CheckItem",
        "tick",
        _tick,
        (of("CheckItem", "note", sort=Sort.NOTE),),
        on="CheckItem",
        check=_looked_into(False),
    ),
    Action("CheckItem", "untick", _untick, (WHY,), on="CheckItem", check=_looked_into(True)),
)
