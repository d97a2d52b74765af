"""The second step of a sign-in: codes by time (TOTP, RFC 6238), recovery codes, and who must have it."""

import hmac
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

import pyotp

from api.errors import Refusal
from api.policy.workflow import move
from api.services.attempts import attempting
from api.services.clock import now
from api.services.presence import presence
from api.services.rows import delete, insert, update
from api.services.sessions import Half, begin, end, fingerprint, half_of, tell
from api.services.steps import Happened, record
from api.services.vault import BrokenSealError, Vault
from api.viewer import Viewer
from db.enums import Stage
from db.store import NATION, NOTHING, Store, Work

STEP_SECONDS = 30
#: Clocks of telephones go wrong: a code counts for one step before and after its own.
DRIFT = 1
RECOVERY_CODES = 10
ISSUER = "Dengta"


@dataclass(frozen=True)
class Offer:
    """What a telephone's application needs: the secret to type, or the address to draw as a QR code."""

    secret: str
    address: str


async def offer(store: Store, vault: Vault, user_id: int, username: str) -> Offer:
    """The secret of a second step not yet in force: the same one until a first code proves that it arrived.

    Raises:
        Refusal: one is in force already.
    """
    async with store.write(NATION) as work:
        await work.connection.execute("select from users where id = $1 for update", user_id)
        row = await work.connection.fetchrow(
            "select id, secret, confirmed_at from second_steps where user_id = $1", user_id
        )
        if row and row["confirmed_at"] is not None:
            raise Refusal(
                "SECOND_STEP_ON",
                "两步验证已启用 | The second step is in force already",
                hint="先停用，再重新设置 | Turn it off before setting it up anew",
                status=409,
            )
        secret = _unsealed(vault, row["secret"]) if row else None
        if secret is None:
            secret = pyotp.random_base32()
            await delete(work, "SecondStep", [row["id"]] if row else [])
            await insert(
                work,
                "SecondStep",
                [{"user_id": user_id, "secret": vault.seal(secret), "last_step": 0}],
            )
    label = f"{ISSUER}:{username}"
    return Offer(
        secret,
        f"otpauth://totp/{quote(label)}?secret={secret}&issuer={ISSUER}&period={STEP_SECONDS}&digits=6",
    )


async def confirm(store: Store, vault: Vault, user_id: int, username: str, code: str) -> list[str]:
    """Put the second step in force by a first right code; the recovery codes, told once.

    Raises:
        Refusal: the code is wrong.
    """
    async with attempting(store, username, None) as attempt:
        if not (attempt.free and await _spend(store, vault, user_id, code, confirmed=False)):
            raise _wrong()
        attempt.took(wholly=True)
    async with store.write(NATION) as work:
        number = await work.connection.fetchval("select id from second_steps where user_id = $1", user_id)
        await update(work, "SecondStep", [{"id": number, "confirmed_at": now()}])
        codes = await _new_codes(work, user_id)
        await _record(work, user_id, "enrol")
    return codes


async def remove(store: Store, vault: Vault, viewer: Viewer, code: str) -> None:
    """Turn one's own second step off, by a right code.

    Raises:
        Refusal: the code is wrong, or a role of the viewer's needs the second step.
    """
    assert viewer.user_id is not None
    async with store.read(NOTHING) as connection:
        must = await connection.fetchval(
            "select exists (select from second_step_rules join user_roles using (role) where user_id = $1)",
            viewer.user_id,
        )
    if must:
        raise Refusal(
            "SECOND_STEP_NEEDED",
            "您的角色必须使用两步验证 | Your role must use the second step",
            hint="换手机请由管理员重置 | For another telephone ask an administrator to reset it",
            status=403,
        )
    async with attempting(store, viewer.username, None) as attempt:
        if not (attempt.free and await _right(store, vault, viewer.user_id, code)):
            raise _wrong()
        attempt.took(wholly=True)
    async with store.write(NATION) as work:
        await drop(work, viewer.user_id)
        await _record(work, viewer.user_id, "unenrol")


async def drop(work: Work, user_id: int) -> None:
    """Take a user's second step and recovery codes away."""
    rows = await work.connection.fetch("select id from second_steps where user_id = $1", user_id)
    await delete(work, "SecondStep", [row["id"] for row in rows])
    await _drop_codes(work, user_id)


async def _drop_codes(work: Work, user_id: int) -> None:
    rows = await work.connection.fetch("select id from recovery_codes where user_id = $1", user_id)
    await delete(work, "RecoveryCode", [row["id"] for row in rows])


async def enter_code(
    store: Store, vault: Vault, token: str, code: str, address: str | None, device: str | None
) -> str:
    """From a sign-in that waits for its code to a session: its token, another one than before.

    Raises:
        Refusal: the code is wrong or was used, or the sign-in took too long.
    """
    half = await _half(store, token, Stage.CODE)
    async with attempting(store, half.username, address) as attempt:
        if not (attempt.free and await _right(store, vault, half.user_id, code)):
            raise _wrong()
        attempt.took(wholly=True)
    return await _whole(store, half, address, device)


async def enrol(
    store: Store, vault: Vault, token: str, code: str, address: str | None, device: str | None
) -> tuple[str, list[str]]:
    """The same where the second step had to be set up first; with the recovery codes.

    Raises:
        Refusal: the code is wrong, or the sign-in took too long.
    """
    half = await _half(store, token, Stage.ENROL)
    codes = await confirm(store, vault, half.user_id, half.username, code)
    return await _whole(store, half, address, device), codes


async def state_of(store: Store, user_ids: Sequence[int]) -> dict[int, int | None]:
    """How many recovery codes are left, by user; None where no second step is in force."""
    async with store.read(NOTHING) as connection:
        rows = await connection.fetch(
            "select user_id, (select count(*) from recovery_codes"
            " where recovery_codes.user_id = second_steps.user_id and used_at is null) as left"
            " from second_steps where user_id = any($1) and confirmed_at is not null",
            list(user_ids),
        )
    return dict.fromkeys(user_ids) | {row["user_id"]: row["left"] for row in rows}


async def _half(store: Store, token: str, stage: Stage) -> Half:
    half = await half_of(store, token)
    if half is None or half.stage is not stage:
        raise Refusal(
            "SIGN_IN_EXPIRED",
            "登录已超时，请重新输入密码 | This sign-in took too long: give your password once more",
            status=401,
        )
    return half


async def _whole(store: Store, half: Half, address: str | None, device: str | None) -> str:
    async with store.write(NATION) as work:
        await end(work, half.user_id, only=half.session)
        made = await begin(work, half.user_id, Stage.IN, address=address, device=device)
        tell(work)
    presence(store).forget()
    return made


async def _right(store: Store, vault: Vault, user_id: int, code: str) -> bool:
    """A code by time, or a recovery code; either serves once."""
    return await _spend(store, vault, user_id, code, confirmed=True) or await _recover(store, user_id, code)


async def _spend(store: Store, vault: Vault, user_id: int, code: str, *, confirmed: bool) -> bool:
    code = code.replace(" ", "")
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        return False
    async with store.write(NATION) as work:
        row = await work.connection.fetchrow(
            "select id, secret, last_step from second_steps where user_id = $1"
            " and (confirmed_at is not null) = $2 for update",
            user_id,
            confirmed,
        )
        secret = row and _unsealed(vault, row["secret"])
        if secret is None:
            return False
        totp, current = pyotp.TOTP(secret), int(time.time()) // STEP_SECONDS
        for step in range(current - DRIFT, current + DRIFT + 1):
            # A code that was seen over a shoulder is worth nothing any more once it was used.
            if step > row["last_step"] and hmac.compare_digest(totp.generate_otp(step), code):
                await update(work, "SecondStep", [{"id": row["id"], "last_step": step}])
                return True
    return False


async def _recover(store: Store, user_id: int, code: str) -> bool:
    async with store.write(NATION) as work:
        number = await work.connection.fetchval(
            "select id from recovery_codes where user_id = $1 and code_hash = $2 and used_at is null for update",
            user_id,
            _hash(code),
        )
        if number is not None:
            await update(work, "RecoveryCode", [{"id": number, "used_at": now()}])
    return number is not None


async def _new_codes(work: Work, user_id: int) -> list[str]:
    letters = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for one another
    codes = [
        "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(2))
        for _ in range(RECOVERY_CODES)
    ]
    await _drop_codes(work, user_id)
    await insert(work, "RecoveryCode", [{"user_id": user_id, "code_hash": _hash(code)} for code in codes])
    return codes


def _hash(code: str) -> str:
    # Fifty bits of chance need no slow hash.
    return fingerprint(code.strip().lower().replace("-", "").replace(" ", ""))


def _unsealed(vault: Vault, sealed: str) -> str | None:
    """None where the application's key is another one than when it was sealed: it is set up anew."""
    try:
        return vault.unseal(sealed)
    except BrokenSealError:
        return None


async def _record(work: Work, user_id: int, action: str) -> None:
    who = Viewer(user_id=user_id)
    await record(work, who, move("User", action), [Happened(user_id, None, None, now(), None, False)])


def _wrong() -> Refusal:
    return Refusal(
        "BAD_CODE",
        "验证码不正确或已用过 | The code is wrong, or was used already",
        hint="等下一个验证码；连续输错多次后须等候一段时间 | Wait for the next code; after several wrong ones, one has to wait",
        status=401,
    )
