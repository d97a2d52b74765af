"""One step in the life of a noun, and who may take it."""

from collections.abc import Iterable
from dataclasses import dataclass

from db.enums import DutyKind, Role, Word

#: Who brings plans in, by hand or by workbook.
ENTRY: tuple[Role, ...] = (Role.PROVINCIAL_SME_OFFICER, Role.PROGRAMME_OFFICER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Move:
    """One step: from any of ``sources`` (none: a new row) to ``target`` (None: the state stays).

    ``not_after`` names earlier actions on the same row whose actor may not take this step: whoever
    submits cannot accept, whoever investigates cannot decide. ``duty``: what this step is for the projects
    it concerns; nobody has two duties for one project, which the database sees to as well (``db.models.duty``).
    """

    noun: str
    action: str
    label: str
    sources: frozenset[Word]
    target: Word | None
    roles: frozenset[Role]
    clause: str | None = None
    not_after: frozenset[str] = frozenset()
    duty: DutyKind | None = None


def step(
    noun: str,
    action: str,
    label: str,
    sources: Word | Iterable[Word],
    target: Word | None,
    roles: Role | Iterable[Role],
    clause: str | None = None,
    not_after: Iterable[str] = (),
    duty: DutyKind | None = None,
) -> Move:
    """A move as the tables of ``api.policy.moves`` write it; ``label`` is ``中文 | English``."""
    return Move(
        noun,
        action,
        label,
        frozenset({sources}) if isinstance(sources, Word) else frozenset(sources),
        target,
        frozenset({roles}) if isinstance(roles, Role) else frozenset(roles),
        clause,
        frozenset(not_after),
        duty,
    )
