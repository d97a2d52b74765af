"""Accounts, and who somebody with a password is; of passwords only hashes are kept."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.errors import Refusal
from api.policy.access import sees_nation
from api.policy.rights import closed_subjects
from api.services.attempts import attempting
from api.services.rows import insert
from api.services.sessions import begin, session_of, stage_of, used
from api.viewer import Viewer
from db.catalog import catalog
from db.enums import Role, Stage
from db.store import NATION, NOTHING, Rows, Store, Work

#: Nobody can sign in to an account with this in the place of a hash.
NO_PASSWORD = "!"  # noqa: S105

_hasher = PasswordHasher()


@dataclass(frozen=True)
class NewUser:
    """An account; ``roles`` are pairs (role, unit), the unit None for the whole country."""

    username: str
    name: str
    roles: Sequence[tuple[Role, str | None]]
    password: str | None = None
    organization_id: int | None = None
    synthetic: bool = False


async def create_users(work: Work, viewer: Viewer, users: Sequence[NewUser]) -> list[int]:
    """Add accounts; without a password nobody can sign in to one.

    Raises:
        Refusal: the viewer is no administrator, or a user name is taken.
    """
    if Role.ADMINISTRATOR not in viewer.roles:
        raise Refusal("FORBIDDEN", "账户由系统管理员设立 | Accounts are made by administrators", status=403)
    # Beside the event loop: each takes a tenth of a second of arithmetic on purpose.
    hashes = await asyncio.gather(*(asyncio.to_thread(hash_of, user.password) for user in users))
    ids = await insert(
        work,
        "User",
        [
            {
                "username": user.username,
                "name": user.name,
                "password_hash": password_hash,
                "organization_id": user.organization_id,
                "synthetic": user.synthetic,
            }
            for user, password_hash in zip(users, hashes, strict=True)
        ],
    )
    await insert(
        work,
        "UserRole",
        [
            {"user_id": user_id, "role": role, "unit_code": unit, "synthetic": user.synthetic}
            for user_id, user in zip(ids, users, strict=True)
            for role, unit in user.roles
        ],
    )
    return ids


async def authenticate(store: Store, username: str, password: str, address: str | None = None) -> Viewer:
    """The person with this name and password, whatever else is asked of them.

    Raises:
        Refusal: there is none; which of the two is wrong, or that the account waits after too many attempts,
            is not said, and takes the same time to find out.
    """
    async with attempting(store, username, address) as attempt:
        async with store.read(NOTHING) as connection:
            row = await connection.fetchrow(
                "select id, password_hash from users where username = $1 and active",
                username.replace("\0", "\ufffd"),  # PostgreSQL knows no NUL
            )
        known = attempt.free and row is not None and row["password_hash"] != NO_PASSWORD
        right = await asyncio.to_thread(matches, row["password_hash"] if known else _decoy(), password)
        if not (known and right):
            raise Refusal(
                "BAD_CREDENTIALS",
                "用户名或密码不正确 | The user name or the password is wrong",
                hint="连续输错多次后须等候一段时间再试 | After several wrong attempts, one has to wait before the next",
                status=401,
            )
        async with store.read(NOTHING) as connection:
            stage = await stage_of(connection, row["id"])
            viewer = await viewer_of_user(connection, row["id"])
        attempt.took(wholly=stage is not Stage.CODE)
    if viewer is None:
        raise no_role()
    return viewer


async def sign_in(
    store: Store, username: str, password: str, address: str | None, device: str | None = None
) -> str:
    """A new session's token, for the cookie; of a session that is only half a one where a second step is due.

    Raises:
        Refusal: wrong name or password.
    """
    viewer = await authenticate(store, username, password, address)
    assert viewer.user_id
    async with store.write(NOTHING) as work:
        stage = await stage_of(work.connection, viewer.user_id)
        return await begin(work, viewer.user_id, stage, address=address, device=device)


async def viewer_of(store: Store, token: str) -> Viewer | None:
    """Whose session this is; None if it ended."""
    async with store.read(NOTHING) as connection:
        session = await session_of(connection, token)
        if session is None:
            return None
        viewer = await viewer_of_user(connection, session.user_id)
    if session.stale:
        await used(store, session)
    return viewer and replace(viewer, session_id=session.id)


def no_role() -> Refusal:
    return Refusal(
        "NO_ROLE",
        "该账户没有任何角色 | The account has no role",
        hint="请联系系统管理员 | Ask an administrator",
        status=403,
    )


async def number_of(store: Store, username: str) -> int | None:
    """The number of the user of this name, active or not."""
    async with store.read(NOTHING) as connection:
        found: int | None = await connection.fetchval("select id from users where username = $1", username)
        return found


async def viewer_named(store: Store, username: str) -> Viewer | None:
    """The person of this name, for the command line, whose user needs no password."""
    async with store.read(NOTHING) as connection:
        user_id = await connection.fetchval("select id from users where username = $1", username)
        return await viewer_of_user(connection, user_id) if user_id is not None else None


async def viewer_of_user(connection: object, user_id: int) -> Viewer | None:
    """The person with the rows of their roles; None if the account is not active or has no role."""
    rows = await connection.fetch(  # type: ignore[attr-defined]
        """select users.username, users.name, users.organization_id, user_roles.role, user_roles.unit_code
           from users join user_roles on user_roles.user_id = users.id
           where users.id = $1 and users.active""",
        user_id,
    )
    if not rows:
        return None
    grants = [(Role(row["role"]), row["unit_code"]) for row in rows]
    return Viewer(
        user_id=user_id,
        username=rows[0]["username"],
        name=rows[0]["name"],
        roles=frozenset(role for role, _ in grants),
        rows=_rows(grants, rows[0]["organization_id"], user_id),
    )


def _rows(grants: Sequence[tuple[Role, str | None]], organization: int | None, user: int) -> Rows:
    """Whose rows these grants open, and of which tables not even the events."""
    closed = _closed(frozenset(role for role, _ in grants))
    # Only experts have rows that are theirs alone: all others of a unit share connections that know whose they are.
    expert = user if any(role is Role.EXPERT for role, _ in grants) else None
    if sees_nation(grants):
        return replace(NATION, expert=expert, closed=closed)
    units = tuple(sorted({unit for _, unit in grants if unit is not None}))
    if {role for role, _ in grants} == {Role.PLATFORM_OPERATOR}:
        # Without an organization there is nothing an operator may see.
        if organization is None:
            return NOTHING
        return Rows(units=units, organization=organization, closed=closed)
    return Rows(units=units, expert=expert, closed=closed)


@cache
def _closed(roles: frozenset[Role]) -> tuple[str, ...]:
    return closed_subjects(roles, {name: entity.resource for name, entity in catalog().items()})


def hash_of(password: str | None) -> str:
    return _hasher.hash(password) if password else NO_PASSWORD


def matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _decoy() -> str:
    """A hash no password matches, so that an unknown name takes as long as a known one."""
    return _hasher.hash(secrets.token_urlsafe(16))
