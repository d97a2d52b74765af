"""Evidence is added to a case."""

from api.actions.action import Action, Order
from api.actions.cases.people import SECOND
from api.actions.cases.states import EARLY
from api.actions.field import Sort, of
from api.services import case_evidence
from api.services.case_evidence import NewEvidence
from api.viewer import Viewer
from db.store import Work


async def _collect(work: Work, viewer: Viewer, order: Order) -> int:
    values = order.values
    new = NewEvidence(
        values["kind"], values["title"], values["text"], values["taken_on"], values.get("second_id")
    )
    return await case_evidence.collect(work, viewer, order.id, new)


ACTIONS: tuple[Action, ...] = (
    Action(
        "EvidenceItem",
        "collect",
        _collect,
        (
            of("EvidenceItem", "kind", required=True),
            of("EvidenceItem", "title", required=True),
            of("EvidenceItem", "text", required=True, sort=Sort.NOTE),
            of("EvidenceItem", "taken_on", required=True),
            SECOND,
        ),
        on="Case",
        when=EARLY,
    ),
)
