"""API tokens: made by a person for a program, shown once; only their hash is kept."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from api.errors import Refusal
from api.policy.access import TokenScope, scopes_of
from api.services.accounts import viewer_of_user
from api.services.in_person import check_in_person
from api.services.presence import presence
from api.services.rows import insert, update
from api.services.sessions import tell
from api.viewer import Viewer
from db.enums import Role
from db.store import NATION, NOTHING, Store, Work

PREFIX = "dgt_"
#: How much of a token is kept to tell it from others: the prefix and eight characters.
SHOWN = 12
LONGEST = timedelta(days=366)
MOST_TOKENS = 20
#: ``used_at`` is as old as this at most: a program that asks all day doesn't write all day.
USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Token:
    """A token as its owner sees it afterwards: without its secret."""

    id: int
    name: str
    prefix: str
    scopes: tuple[TokenScope, ...]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    @property
    def live(self) -> bool:
        return self.revoked_at is None and self.expires_at > datetime.now(UTC)


async def create_token(
    store: Store, viewer: Viewer, name: str, scopes: Sequence[TokenScope], expires_at: datetime
) -> tuple[str, Token]:
    """A new token of the viewer and its secret, which nobody can have again.

    Raises:
        Refusal: the viewer came with a token, or name, scopes or expiry won't do.
    """
    check_in_person(viewer)
    name = name.strip()
    now = datetime.now(UTC)
    _check_wanted(viewer, name, scopes, expires_at, now)
    secret = PREFIX + secrets.token_urlsafe(32)
    values = {
        "name": name,
        "prefix": secret[:SHOWN],
        "scopes": [scope.value for scope in TokenScope if scope in scopes],
        "created_at": now,
        "expires_at": expires_at,
    }
    async with store.write(NATION) as work:
        # Locked, so that two requests at once don't both find room for one more.
        await work.connection.execute("select from users where id = $1 for update", viewer.user_id)
        live = await work.connection.fetchval(
            "select count(*) from api_tokens where user_id = $1 and revoked_at is null and expires_at > now()",
            viewer.user_id,
        )
        if live >= MOST_TOKENS:
            raise Refusal(
                "TOO_MANY_API_TOKENS",
                "每人最多有 {most} 个有效令牌。 | A person has at most {most} live tokens.",
                hint="先撤销不用的令牌。 | Revoke one that is no longer used.",
                status=409,
                most=MOST_TOKENS,
            )
        [number] = await insert(
            work, "ApiToken", [values | {"user_id": viewer.user_id, "token_hash": _fingerprint(secret)}]
        )
        await _record(work, viewer, number, "create", "live")
    return secret, _token(values | {"id": number, "used_at": None, "revoked_at": None})


async def tokens_of(store: Store, viewer: Viewer) -> list[Token]:
    """The viewer's tokens, the newest first, those that ended too."""
    async with store.read(NOTHING) as connection:
        rows = await connection.fetch(
            "select * from api_tokens where user_id = $1 order by created_at desc, id desc", viewer.user_id
        )
    return [_token(row | {"scopes": orjson.loads(row["scopes"])}) for row in map(dict, rows)]


async def revoke_token(store: Store, viewer: Viewer, number: int) -> None:
    """End a token of the viewer's own, or as an administrator anybody's; what has ended stays so.

    Raises:
        Refusal: the viewer came with a token, or has none of this number.
    """
    check_in_person(viewer)
    async with store.write(NATION) as work:
        row = await work.connection.fetchrow(
            "select user_id, revoked_at from api_tokens where id = $1 for update", number
        )
        own = row is not None and row["user_id"] == viewer.user_id
        if row is None or not (own or Role.ADMINISTRATOR in viewer.roles):
            raise Refusal("NOT_FOUND", "没有这个令牌。 | There is no such token.", status=404)
        if row["revoked_at"] is None:
            await update(work, "ApiToken", [{"id": number, "revoked_at": datetime.now(UTC)}])
            await _record(work, viewer, number, "revoke", "revoked")
            tell(work)
    presence(store).forget()


async def viewer_of_token(store: Store, secret: str) -> Viewer:
    """The user of a live token, narrowed to its scopes.

    Raises:
        Refusal: there is no such token, it ended, or its user is no longer active; which of these is told
            only to who had the right secret.
    """
    async with store.read(NOTHING) as connection:
        row = await connection.fetchrow(
            "select id, user_id, scopes, revoked_at, expires_at <= now() as expired,"
            " used_at is null or used_at < now() - $2::interval as stale"
            " from api_tokens where token_hash = $1",
            _fingerprint(secret),
            USED_EVERY,
        )
        if row is None:
            raise _refused("TOKEN_UNKNOWN", "令牌无效。 | This is not a token of ours.")
        if row["revoked_at"] is not None:
            raise _refused("TOKEN_REVOKED", "令牌已撤销。 | This token was revoked.")
        if row["expired"]:
            raise _refused("TOKEN_EXPIRED", "令牌已过期。 | This token has expired.")
        viewer = await viewer_of_user(connection, row["user_id"])
    if viewer is None:
        raise _refused("TOKEN_REVOKED", "令牌的账户已停用。 | The account of this token is no longer active.")
    if row["stale"]:
        await _used(store, row["id"])
    scopes = frozenset(TokenScope(scope) for scope in orjson.loads(row["scopes"]))
    return replace(viewer, token_id=row["id"], scopes=scopes)


async def _used(store: Store, number: int) -> None:
    async with store.write(NOTHING) as work:
        # Of several requests at once only the first writes, and none waits for it.
        await work.connection.execute(
            "update api_tokens set used_at = now() where id = (select id from api_tokens where id = $1"
            " and (used_at is null or used_at < now() - $2::interval) for update skip locked)",
            number,
            USED_EVERY,
        )


def _check_wanted(
    viewer: Viewer, name: str, scopes: Sequence[TokenScope], expires_at: datetime, now: datetime
) -> None:
    if not (0 < len(name) <= 80 and name.isprintable()):
        raise Refusal("BAD_TOKEN_NAME", "用途须为 1 到 80 个字符。 | The name must have 1 to 80 characters.")
    if not scopes:
        raise Refusal("BAD_TOKEN_SCOPES", "至少选择一项权限。 | Choose at least one scope.")
    beyond = set(scopes) - set(scopes_of(viewer.roles))
    if beyond:
        raise Refusal(
            "BAD_TOKEN_SCOPES",
            "您自己没有此权限：{scopes}。 | You do not have this right yourself: {scopes}.",
            status=403,
            scopes=", ".join(sorted(beyond)),
        )
    if expires_at.tzinfo is None or not now < expires_at <= now + LONGEST:
        raise Refusal(
            "BAD_TOKEN_EXPIRY",
            "失效时间须在今后一年之内。 | The expiry must lie within a year from now.",
        )


async def _record(work: Work, viewer: Viewer, number: int, action: str, state: str) -> None:
    event = {
        "unit_code": None,
        "subject": "ApiToken",
        "subject_id": number,
        "action": action,
        "to_state": state,
        "at": datetime.now(UTC),
        "actor_id": viewer.user_id,
    }
    await insert(work, "Event", [event])


def _token(row: dict[str, Any]) -> Token:
    return Token(
        row["id"],
        row["name"],
        row["prefix"],
        tuple(TokenScope(scope) for scope in row["scopes"]),
        row["created_at"],
        row["expires_at"],
        row["used_at"],
        row["revoked_at"],
    )


def _refused(code: str, message: str) -> Refusal:
    return Refusal(
        code,
        message,
        hint="在“接口令牌”页新建一个。 | Make a new one on the page “API tokens”.",
        status=401,
    )


def _fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
