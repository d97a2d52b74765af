"""A decision is looked at again."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from api.actions.action import Action, Order, Run
from api.actions.cases.outcomes import outcomes, penalties_of
from api.actions.field import Sort, of
from api.services import case_challenges
from api.services.case_challenges import NewChallenge
from api.services.clock import today
from api.viewer import Viewer
from db.enums import CaseState
from db.store import Work

#: (transaction, viewer, challenge, day, answer)
Answer = Callable[[Work, Viewer, int, date, str], Awaitable[Any]]
_IN_FORCE = frozenset({CaseState.DECIDED, CaseState.SERVED, CaseState.EXECUTED, CaseState.CLOSED})


async def _file(work: Work, viewer: Viewer, order: Order) -> int:
    values = order.values
    new = NewChallenge(
        values["kind"], values["filed_on"], values["body"], values["grounds"], values.get("number")
    )
    return await case_challenges.file(work, viewer, order.id, new)


async def _change(work: Work, viewer: Viewer, order: Order) -> None:
    await case_challenges.change(work, viewer, order.id, penalties_of(order), today(), order.values["answer"])


def _answered(service: Answer) -> Run:
    """What the review, the court or the office itself answered, with what ``service`` does about it."""

    async def run(work: Work, viewer: Viewer, order: Order) -> None:
        await service(work, viewer, order.id, today(), order.values["answer"])

    return run


_ANSWER = of("Challenge", "answer", required=True)
ACTIONS: tuple[Action, ...] = (
    Action(
        "Challenge",
        "file",
        _file,
        (
            of("Challenge", "kind", required=True),
            of("Challenge", "filed_on", required=True),
            of("Challenge", "body", required=True),
            of("Challenge", "number"),
            of("Challenge", "grounds", required=True, sort=Sort.NOTE),
        ),
        on="Case",
        when=_IN_FORCE,
    ),
    Action("Challenge", "confirm", _answered(case_challenges.confirm), (_ANSWER,)),
    Action(
        "Challenge", "change", _change, (outcomes("变更后的处理 | What is left of it"), _ANSWER), danger=True
    ),
    Action("Challenge", "overturn", _answered(case_challenges.overturn), (_ANSWER,), danger=True),
    Action("Challenge", "withdraw", _answered(case_challenges.withdraw), (_ANSWER,)),
)
