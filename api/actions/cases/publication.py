"""A decision in the public register."""

from api.actions.action import Action, Order
from api.actions.field import WHY, Sort, of
from api.services import case_register
from api.services.clock import today
from api.viewer import Viewer
from db.enums import CaseState
from db.store import Work


async def _publish(work: Work, viewer: Viewer, order: Order) -> int:
    return await case_register.publish(work, viewer, order.id, order.values["conduct"], today())


async def _withdraw_publication(work: Work, viewer: Viewer, order: Order) -> None:
    await case_register.withdraw(work, viewer, [order.id], today(), order.why or "")


ACTIONS: tuple[Action, ...] = (
    Action(
        "Publication",
        "publish",
        _publish,
        (of("Publication", "conduct", required=True, sort=Sort.NOTE),),
        on="Case",
        when=frozenset({CaseState.SERVED, CaseState.EXECUTED, CaseState.CLOSED}),
    ),
    Action("Publication", "withdraw", _withdraw_publication, (WHY,), danger=True),
)
