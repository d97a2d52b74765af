"""A decision is served and executed, the case closed, other organs' replies entered."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import Field, Sort, of
from api.services import case_execution
from api.services.clock import today
from api.viewer import Viewer
from db.store import Work


async def _serve(work: Work, viewer: Viewer, order: Order) -> None:
    await case_execution.serve(work, viewer, order.id, today(), order.values["service"])


async def _execute(work: Work, viewer: Viewer, order: Order) -> None:
    await case_execution.execute(work, viewer, order.id, today())


async def _close(work: Work, viewer: Viewer, order: Order) -> None:
    await case_execution.close(work, viewer, order.id, today(), order.why)


async def _reply(work: Work, viewer: Viewer, order: Order) -> None:
    await case_execution.reply(work, viewer, order.id, order.values["reply"])


async def _handed_over(connection: Any, viewer: Viewer, penalty: int) -> bool:
    return bool(
        await connection.fetchval(
            "select outcome = 'transfer' and state = 'effective' from penalties where id = $1", penalty
        )
    )


ACTIONS: tuple[Action, ...] = (
    Action("Case", "serve", _serve, (of("Case", "service", required=True),)),
    Action("Case", "execute", _execute),
    Action("Case", "close", _close, (Field("why", Sort.NOTE, "结案意见 | Conclusion"),)),
    Action(
        "Penalty",
        "reply",
        _reply,
        (of("Penalty", "reply", required=True, sort=Sort.NOTE),),
        on="Penalty",
        check=_handed_over,
    ),
)
