"""What one transaction must leave in the audit trail, and who did it from where."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from db.chain import content, follow


@dataclass(frozen=True)
class Origin:
    """Who is at work and from where; all None is the system itself: seeds, the worker, the command line."""

    actor_id: int | None = None
    token: int | None = None
    address: str | None = None
    agent: str | None = None
    request: str | None = None


SYSTEM = Origin()

#: Set for each request by ``api.web.session``.
current_origin: ContextVar[Origin] = ContextVar("current_origin", default=SYSTEM)


class Entry(NamedTuple):
    """One entry before it has its place in the chain; ``before``, ``after`` and ``facts`` are JSON."""

    unit_code: str | None
    at: datetime
    kind: str
    subject: str | None
    subject_key: str | None
    origin: Origin
    synthetic: bool
    before: str | None
    after: str | None
    facts: str | None


class Trail:
    """Collects entries; ``write`` gives them their places and hashes at the end of the transaction."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._actor: int | None = None
        self._acting: dict[tuple[Origin, int], Origin] = {}

    def note(
        self,
        kind: str,
        *,
        unit: str | None = None,
        subject: str | None = None,
        key: object = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        facts: Mapping[str, Any] | None = None,
        synthetic: bool = False,
    ) -> None:
        self._entries.append(
            Entry(
                unit,
                datetime.now(UTC),
                str(kind),
                subject,
                None if key is None else str(key),
                self.origin,
                synthetic,
                _json(before),
                _json(after),
                _json(facts),
            )
        )

    def add(self, entry: Entry) -> None:
        """An entry that was made elsewhere."""
        self._entries.append(entry)

    @property
    def origin(self) -> Origin:
        origin = current_origin.get()
        if origin.actor_id is not None or self._actor is None:
            return origin
        # Seeds and imports act for people without a request; whoever signs in is nobody before.
        known = self._acting.get((origin, self._actor))
        if known is None:
            known = self._acting[origin, self._actor] = replace(origin, actor_id=self._actor)
        return known

    @contextmanager
    def by(self, actor_id: int | None) -> Iterator[None]:
        """What is noted inside was done by this person, where no request says who; None leaves it as it is."""
        before = self._actor
        self._actor = actor_id if actor_id is not None else before
        try:
            yield
        finally:
            self._actor = before

    def mark(self) -> int:
        """How much is noted so far, to go back to."""
        return len(self._entries)

    def back_to(self, mark: int) -> None:
        """Forget what was noted since."""
        del self._entries[mark:]

    async def write(self, connection: Any) -> None:
        """To be called last in the transaction: from here to its end others wait to write to the same chains."""
        if not self._entries:
            return
        chains = sorted({entry.unit_code or "" for entry in self._entries})
        await _hold_actors(connection, self._entries)
        heads = await _heads(connection, chains)
        rows: list[tuple[Any, ...]] = []
        for entry in self._entries:
            chain = entry.unit_code or ""
            seq, previous = heads[chain]
            origin = entry.origin
            values = (
                entry.unit_code,
                seq + 1,
                entry.at,
                entry.kind,
                entry.subject,
                entry.subject_key,
                origin.actor_id,
                origin.token,
                origin.address,
                origin.agent,
                origin.request,
                entry.synthetic,
                entry.before,
                entry.after,
                entry.facts,
            )
            found = follow(previous, content(values))
            heads[chain] = seq + 1, found
            rows.append((*values, found))
        if len(rows) < MANY:
            await connection.execute(_APPEND, *map(list, zip(*rows, strict=True)))
        else:
            await connection.execute(_BESIDE)
            await connection.copy_records_to_table(
                "audit_entries_to_come", records=rows, columns=list(_TYPES)
            )
            await connection.execute(_APPEND_FROM_BESIDE)
            await connection.execute("drop table audit_entries_to_come")
        await connection.execute(
            _MOVE_HEADS,
            chains,
            [heads[chain][0] for chain in chains],
            [heads[chain][1] for chain in chains],
        )
        self._entries.clear()


#: In the order of ``db.chain.COLUMNS``, and the hash.
_TYPES = {
    "unit_code": "text",
    "seq": "bigint",
    "at": "timestamptz",
    "kind": "text",
    "subject": "text",
    "subject_key": "text",
    "actor_id": "bigint",
    "token": "bigint",
    "address": "text",
    "agent": "text",
    "request": "text",
    "synthetic": "boolean",
    "before": "text",
    "after": "text",
    "facts": "text",
    "hash": "text",
}
_LISTED = ", ".join(_TYPES)
_GIVEN = ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(_TYPES.values(), 1))
_APPEND = f"insert into audit_entries ({_LISTED}) select {_LISTED} from unnest({_GIVEN}) as given ({_LISTED})"
_MOVE_HEADS = """
update audit_heads set seq = given.seq, hash = given.hash
from unnest($1::text[], $2::bigint[], $3::text[]) as given (chain, seq, hash)
where audit_heads.chain = given.chain
"""
#: From so many on they come by COPY, which row security allows only into a table of one's own.
MANY = 10_000
_BESIDE = f"create temp table audit_entries_to_come ({', '.join(f'{name} {kind}' for name, kind in _TYPES.items())})"
_APPEND_FROM_BESIDE = f"insert into audit_entries ({_LISTED}) select {_LISTED} from audit_entries_to_come"


async def _hold_actors(connection: Any, entries: list[Entry]) -> None:
    """The accounts that entries point to, before any head: who holds a head waits for nobody."""
    actors = sorted({entry.origin.actor_id for entry in entries if entry.origin.actor_id is not None})
    if actors:
        await connection.execute(
            "select from users where id = any($1::bigint[]) order by id for key share", actors
        )


async def _heads(connection: Any, chains: list[str]) -> dict[str, tuple[int, str]]:
    """The ends of the chains, held until the transaction ends; in one order, so that nobody waits in a circle."""
    query = "select chain, seq, hash from audit_heads where chain = any($1::text[]) order by chain for update"
    rows = await connection.fetch(query, chains)
    if len(rows) < len(chains):
        await connection.execute(
            "insert into audit_heads (chain, seq, hash) select chain, 0, '' from unnest($1::text[]) as given (chain)"
            " order by chain on conflict do nothing",
            chains,
        )
        rows = await connection.fetch(query, chains)
    return {row["chain"]: (row["seq"], row["hash"]) for row in rows}


def _json(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else orjson.dumps(dict(value), default=str).decode()
