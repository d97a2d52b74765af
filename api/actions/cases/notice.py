"""What is going to be decided is announced."""

from api.actions.action import Action, Order
from api.actions.cases.outcomes import outcomes, penalties_of
from api.actions.field import Sort, of
from api.services import case_notice
from api.services.clock import today
from api.viewer import Viewer
from db.store import Work


async def _notify(work: Work, viewer: Viewer, order: Order) -> None:
    values = order.values
    await case_notice.notify(
        work,
        viewer,
        order.id,
        penalties_of(order),
        today(),
        values["facts"],
        values["basis"],
        false_invoices=bool(values.get("false_invoices")),
        crime_suspected=bool(values.get("crime_suspected")),
        fine_due=bool(values.get("fine_due")),
    )


ACTIONS: tuple[Action, ...] = (
    Action(
        "Case",
        "notify",
        _notify,
        (
            of("CaseNotice", "facts", required=True, sort=Sort.NOTE),
            of("CaseNotice", "basis", required=True, sort=Sort.NOTE),
            outcomes("拟处结果 | What is going to be decided"),
            of("Case", "false_invoices"),
            of("Case", "crime_suspected"),
            of("Case", "fine_due"),
        ),
    ),
)
