"""The platform is heard."""

from api.actions.action import Action, Order
from api.actions.field import Sort, of
from api.services import case_hearing
from api.services.case_hearing import Heard
from api.services.clock import today
from api.viewer import Viewer
from db.store import Work


async def _ask_hearing(work: Work, viewer: Viewer, order: Order) -> None:
    await case_hearing.ask_hearing(work, viewer, order.id, order.values["hearing_asked_on"])


async def _call_hearing(work: Work, viewer: Viewer, order: Order) -> None:
    await case_hearing.call_hearing(work, viewer, order.id, today(), order.values["hearing_on"])


async def _hear(work: Work, viewer: Viewer, order: Order) -> None:
    values = order.values
    heard = Heard(
        values["kind"],
        today(),
        values["record"],
        values["findings"],
        bool(values.get("adopted")),
        values.get("speaker"),
        values.get("venue"),
    )
    await case_hearing.hear(work, viewer, order.id, heard)


ACTIONS: tuple[Action, ...] = (
    Action("Case", "ask_hearing", _ask_hearing, (of("Case", "hearing_asked_on", required=True),)),
    Action("Case", "call_hearing", _call_hearing, (of("Case", "hearing_on", required=True),)),
    Action(
        "Case",
        "hear",
        _hear,
        (
            of("Defence", "kind", required=True),
            of("Defence", "speaker"),
            of("Defence", "venue"),
            of("Defence", "record", required=True, sort=Sort.NOTE),
            of("Defence", "findings", required=True, sort=Sort.NOTE),
            of("Defence", "adopted"),
        ),
    ),
)
