"""What is audited although nothing is written: refused attempts, looks at sensitive values.

Kept in memory for a moment and written together, apart from the transaction that was refused; closing the store
writes what is left. Who is refused over and over is counted, so that nobody fills the disk.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

import asyncpg
import orjson

from api.errors import Refusal
from api.viewer import NOBODY, Viewer
from db.enums import AuditKind
from db.store import NATION, NOTHING, Store
from db.trail import Entry, Origin, current_origin

log = logging.getLogger("dengta.audit")

#: How long entries wait for company.
WAIT = 0.25
#: Of one asker, and of all askers together: what goes beyond is only counted.
REFUSALS_A_MINUTE = 60
REFUSALS_OF_ALL = 1_200
MINUTE = 60.0
MOST_ASKERS = 5_000
#: Entries that wait while the database is away.
MOST_WAITING = 20_000

#: What is told of an address or a name that was not ours: enough to recognise, too little to be a password.
LONGEST = 80


class AuditLog:
    """One per store; see ``audit_log``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[Entry] = []
        self._task: asyncio.Task[None] | None = None
        self._minutes: OrderedDict[str, tuple[float, int]] = OrderedDict()
        store.before_close.append(self.write)

    def refused(
        self,
        refusal: Refusal,
        viewer: Viewer,
        *,
        subject: str | None = None,
        key: object = None,
        kind: AuditKind = AuditKind.REFUSED,
        **facts: Any,
    ) -> None:
        """Somebody tried what they may not. The code only: sentences hold values."""
        origin = origin_of(viewer)
        asker = f"user:{origin.actor_id}" if origin.actor_id is not None else f"from:{origin.address}"
        left_out = self._count(asker, REFUSALS_A_MINUTE)
        if left_out is None or self._count("", REFUSALS_OF_ALL) is None:
            return
        known = {"code": refusal.code, "clause": refusal.clause, **facts}
        if left_out:
            known["left_out_before"] = left_out
        self._add(kind, viewer, origin, subject, key, known)

    async def sign_in_failed(self, refusal: Refusal, username: str) -> None:
        """``username`` as it was typed: kept only where it is one, since people type passwords there, too."""
        async with self._store.read(NOTHING) as connection:
            user_id = await connection.fetchval(
                "select id from users where username = $1", username.replace("\0", "\ufffd")
            )
        self.refused(refusal, NOBODY, subject="User", key=user_id, kind=AuditKind.SIGN_IN_FAILED)

    def unmasked(self, viewer: Viewer, fields: Mapping[str, int]) -> None:
        """Somebody read sensitive values: ``fields`` by name, and how many of each."""
        self._add(AuditKind.UNMASKED, viewer, origin_of(viewer), None, None, {"fields": dict(fields)})

    async def write(self) -> None:
        """Write what waits, now."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            await self._append(waiting)
        except asyncpg.IntegrityConstraintViolationError:
            # One whose account is gone meanwhile must not keep all others from being written.
            await self._one_by_one(waiting)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            self._keep(waiting)

    async def _append(self, entries: Sequence[Entry]) -> None:
        async with self._store.write(NATION) as work:
            for entry in entries:
                work.trail.add(entry)

    async def _one_by_one(self, waiting: Sequence[Entry]) -> None:
        """Each in a transaction of its own; of an account that is not there only its number is told."""
        for place, entry in enumerate(waiting):
            try:
                try:
                    await self._append([entry])
                except asyncpg.IntegrityConstraintViolationError:
                    await self._append([_without_actor(entry)])
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                self._keep(waiting[place:])
                return

    def _keep(self, entries: Sequence[Entry]) -> None:
        log.exception("%d audit entries could not be written; they are kept for the next round", len(entries))
        self._waiting = [*entries, *self._waiting][:MOST_WAITING]

    def _add(
        self,
        kind: AuditKind,
        viewer: Viewer,
        origin: Origin,
        subject: str | None,
        key: object,
        facts: Mapping[str, Any],
    ) -> None:
        if len(self._waiting) >= MOST_WAITING:
            log.error("an audit entry was dropped: too many wait for the database")
            return
        units = viewer.rows.units
        self._waiting.append(
            Entry(
                units[0] if len(units) == 1 else None,
                datetime.now(UTC),
                str(kind),
                subject,
                None if key is None else plain(str(key))[:64],
                origin,
                False,
                None,
                None,
                orjson.dumps({name: value for name, value in facts.items() if value is not None}).decode(),
            )
        )
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._soon(), name="audit log")

    async def _soon(self) -> None:
        while self._waiting:
            await asyncio.sleep(WAIT)
            await self.write()

    def _count(self, asker: str, most: int) -> int | None:
        """None where it is one too many of this minute; else how many were left out of the asker's last one."""
        now = time.monotonic()
        began, count = self._minutes.get(asker, (now, 0))
        left_out = 0
        if now - began >= MINUTE:
            left_out = max(0, count - most)
            began, count = now, 0
        self._minutes[asker] = (began, count + 1)
        self._minutes.move_to_end(asker)
        if len(self._minutes) > MOST_ASKERS:
            self._minutes.popitem(last=False)
        return None if count >= most else left_out


_LOGS: WeakKeyDictionary[Store, AuditLog] = WeakKeyDictionary()


def audit_log(store: Store) -> AuditLog:
    """The one of the application on this store."""
    found = _LOGS.get(store)
    if found is None:
        found = _LOGS[store] = AuditLog(store)
    return found


def origin_of(viewer: Viewer) -> Origin:
    """Where the request under way came from, and that the viewer made it: a socket learns who it is later."""
    origin = current_origin.get()
    if viewer.user_id is None or (origin.actor_id, origin.token) == (viewer.user_id, viewer.token_id):
        return origin
    return replace(origin, actor_id=viewer.user_id, token=viewer.token_id)


def _without_actor(entry: Entry) -> Entry:
    """The same with its account told as a number, where the account itself is not there."""
    facts = {**orjson.loads(entry.facts or "{}"), "account": entry.origin.actor_id}
    return entry._replace(origin=replace(entry.origin, actor_id=None), facts=orjson.dumps(facts).decode())


@contextmanager
def from_viewer(viewer: Viewer) -> Iterator[None]:
    """What is written inside was done by the viewer."""
    token = current_origin.set(origin_of(viewer))
    try:
        yield
    finally:
        current_origin.reset(token)


def plain(text: str) -> str:
    """Without what would break a line or cannot be stored."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
