"""Evidence that may be lost is preserved, and decided on."""

from typing import Any

from api.actions.action import Action, Check, Order
from api.actions.field import Field, Sort, of
from api.services import case_evidence
from api.viewer import Viewer
from db.store import Work


async def _preserve(work: Work, viewer: Viewer, order: Order) -> None:
    await case_evidence.preserve(work, viewer, order.id, order.values["preserved_on"])


async def _unpreserve(work: Work, viewer: Viewer, order: Order) -> None:
    await case_evidence.unpreserve(work, viewer, order.id, order.values["preserved_until"], order.why or "")


def _kept(waits: bool) -> Check:
    """Whether something is preserved and waits to be decided on, or nothing is."""

    async def find(connection: Any, viewer: Viewer, case: int) -> bool:
        found = await connection.fetchval(
            "select (preserved_on is not null and preserved_until is null) = $2 from cases where id = $1",
            case,
            waits,
        )
        return bool(found)

    return find


ACTIONS: tuple[Action, ...] = (
    Action(
        "Case",
        "preserve",
        _preserve,
        (of("Case", "preserved_on", required=True, help="行政处罚法第56条 | Law on Penalties, art. 56"),),
        check=_kept(False),
    ),
    Action(
        "Case",
        "unpreserve",
        _unpreserve,
        (
            of("Case", "preserved_until", required=True),
            Field("why", Sort.NOTE, "处理决定 | What becomes of it", required=True),
        ),
        check=_kept(True),
    ),
)
