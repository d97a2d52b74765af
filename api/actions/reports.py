"""Reports to the ministries (A4)."""

from api.actions.action import Action, Order
from api.actions.field import Sort, of
from api.services import reports
from api.services.clock import today
from api.services.steps import Step
from api.viewer import Viewer
from db.store import Work


async def _draft(work: Work, viewer: Viewer, order: Order) -> int:
    return await reports.draft(work, viewer, order.values, plan=order.id or None)


async def _revise(work: Work, viewer: Viewer, order: Order) -> None:
    await reports.revise(work, viewer, [order.step()])


async def _send(work: Work, viewer: Viewer, order: Order) -> None:
    await reports.send(work, viewer, [Step(order.id, {"sent_on": today()})])


async def _read(work: Work, viewer: Viewer, order: Order) -> None:
    await reports.read(work, viewer, [Step(order.id, {"read_on": today()})])


async def _read_copy(work: Work, viewer: Viewer, order: Order) -> None:
    await reports.read_copy(work, viewer, [Step(order.id, {"copy_read_on": today()})])


async def _answer(work: Work, viewer: Viewer, order: Order) -> None:
    values = {"answer": order.values["answer"], "answered_on": today()}
    await reports.answer(work, viewer, [Step(order.id, values)])


_TEXT = (
    of("Report", "kind", required=True, shown="kind"),
    of("Report", "topic", required=True, shown="topic"),
    of("Report", "title", required=True, shown="title"),
    of("Report", "body", required=True, sort=Sort.NOTE, longest=20_000, shown="body"),
)

ACTIONS: tuple[Action, ...] = (
    Action("Report", "draft", _draft, _TEXT, on="Plan"),
    Action("Report", "revise", _revise, _TEXT),
    Action("Report", "send", _send),
    Action("Report", "read", _read),
    Action("Report", "read_copy", _read_copy),
    Action("Report", "answer", _answer, (of("Report", "answer", required=True, sort=Sort.NOTE),)),
)
