"""What can be done with a plan."""

from api.actions.action import Action, Order
from api.actions.field import WHY
from api.services import plans
from api.services.clock import today
from api.viewer import Viewer
from db.store import Work


async def _sign_sme(work: Work, viewer: Viewer, order: Order) -> None:
    await plans.sign_for_sme(work, viewer, [order.id], today())


async def _sign_finance(work: Work, viewer: Viewer, order: Order) -> None:
    await plans.sign_for_finance(work, viewer, [order.id], today())


async def _submit(work: Work, viewer: Viewer, order: Order) -> None:
    await plans.submit(work, viewer, [order.id], today())


async def _return(work: Work, viewer: Viewer, order: Order) -> None:
    await plans.send_back(work, viewer, [order.id], order.values["why"])


async def _approve(work: Work, viewer: Viewer, order: Order) -> None:
    await plans.approve(work, viewer, [order.id], today(), why=order.why)


ACTIONS: tuple[Action, ...] = (
    Action("Plan", "sign_sme", _sign_sme),
    Action("Plan", "sign_finance", _sign_finance),
    Action("Plan", "submit", _submit),
    Action("Plan", "return", _return, (WHY,)),
    Action("Plan", "approve", _approve),
)
