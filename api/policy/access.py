"""Whose rows and which values each role may see: pure, from roles to rights."""

from collections.abc import Iterable

from db.enums import Role

#: Roles that look at the whole country whatever unit they belong to.
NATIONAL: frozenset[Role] = frozenset(
    {
        Role.LEADER,
        Role.ANALYST,
        Role.PROGRAMME_OFFICER,
        Role.FINANCE_OFFICER,
        Role.SUPERVISOR,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)

#: Who needs bank accounts and telephone numbers to do their work.
UNMASKED: frozenset[Role] = frozenset({Role.FINANCE_OFFICER, Role.SUPERVISOR, Role.AUDITOR})

#: Who may bring a plan workbook in.
IMPORTERS: frozenset[Role] = frozenset(
    {Role.PROVINCIAL_SME_OFFICER, Role.PROGRAMME_OFFICER, Role.ADMINISTRATOR}
)


def sees_nation(grants: Iterable[tuple[Role, str | None]]) -> bool:
    """Whether one of the (role, unit) grants covers the country."""
    return any(role in NATIONAL and unit is None for role, unit in grants)


def sees_sensitive(roles: frozenset[Role]) -> bool:
    return bool(roles & UNMASKED)


def may_read(roles: frozenset[Role], readers: frozenset[Role] | None) -> bool:
    """Whether somebody with ``roles`` may read a table whose declaration names ``readers``."""
    return bool(roles) and (readers is None or bool(roles & readers))


def may_import(roles: frozenset[Role]) -> bool:
    return bool(roles & IMPORTERS)
