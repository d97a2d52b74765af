"""Accounts as administrators and auditors look at them: roles, locks, sessions, second steps, interests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.errors import Refusal
from api.policy.access import ACCOUNT_READERS
from api.services.accounts import NO_PASSWORD
from api.services.attempts import account_key
from api.services.clock import now
from api.services.in_person import check_in_person
from api.services.interests import InterestInfo, interests_of
from api.services.second_step import state_of
from api.services.sessions import SessionInfo, sessions_of
from api.viewer import Viewer
from db.enums import Role
from db.store import NATION, Store

MOST = 500


@dataclass(frozen=True)
class RoleInfo:
    role: Role
    unit_code: str | None
    unit_name: str | None
    mapped: bool


@dataclass(frozen=True)
class AccountInfo:
    """An account without any of its secrets."""

    id: int
    username: str
    name: str
    active: bool
    organization: str | None
    synthetic: bool
    roles: tuple[RoleInfo, ...]
    password: bool  # one is set
    recovery_codes: int | None  # left; None without a second step
    locked_until: datetime | None
    identities: tuple[str, ...]
    sessions: tuple[SessionInfo, ...]
    interests: tuple[InterestInfo, ...]


async def accounts(
    store: Store, viewer: Viewer, *, text: str = "", only: int | None = None, first: int = 50
) -> tuple[int, list[AccountInfo]]:
    """How many accounts match and the first of them, by user name; ``only`` is the number of a single one.

    Raises:
        Refusal: the viewer is neither administrator nor auditor, or came with a token.
    """
    if not viewer.roles & ACCOUNT_READERS:
        raise Refusal(
            "FORBIDDEN",
            "账户只供系统管理员和审计人员查看 | Accounts are for administrators and auditors",
            status=403,
        )
    check_in_person(viewer)
    like = (
        "%" + text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_").replace("\0", "")[:80] + "%"
    )
    async with store.read(NATION) as connection:
        rows = await connection.fetch(
            "select users.id, username, users.name, active, organizations.name as organization, users.synthetic,"
            " password_hash <> $4 as password, count(*) over () as total"
            " from users left join organizations on organizations.id = users.organization_id"
            " where (username ilike $1 or users.name ilike $1 or organizations.name ilike $1)"
            " and ($2::bigint is null or users.id = $2) order by username limit $3",
            like,
            only,
            min(max(first, 1), MOST),
            NO_PASSWORD,
        )
        ids = [row["id"] for row in rows]
        roles = await connection.fetch(
            "select user_id, role, unit_code, short_name, mapped from user_roles"
            " left join reporting_units on code = unit_code where user_id = any($1) order by role, unit_code",
            ids,
        )
        locks = await connection.fetch(
            "select key, until from attempts where key = any($1) and until > $2",
            [account_key(row["username"]) for row in rows],
            now(),
        )
        identities = await connection.fetch(
            "select user_id, issuer, subject from identities where user_id = any($1) order by id", ids
        )
    waiting = {row["key"]: row["until"] for row in locks}
    sessions, steps, interests = (
        await sessions_of(store, ids),
        await state_of(store, ids),
        await interests_of(store, ids),
    )
    found = [
        AccountInfo(
            id=row["id"],
            username=row["username"],
            name=row["name"],
            active=row["active"],
            organization=row["organization"],
            synthetic=row["synthetic"],
            roles=tuple(_roles(roles, row["id"])),
            password=row["password"],
            recovery_codes=steps[row["id"]],
            locked_until=waiting.get(account_key(row["username"])),
            identities=tuple(
                f"{one['subject']} @ {one['issuer']}" for one in identities if one["user_id"] == row["id"]
            ),
            sessions=tuple(sessions[row["id"]]),
            interests=tuple(interests[row["id"]]),
        )
        for row in rows
    ]
    return (rows[0]["total"] if rows else 0), found


def _roles(rows: Sequence[dict[str, object]], user_id: int) -> list[RoleInfo]:
    return [
        RoleInfo(
            Role(str(row["role"])), _text(row["unit_code"]), _text(row["short_name"]), bool(row["mapped"])
        )
        for row in rows
        if row["user_id"] == user_id
    ]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
