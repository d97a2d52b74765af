"""Who may not decide on what: ties to an organization, duties of one project, roles that exclude one another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from db.enums import DutyKind, InterestKind, Role

#: Who has left an organization keeps away from it for so many years.
COOLING_YEARS = 3

#: Steps of these duties are only for people without a tie to the platform or the enterprise (P10).
IMPARTIAL: frozenset[DutyKind] = frozenset({DutyKind.ACCEPT, DutyKind.REVIEW, DutyKind.SETTLE})

#: Those who act for the programme, and so can't oversee it, keep its accounts, or be one of its platforms.
_ACTING: frozenset[Role] = frozenset(
    {
        Role.PROGRAMME_OFFICER,
        Role.FINANCE_OFFICER,
        Role.PROVINCIAL_SME_OFFICER,
        Role.PROVINCIAL_FINANCE_OFFICER,
        Role.EXPERT,
    }
)
#: Roles that one person can't hold beside the one they stand under.
EXCLUDES: dict[Role, frozenset[Role]] = {
    # An operator's rows are narrowed to its platforms: another role would open the whole unit.
    Role.PLATFORM_OPERATOR: frozenset(Role) - {Role.PLATFORM_OPERATOR},
    Role.ADMINISTRATOR: _ACTING - {Role.PROGRAMME_OFFICER} | {Role.SUPERVISOR, Role.AUDITOR},
    Role.AUDITOR: _ACTING | {Role.SUPERVISOR},
    Role.SUPERVISOR: _ACTING,
    # Who accepts a unit's projects is not of the offices that submit and pay them.
    Role.EXPERT: frozenset({Role.PROVINCIAL_SME_OFFICER, Role.PROVINCIAL_FINANCE_OFFICER}),
}


@dataclass(frozen=True)
class Tie:
    """What ties a person to an organization; ``kind`` None is the organization of the account itself."""

    organization: int
    kind: InterestKind | None = None
    until: date | None = None


def counts(tie: Tie, on: date) -> bool:
    """Whether the tie keeps the person from deciding on ``on``: while it lasts, and for some years after."""
    if tie.until is None:
        return True
    try:
        cooled = tie.until.replace(year=tie.until.year + COOLING_YEARS)
    except ValueError:  # the 29th of February
        cooled = tie.until.replace(year=tie.until.year + COOLING_YEARS, day=28)
    return on <= cooled


def tied(ties: Iterable[Tie], parties: Collection[int], on: date) -> Tie | None:
    """The first tie to one of the organizations ``parties`` that counts on that day."""
    return next((tie for tie in ties if tie.organization in parties and counts(tie, on)), None)


def other_duty(held: Iterable[DutyKind], wanted: DutyKind) -> DutyKind | None:
    """A duty held for a project that keeps its holder from having ``wanted`` for it as well."""
    return next((duty for duty in sorted(held) if duty is not wanted), None)


def excluded(held: Iterable[Role], wanted: Role) -> Role | None:
    """A role held that can't stand beside ``wanted``."""
    return next(
        (
            role
            for role in sorted(held)
            if wanted in EXCLUDES.get(role, frozenset()) or role in EXCLUDES.get(wanted, frozenset())
        ),
        None,
    )
