"""The legal review, and the discussion among leaders."""

from api.actions.action import Action, Order
from api.actions.field import WHY, Sort, of
from api.services import case_review
from api.services.clock import today
from api.viewer import Viewer
from db.store import Work


async def _review(work: Work, viewer: Viewer, order: Order) -> None:
    await case_review.review(work, viewer, order.id, order.values["opinion"], today())


async def _return(work: Work, viewer: Viewer, order: Order) -> None:
    await case_review.send_back(work, viewer, order.id, order.why or "", today())


async def _discuss(work: Work, viewer: Viewer, order: Order) -> None:
    await case_review.discuss(work, viewer, order.id, order.values["discussion"], today())


ACTIONS: tuple[Action, ...] = (
    Action("Case", "review", _review, (of("Case", "opinion", required=True, sort=Sort.NOTE),)),
    Action("Case", "return", _return, (WHY,)),
    Action("Case", "discuss", _discuss, (of("Case", "discussion", required=True, sort=Sort.NOTE),)),
)
