"""A plan's clauses one by one, for the page on which it is made ready: kept, or what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.policy.breach import Breach
from db.enums import Word

#: The clauses that a plan is held against, in the order of the notice.
PLAN_CLAUSES = ("G1", "G2", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "F1", "F2", "F3", "A1")


class Standing(Word):
    """How a plan stands with a clause."""

    KEPT = "kept", "符合 | Kept"
    NOTED = "noted", "符合，有提示 | Kept, with notes"
    OPEN = "open", "上报前须补 | To be done before it is submitted"
    BROKEN = "broken", "不符合 | Broken"


@dataclass(frozen=True)
class Item:
    clause: str
    standing: Standing
    breaches: tuple[Breach, ...]


def checklist(breaches: Iterable[Breach]) -> tuple[Item, ...]:
    """Each clause with what ``check_plan`` found against it."""
    found: dict[str, list[Breach]] = {clause: [] for clause in PLAN_CLAUSES}
    for breach in breaches:
        if breach.clause is not None:
            found.setdefault(breach.clause, []).append(breach)
    return tuple(Item(clause, _standing(those), tuple(those)) for clause, those in found.items())


def ready(breaches: Iterable[Breach]) -> bool:
    """Whether nothing stands in the way of submitting the plan."""
    return not any(breach.bars_submission for breach in breaches)


def _standing(breaches: Iterable[Breach]) -> Standing:
    breaches = list(breaches)
    if any(breach.blocking for breach in breaches):
        return Standing.BROKEN
    if any(breach.needed for breach in breaches):
        return Standing.OPEN
    return Standing.NOTED if breaches else Standing.KEPT
