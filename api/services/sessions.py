"""Signed-in browsers: begun, known again, shown to their owner, ended; only the hashes of their tokens are kept."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from api.services.clock import now
from api.services.presence import presence
from api.services.rows import insert
from api.services.traces import signed_out
from db.enums import Stage
from db.store import NOTHING, Store, Work

#: A session ends after so long whatever happens, and sooner when nobody uses it.
SESSION = timedelta(hours=12)
IDLE = timedelta(hours=2)
#: A sign-in that still lacks its second step.
HALF = timedelta(minutes=10)
#: ``seen_at`` is as old as this at most: who works all day doesn't write all day.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SessionInfo:
    """A session as its owner sees it."""

    id: int
    address: str | None
    device: str | None
    created_at: datetime
    seen_at: datetime
    office: bool


@dataclass(frozen=True)
class Half:
    """A sign-in that still lacks its second step."""

    user_id: int
    username: str
    stage: Stage
    session: int


async def stage_of(connection: Any, user_id: int) -> Stage:
    """What is left to do after the password: a code, setting the second step up where a role asks for it, nothing."""
    row = await connection.fetchrow(
        "select exists (select from second_steps where user_id = $1 and confirmed_at is not null) as has,"
        " exists (select from second_step_rules join user_roles using (role) where user_id = $1) as must",
        user_id,
    )
    return Stage.CODE if row["has"] else Stage.ENROL if row["must"] else Stage.IN


async def begin(
    work: Work,
    user_id: int,
    stage: Stage,
    *,
    address: str | None,
    device: str | None,
    office: bool = False,
) -> str:
    """A new session's token, for the cookie."""
    token = secrets.token_urlsafe(32)
    moment = now()
    await insert(
        work,
        "Session",
        [
            {
                "token_hash": fingerprint(token),
                "user_id": user_id,
                "created_at": moment,
                "seen_at": moment,
                "expires_at": moment + (SESSION if stage is Stage.IN else HALF),
                "address": address[:45] if address else None,
                "device": _printable(device),
                "stage": stage,
                "office": office,
            }
        ],
    )
    return token


@dataclass(frozen=True)
class Whole:
    """A session that somebody works in; ``stale``: it was long ago that it was said to be in use."""

    id: int
    user_id: int
    stale: bool


async def session_of(connection: Any, token: str) -> Whole | None:
    """The session of this token; None if it ended, is not yet a whole one, or nobody used it for long."""
    row = await connection.fetchrow(
        "select id, user_id, coalesce(seen_at, created_at) < now() - $2::interval as stale from sessions"
        " where token_hash = $1 and stage = 'in' and expires_at > now()"
        " and coalesce(seen_at, created_at) > now() - $3::interval",
        fingerprint(token),
        SEEN_EVERY,
        IDLE,
    )
    return Whole(row["id"], row["user_id"], row["stale"]) if row else None


async def used(store: Store, session: Whole) -> None:
    """Somebody works in it now."""
    async with store.write(NOTHING) as work:
        # Of several requests at once only the first writes, and none waits for it.
        await work.connection.execute(
            "update sessions set seen_at = now() where id ="
            " (select id from sessions where id = $1 for update skip locked)",
            session.id,
        )


async def half_of(store: Store, token: str) -> Half | None:
    """The sign-in that this token is half-way through."""
    async with store.read(NOTHING) as connection:
        row = await connection.fetchrow(
            "select user_id, username, stage, sessions.id from sessions join users on users.id = user_id"
            " where token_hash = $1 and stage <> 'in' and expires_at > now() and active",
            fingerprint(token),
        )
    return Half(row["user_id"], row["username"], Stage(row["stage"]), row["id"]) if row else None


async def sign_out(store: Store, token: str) -> bool:
    """End the session of this token; whether it had come by the office's sign-on."""
    async with store.write(NOTHING) as work:
        row = await work.connection.fetchrow(
            "delete from sessions where token_hash = $1 returning office, user_id", fingerprint(token)
        )
        if row is not None:
            signed_out(work, row["user_id"])
        tell(work)
    presence(store).forget()
    return bool(row and row["office"])


async def sessions_of(store: Store, user_ids: Collection[int]) -> dict[int, list[SessionInfo]]:
    """The live sessions of users, the last used first."""
    async with store.read(NOTHING) as connection:
        rows = await connection.fetch(
            "select id, user_id, address, device, created_at, coalesce(seen_at, created_at) as seen_at, office"
            " from sessions where user_id = any($1) and stage = 'in' and expires_at > now()"
            " and coalesce(seen_at, created_at) > now() - $2::interval order by 6 desc, id desc",
            list(user_ids),
            IDLE,
        )
    found: dict[int, list[SessionInfo]] = {user_id: [] for user_id in user_ids}
    for row in rows:
        found[row["user_id"]].append(
            SessionInfo(
                row["id"],
                row["address"],
                row["device"],
                row["created_at"],
                row["seen_at"],
                row["office"],
            )
        )
    return found


async def end(work: Work, user_id: int, *, only: int | None = None, but: int | None = None) -> int:
    """End a user's sessions, or ``only`` one of them, or all ``but`` one; how many there were.

    Whoever calls it has every process forget who came a moment ago: ``presence(store).forget()``.
    """
    ended = await work.connection.fetch(
        "delete from sessions where user_id = $1 and ($2::bigint is null or id = $2) and id is distinct from $3"
        " returning stage",
        user_id,
        only,
        but,
    )
    for row in ended:
        if row["stage"] == Stage.IN:
            signed_out(work, user_id)
    tell(work)
    return len(ended)


def tell(work: Work) -> None:
    """Other processes forget who came a moment ago when the transaction commits."""
    work.news.note("Session", [None])


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _printable(device: str | None) -> str | None:
    """What a browser says of itself, as one line."""
    text = "".join(sign for sign in device or "" if sign.isprintable())
    return text[:200] or None
