"""Counts wrong passwords and codes in the database, so that all processes wait together."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from api.errors import Refusal
from api.policy.waiting import FREE_BY_ACCOUNT, FREE_BY_ADDRESS, Tally, after_failure, forgiven, waits
from api.services.clock import now
from db.store import NOTHING, Store, Work

#: One attempt at a time on each account: a hundred at once would be a hundred guesses for one.
_BUSY: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


class Attempt:
    """``free``: something may be tried; else the account waits, which a stranger is not told."""

    def __init__(self, free: bool) -> None:
        self.free = free
        self.right = False
        self.wholly = False

    def took(self, *, wholly: bool) -> None:
        """It was right; ``wholly``: nothing more is asked, so the account begins anew."""
        self.right = True
        self.wholly = wholly


@asynccontextmanager
async def attempting(store: Store, username: str, address: str | None) -> AsyncIterator[Attempt]:
    """Counts what happens inside as a failure unless it says otherwise: before it begins, for other processes to see.

    Raises:
        Refusal: too many came from this address.
    """
    account, place = account_key(username), address and _key("address", address)
    lock = _BUSY.setdefault(account, asyncio.Lock())
    async with lock:
        async with store.write(NOTHING) as work:
            if place and waits(await _locked(work, place), now()):
                raise Refusal(
                    "TOO_MANY_ATTEMPTS",
                    "从您的网络地址登录失败的次数过多，请稍后再试"
                    " | Too many sign-ins failed from your address: try again later",
                    status=429,
                )
            made = Attempt(await _count(work, account, FREE_BY_ACCOUNT))
        try:
            yield made
        finally:
            async with store.write(NOTHING) as work:
                if made.wholly:
                    await clear(work, username)
                elif made.right:
                    await _keep(work, account, forgiven(await _locked(work, account)))
                elif place:
                    await _count(work, place, FREE_BY_ADDRESS)


async def knock(store: Store, key: str, free: int) -> bool:
    """Counts one at a door that is open to everybody; False, and not counted, while ``key`` waits for so many before."""
    async with store.write(NOTHING) as work:
        return await _count(work, key, free)


async def excuse(store: Store, key: str) -> None:
    """The last one was right: it counts for nothing."""
    async with store.write(NOTHING) as work:
        await _keep(work, key, forgiven(await _locked(work, key)))


async def clear(work: Work, username: str) -> None:
    """The account waits no longer."""
    await work.connection.execute("delete from attempts where key = $1", account_key(username))


def account_key(username: str) -> str:
    """What an account's attempts are counted under."""
    return _key("account", username)


def _key(kind: str, what: str) -> str:
    # A password typed in the place of a name must not stay readable.
    return f"{kind}:{hashlib.sha256(what.encode(errors='replace')).hexdigest()}"


async def _count(work: Work, key: str, free: int) -> bool:
    tally = await _locked(work, key)
    if waits(tally, now()):
        return False
    await _keep(work, key, after_failure(tally, now(), free))
    return True


async def _locked(work: Work, key: str) -> Tally:
    # Not by its row: two processes that meet the same name at once would both find none, and count one failure for two.
    await work.connection.execute("select pg_advisory_xact_lock(hashtextextended('attempts:' || $1, 0))", key)
    row = await work.connection.fetchrow(
        "select failures, last_at, until from attempts where key = $1 for update", key
    )
    return Tally(*row) if row else Tally()


async def _keep(work: Work, key: str, tally: Tally) -> None:
    await work.connection.execute(
        "insert into attempts (key, failures, last_at, until, synthetic) values ($1, $2, $3, $4, false)"
        " on conflict (key) do update set failures = excluded.failures, last_at = excluded.last_at, until = excluded.until",
        key,
        tally.failures,
        tally.last_at or now(),
        tally.until,
    )
