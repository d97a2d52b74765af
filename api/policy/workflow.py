"""The life of every noun as one table: (state, action, role) → state."""

from collections.abc import Iterable

from api.policy.move import Move
from api.policy.moves import (
    acceptance,
    assessment,
    attachment,
    call,
    case,
    catalogue,
    claim,
    evaluation,
    flag,
    limit,
    paper,
    plan,
    platform,
    project,
    remittance,
    rule,
    settlement,
    tip,
    training,
    user,
    visit,
)
from db.enums import Role, Word
from db.resource import both

__all__ = ["MOVES", "Move", "actions", "move", "names", "next_state"]

MOVES: tuple[Move, ...] = (
    *plan.MOVES,
    *limit.MOVES,
    *call.MOVES,
    *platform.MOVES,
    *project.MOVES,
    *training.MOVES,
    *assessment.MOVES,
    *acceptance.MOVES,
    *visit.MOVES,
    *evaluation.MOVES,
    *catalogue.MOVES,
    *paper.MOVES,
    *claim.MOVES,
    *attachment.MOVES,
    *settlement.MOVES,
    *remittance.MOVES,
    *flag.MOVES,
    *rule.MOVES,
    *case.MOVES,
    *tip.MOVES,
    *user.MOVES,
)

_BY_NAME = {(move.noun, move.action): move for move in MOVES}


def move(noun: str, action: str) -> Move:
    """The step of that name.

    Raises:
        KeyError: the noun knows no such action.
    """
    return _BY_NAME[noun, action]


def next_state(noun: str, action: str, state: Word, roles: Iterable[Role]) -> Word | None:
    """The state this step leads to, or None where this state or these roles do not allow it."""
    step = _BY_NAME.get((noun, action))
    if step is None or state not in step.sources or not step.roles & frozenset(roles):
        return None
    return step.target or state


def actions(noun: str, state: Word, roles: Iterable[Role]) -> tuple[Move, ...]:
    """What somebody with these roles may do with a row in this state: the buttons to show."""
    held = frozenset(roles)
    return tuple(step for step in MOVES if step.noun == noun and state in step.sources and step.roles & held)


def names(words: Iterable[Word | Role], lang: str) -> str:
    """Several words as people read them."""
    return ("、", ", ")[lang == "en"].join(sorted(both(word.label)[lang == "en"] for word in words))
