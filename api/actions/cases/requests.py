"""Explanations are asked of a platform, answered, and judged."""

from api.actions.action import Action, Order, Run
from api.actions.cases.states import EARLY
from api.actions.field import WHY, Field, Sort, of
from api.services import case_requests
from api.services.case_requests import NewRequest
from api.services.clock import today
from api.viewer import Viewer
from db.store import Work


async def _ask(work: Work, viewer: Viewer, order: Order) -> int:
    values = order.values
    new = NewRequest(
        values["subject"],
        values["question"],
        today(),
        values.get("days") or NewRequest("", "", today()).days,
    )
    return await case_requests.ask(work, viewer, order.id, new)


async def _answer(work: Work, viewer: Viewer, order: Order) -> None:
    await case_requests.answer(work, viewer, order.id, order.values["answer"])


def _judge(action: str) -> Run:
    async def run(work: Work, viewer: Viewer, order: Order) -> None:
        await case_requests.judge(work, viewer, action, [order.step()])

    return run


ACTIONS: tuple[Action, ...] = (
    Action(
        "ExplanationRequest",
        "ask",
        _ask,
        (
            of("ExplanationRequest", "subject", required=True),
            of("ExplanationRequest", "question", required=True, sort=Sort.NOTE),
            Field("days", Sort.INTEGER, "答复工作日 | Working days to answer", least=3, most=30),
        ),
        on="Case",
        when=EARLY,
    ),
    Action(
        "ExplanationRequest",
        "answer",
        _answer,
        (of("ExplanationRequest", "answer", required=True, sort=Sort.NOTE),),
    ),
    Action("ExplanationRequest", "accept", _judge("accept")),
    Action("ExplanationRequest", "refuse", _judge("refuse"), (WHY,)),
    Action("ExplanationRequest", "withdraw", _judge("withdraw"), (WHY,)),
)
