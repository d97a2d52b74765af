"""Whose rows and which values each role may see, and what a token may do: pure, from roles to rights."""

from collections.abc import Iterable

from db.enums import Role, Word

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

#: Who looks at accounts: one keeps them, the other checks that they are kept well.
ACCOUNT_READERS: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})

#: Who may bring a plan workbook in.
IMPORTERS: frozenset[Role] = frozenset(
    {Role.PROVINCIAL_SME_OFFICER, Role.PROGRAMME_OFFICER, Role.ADMINISTRATOR}
)


#: Who draws plans up, and who decides on them.
PLANNERS: frozenset[Role] = NATIONAL | {Role.PROVINCIAL_SME_OFFICER, Role.PROVINCIAL_FINANCE_OFFICER}


def sees_nation(grants: Iterable[tuple[Role, str | None]]) -> bool:
    """Whether one of the (role, unit) grants covers the country."""
    return any(role in NATIONAL and unit is None for role, unit in grants)


def sees_sensitive(roles: frozenset[Role]) -> bool:
    return bool(roles & UNMASKED)


def may_read(roles: frozenset[Role], readers: frozenset[Role] | None) -> bool:
    """Whether somebody with ``roles`` may read a table whose declaration names ``readers``."""
    return bool(roles) and (readers is None or bool(roles & readers))


def may_check_plans(roles: frozenset[Role]) -> bool:
    """Whether somebody sees how plans stand with the notice; which plans, row-level security says."""
    return bool(roles & PLANNERS)


def may_import(roles: frozenset[Role]) -> bool:
    return bool(roles & IMPORTERS)


#: Who may see how a query was run: its SQL, its plan.
EXPLAINERS: frozenset[Role] = frozenset({Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR})


def may_explain(roles: frozenset[Role], national: bool) -> bool:
    """A plan counts the rows that row security hid, so it is for those who see them all."""
    return national and bool(roles & EXPLAINERS)


class TokenScope(Word):
    """What an API token lets a program do."""

    READ = "read", "查询 | Ask questions"
    WRITE = "write", "更改 | Change data"
    EXPORT = "export", "导出文件 | Export files"
    UNMASK = "unmask", "查看敏感信息 | See sensitive values"


#: Narrow what the user may do, never widen it.
TOKEN_SCOPES: tuple[TokenScope, ...] = tuple(TokenScope)


def scopes_of(roles: frozenset[Role]) -> tuple[TokenScope, ...]:
    """The scopes that make sense for a token of somebody with ``roles``."""
    return tuple(scope for scope in TOKEN_SCOPES if scope is not TokenScope.UNMASK or sees_sensitive(roles))
