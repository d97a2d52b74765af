"""Passwords as their owners set them: with the old one, or once by a link from an administrator."""

import asyncio
import secrets
from datetime import datetime, timedelta

from api.errors import Refusal
from api.policy.passwords import weakness
from api.policy.workflow import move
from api.services.accounts import NO_PASSWORD, hash_of, matches
from api.services.attempts import attempting, clear
from api.services.clock import now
from api.services.in_person import check_in_person
from api.services.presence import presence
from api.services.rows import delete, insert, update
from api.services.sessions import begin, end, fingerprint, stage_of
from api.services.steps import Happened, allow, record
from api.viewer import Viewer
from db.enums import Stage
from db.store import NATION, NOTHING, Store

#: How long a setup link may be used.
LINK = timedelta(hours=72)


async def change_password(
    store: Store, viewer: Viewer, old: str, new: str, address: str | None, device: str | None
) -> str:
    """Set one's own password; all other sessions end, and this one goes on under a new token.

    Raises:
        Refusal: the old password is wrong, or the new one too weak.
    """
    user_id = check_in_person(viewer)
    _check_strength(new, viewer.username, viewer.name)
    async with attempting(store, viewer.username, address) as attempt:
        async with store.read(NOTHING) as connection:
            known = await connection.fetchval("select password_hash from users where id = $1", user_id)
        if not (attempt.free and await asyncio.to_thread(matches, known, old)):
            raise Refusal(
                "WRONG_PASSWORD",
                "现在的密码不正确 | The present password is wrong",
                hint="连续输错多次后须等候一段时间再试 | After several wrong attempts, one has to wait before the next",
                status=401,
            )
        attempt.took(wholly=True)
    return await _set(store, user_id, new, address, device, Stage.IN)


async def issue_link(store: Store, viewer: Viewer, user_id: int) -> tuple[str, datetime]:
    """A secret for the address of the page where the user sets a password, once; and when it expires.

    The old password is void at once, sessions end, and earlier links too.

    Raises:
        Refusal: there is no such active user, or it is the viewer's own account.
    """
    allow(viewer, "User", "set_up")
    if viewer.user_id is not None:
        check_in_person(viewer)
    secret = secrets.token_urlsafe(32)
    async with store.write(NATION) as work:
        row = await work.connection.fetchrow(
            "select username, active from users where id = $1 for update", user_id
        )
        if row is None or not row["active"]:
            raise Refusal("NO_SUCH_USER", "没有该用户，或已停用 | There is no such active user", status=404)
        if user_id == viewer.user_id:
            raise Refusal(
                "OWN_ACCOUNT",
                "不能对自己的账户办理，请由另一位管理员办理"
                " | Not for one's own account: another administrator must do it",
                status=403,
            )
        expires = now() + LINK
        earlier = await work.connection.fetch("select id from setup_links where user_id = $1", user_id)
        await delete(work, "SetupLink", [one["id"] for one in earlier])
        await insert(
            work,
            "SetupLink",
            [
                {
                    "user_id": user_id,
                    "token_hash": fingerprint(secret),
                    "created_at": now(),
                    "expires_at": expires,
                }
            ],
        )
        await update(work, "User", [{"id": user_id, "password_hash": NO_PASSWORD}])
        await end(work, user_id)
        await record(work, viewer, move("User", "set_up"), [Happened(user_id, None, None, None, None, False)])
    presence(store).forget()
    return secret, expires


async def whose_link(store: Store, secret: str) -> tuple[int, str, str] | None:
    """(number, user name, name) of the person a live link is for."""
    async with store.read(NOTHING) as connection:
        row = await connection.fetchrow(
            "select users.id, username, name from setup_links join users on users.id = user_id"
            " where token_hash = $1 and expires_at > now() and active",
            fingerprint(secret),
        )
    return (row["id"], row["username"], row["name"]) if row else None


async def use_link(store: Store, secret: str, new: str, address: str | None, device: str | None) -> str:
    """Set the password by a link, which is then used up; a session's token, perhaps of half a one.

    Raises:
        Refusal: the link was used, is too old, or the password is too weak.
    """
    found = await whose_link(store, secret)
    if found is None:
        raise link_over()
    user_id, username, name = found
    _check_strength(new, username, name)
    async with store.write(NATION) as work:
        # Of two at once only one finds it.
        number = await work.connection.fetchval(
            "select id from setup_links where token_hash = $1 and expires_at > now() for update",
            fingerprint(secret),
        )
        if number is None:
            raise link_over()
        await delete(work, "SetupLink", [number])
        await clear(work, username)
    return await _set(store, user_id, new, address, device, None)


def link_over() -> Refusal:
    return Refusal(
        "LINK_OVER",
        "链接已使用或已失效 | This link was used, or is too old",
        hint="请管理员重新发放 | Ask an administrator for another one",
        status=410,
    )


async def _set(
    store: Store, user_id: int, new: str, address: str | None, device: str | None, stage: Stage | None
) -> str:
    """``stage`` None: as far as the password alone leads; who changes it in a session has done the rest."""
    hashed = await asyncio.to_thread(hash_of, new)
    async with store.write(NATION) as work:
        await update(work, "User", [{"id": user_id, "password_hash": hashed}])
        await end(work, user_id)
        stage = stage or await stage_of(work.connection, user_id)
        token = await begin(work, user_id, stage, address=address, device=device)
        await record(
            work,
            Viewer(user_id=user_id),
            move("User", "set_password"),
            [Happened(user_id, None, None, None, None, False)],
        )
    presence(store).forget()
    return token


def _check_strength(new: str, username: str, name: str) -> None:
    weak = weakness(new, username, name)
    if weak is not None:
        raise Refusal(weak.code, weak.message, hint=weak.hint, field="password", **weak.facts)
