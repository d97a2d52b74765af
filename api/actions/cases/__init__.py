"""What can be done about cases, in the order in which the buttons stand."""

from api.actions.action import Action
from api.actions.cases import (
    challenges,
    decision,
    evidence,
    execution,
    hearing,
    inquiry,
    notice,
    opening,
    pauses,
    people,
    preservation,
    publication,
    requests,
    review,
    rings,
)

ACTIONS: tuple[Action, ...] = (
    *opening.ACTIONS,
    *people.ACTIONS,
    *rings.ACTIONS,
    *preservation.ACTIONS,
    *inquiry.ACTIONS,
    *evidence.ACTIONS,
    *requests.ACTIONS,
    *pauses.ACTIONS,
    *notice.ACTIONS,
    *hearing.ACTIONS,
    *review.ACTIONS,
    *decision.ACTIONS,
    *execution.ACTIONS,
    *publication.ACTIONS,
    *challenges.ACTIONS,
)
