"""Accounts, signing in and out; of a password and of a session's token only hashes are kept."""

import asyncio
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.errors import Refusal
from api.policy.access import sees_nation
from api.services.presence import presence
from api.services.rows import insert
from api.viewer import Viewer
from db.enums import Role
from db.store import NATION, NOTHING, Rows, Store, Work

SESSION = timedelta(hours=12)
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
    hashes = await asyncio.gather(*(asyncio.to_thread(_hash, user.password) for user in users))
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


async def authenticate(store: Store, username: str, password: str) -> Viewer:
    """The person with this name and password.

    Raises:
        Refusal: there is none; which of the two is wrong is not said, and takes the same time to find out.
    """
    async with store.read(NOTHING) as connection:
        row = await connection.fetchrow(
            "select id, password_hash from users where username = $1 and active",
            username.replace("\0", "\ufffd"),  # PostgreSQL knows no NUL
        )
    known = row is not None and row["password_hash"] != NO_PASSWORD
    right = await asyncio.to_thread(_matches, row["password_hash"] if known else _decoy(), password)
    if not (known and right):
        raise Refusal(
            "BAD_CREDENTIALS", "用户名或密码不正确 | The user name or the password is wrong", status=401
        )
    async with store.read(NOTHING) as connection:
        viewer = await viewer_of_user(connection, row["id"])
    if viewer is None:
        raise Refusal(
            "NO_ROLE",
            "该账户没有任何角色 | The account has no role",
            hint="请联系系统管理员 | Ask an administrator",
            status=403,
        )
    return viewer


async def sign_in(store: Store, username: str, password: str, address: str | None) -> str:
    """A new session's token, for the cookie.

    Raises:
        Refusal: wrong name or password.
    """
    viewer = await authenticate(store, username, password)
    token = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    async with store.write(NOTHING) as work:
        await insert(
            work,
            "Session",
            [
                {
                    "token_hash": _fingerprint(token),
                    "user_id": viewer.user_id,
                    "created_at": now,
                    "expires_at": now + SESSION,
                    "address": address[:45] if address else None,
                }
            ],
        )
    return token


async def viewer_of(store: Store, token: str) -> Viewer | None:
    """Whose session this is; None if it ended."""
    async with store.read(NOTHING) as connection:
        user_id = await connection.fetchval(
            "select user_id from sessions where token_hash = $1 and expires_at > now()", _fingerprint(token)
        )
        return await viewer_of_user(connection, user_id) if user_id is not None else None


async def sign_out(store: Store, token: str) -> None:
    """End the session of this token."""
    async with store.write(NOTHING) as work:
        await work.connection.execute("delete from sessions where token_hash = $1", _fingerprint(token))
    presence(store).forget()


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
        rows=_rows(grants, rows[0]["organization_id"]),
    )


def _rows(grants: Sequence[tuple[Role, str | None]], organization: int | None) -> Rows:
    if sees_nation(grants):
        return NATION
    units = tuple(sorted({unit for _, unit in grants if unit is not None}))
    if {role for role, _ in grants} == {Role.PLATFORM_OPERATOR}:
        # Without an organization there is nothing an operator may see.
        return Rows(units=units, organization=organization) if organization is not None else NOTHING
    return Rows(units=units)


def _hash(password: str | None) -> str:
    return _hasher.hash(password) if password else NO_PASSWORD


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _decoy() -> str:
    """A hash no password matches, so that an unknown name takes as long as a known one."""
    return _hasher.hash(secrets.token_urlsafe(16))


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
