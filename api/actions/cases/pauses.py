"""Days that do not count for the decision."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.cases.states import EARLY
from api.actions.field import of
from api.services import case_requests
from api.viewer import Viewer
from db.enums import CaseState
from db.store import Work


async def _pause(work: Work, viewer: Viewer, order: Order) -> int:
    values = order.values
    return await case_requests.pause(
        work, viewer, order.id, values["reason"], values["since"], values.get("note")
    )


async def _resume(work: Work, viewer: Viewer, order: Order) -> None:
    await case_requests.resume(work, viewer, order.id, order.values["until"])


async def _still_paused(connection: Any, viewer: Viewer, pause: int) -> bool:
    return bool(await connection.fetchval("select until is null from case_pauses where id = $1", pause))


ACTIONS: tuple[Action, ...] = (
    Action(
        "CasePause",
        "pause",
        _pause,
        (
            of("CasePause", "reason", required=True),
            of("CasePause", "since", required=True),
            of("CasePause", "note"),
        ),
        on="Case",
        when=EARLY | {CaseState.NOTIFIED, CaseState.HEARD, CaseState.REVIEWED},
    ),
    Action(
        "CasePause",
        "resume",
        _resume,
        (of("CasePause", "until", required=True),),
        on="CasePause",
        check=_still_paused,
    ),
)
