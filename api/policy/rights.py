"""The one table of rights, role by table: which rows, which fields masked, which steps. All of it is derived.

Rows come from a table's scope, ``readers``, ``operator`` and ``published`` (row-level security enforces them), fields
from ``sensitive`` and ``api.policy.access`` (the compiler), steps from ``api.policy.moves`` (the services).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.policy.access import ACCOUNT_READERS, NATIONAL, may_read, sees_sensitive
from api.policy.move import Move
from db.enums import Role, Word
from db.resource import Resource, Scope


class Reach(Word):
    """Which rows of a table somebody with a role reads."""

    ALL = "all", "全部 | All"
    UNITS = "units", "本单位 | Own units"
    UNITS_AND_PUBLISHED = "units_and_published", "本单位和已公开 | Own units and published"
    PLATFORMS = "platforms", "本平台 | Own platforms"
    PUBLISHED = "published", "本平台和已公开 | Own platforms and published"
    OWN = "own", "本人 | One's own"
    NONE = "none", "不可查看 | None"


#: Tables that are read by nobody as such, but each person meets their own rows on their account's pages.
OWN: frozenset[str] = frozenset({"Session", "UserRole", "Interest", "ApiToken", "SavedQuery"})
#: Those that administrators and auditors look through to know who can do what.
OF_ACCOUNTS: frozenset[str] = frozenset({"Session", "UserRole", "Interest", "Identity"})
#: Rows of ``subject`` tables tell what happened to rows of others: each is read by who reads what it tells of.
TELLS_OF_OTHERS = "subject"


@dataclass(frozen=True)
class Right:
    """What a role may do with a table. ``masked``: fields that come back as ``****1234``."""

    role: Role
    table: str
    reach: Reach
    masked: tuple[str, ...]
    moves: tuple[Move, ...]


def rights(tables: Mapping[str, Resource], moves: Iterable[Move]) -> tuple[Right, ...]:
    """Every role by every table."""
    steps = tuple(moves)
    return tuple(
        Right(
            role,
            name,
            reach(role, name, resource),
            masked(role, name, resource),
            tuple(step for step in steps if step.noun == name and role in step.roles),
        )
        for name, resource in tables.items()
        for role in Role
    )


def reach(role: Role, name: str, resource: Resource) -> Reach:
    """The rows that somebody with this role alone reads."""
    if resource.scope is Scope.PRIVATE:
        if name in OF_ACCOUNTS and role in ACCOUNT_READERS:
            return Reach.ALL
        return Reach.OWN if name in OWN else Reach.NONE
    if not may_read(frozenset({role}), resource.readers):
        return Reach.NONE
    if resource.scope is Scope.OPEN or role in NATIONAL:
        return Reach.ALL
    if role is Role.PLATFORM_OPERATOR:
        if resource.published:
            return Reach.PUBLISHED
        return Reach.PLATFORMS if resource.operator else Reach.NONE
    return Reach.UNITS_AND_PUBLISHED if resource.published else Reach.UNITS


def masked(role: Role, name: str, resource: Resource) -> tuple[str, ...]:
    """The fields that come back masked to this role."""
    if reach(role, name, resource) is Reach.NONE or sees_sensitive(frozenset({role})):
        return ()
    return tuple(sorted(resource.sensitive))


def closed_subjects(roles: Iterable[Role], tables: Mapping[str, Resource]) -> tuple[str, ...]:
    """The tables of which somebody with these roles must not read what happened: nor from whom, nor why.

    Of private tables that is everybody but those who look after accounts; the rest follows ``readers``.
    """
    held = frozenset(roles)
    return tuple(
        sorted(
            name
            for name, resource in tables.items()
            if (
                not held & ACCOUNT_READERS
                if resource.scope is Scope.PRIVATE
                else not may_read(held, resource.readers)
            )
        )
    )
