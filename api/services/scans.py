"""Runs of the rules as jobs: asked for, queued, run apart from whoever asked, with their progress told meanwhile."""

from collections.abc import Sequence
from typing import Any

from api.services import scanning
from api.services.affected import MOST, WATCHED, affected
from api.services.clock import now
from api.services.rows import insert, update
from api.services.scanning import Ran
from api.services.steps import allow
from api.viewer import SYSTEM, Viewer
from db.enums import ScanScope, ScanState
from db.jobs import queries
from db.store import NATION, Store, Work

#: The entry of the queue that ``api.worker`` answers.
JOB = "scan"
_SETTLED = "pg_snapshot_xmin(pg_current_snapshot())"


async def ask(work: Work, viewer: Viewer, scope: ScanScope) -> int:
    """Queue a run; the number of its row. While one of the same scope waits, that one is told instead.

    Raises:
        Refusal: the viewer may not.
    """
    allow(viewer, "Scan", "ask")
    # Two who ask at once are told of one run.
    await work.connection.execute("select pg_advisory_xact_lock(hashtext('scan ' || $1))", scope.value)
    waiting: int | None = await work.connection.fetchval(
        "select id from scans where scope = $1 and state = 'queued' order by id limit 1", scope
    )
    if waiting is not None:
        return waiting
    [key] = await insert(
        work,
        "Scan",
        [{"scope": scope, "state": ScanState.QUEUED, "asked_by_id": viewer.user_id, "asked_at": now()}],
    )
    await queries(work.connection).enqueue(JOB, str(key).encode())
    return key


async def due(work: Work) -> bool:
    """Whether anything that rules look at has changed since the last run."""
    since = await work.connection.fetchval("select max(seen_to) from scans where state = 'done'")
    return since is None or bool(await _changed(work, since, 1))


async def waiting(store: Store) -> list[int]:
    """Runs that are queued, or that a dead worker left."""
    async with store.read(NATION) as connection:
        rows = await connection.fetch("select id from scans where state in ('queued', 'running') order by id")
        return [row["id"] for row in rows]


async def run(store: Store, key: int) -> Ran:
    """Do what was asked for, unless it was done. A run that a dead worker began is begun anew.

    Raises:
        Exception: whatever broke it off; the row tells.
    """
    async with store.write(NATION) as work:
        row = await work.connection.fetchrow("select scope, state from scans where id = $1 for update", key)
        if row is None or row["state"] in (ScanState.DONE, ScanState.FAILED):
            return Ran()
        await update(work, "Scan", [{"id": key, "state": ScanState.RUNNING, "started_at": now()}])

    async def told(rule: str, done: int, total: int) -> None:
        async with store.write(NATION) as work:
            await update(work, "Scan", [{"id": key, "rule": rule, "done": done, "total": total}])

    try:
        async with store.write(NATION) as work:
            seen = await work.connection.fetchval(f"select {_SETTLED}::text::bigint")
            if row["scope"] == ScanScope.COUNTRY:
                ran = await scanning.scan(work, SYSTEM, told=told)
            else:
                ran = await _changes(work, told)
    except BaseException as error:
        await _end(store, key, {"state": ScanState.FAILED, "error": f"{type(error).__name__}: {error}"[:400]})
        raise
    await _end(
        store,
        key,
        {"state": ScanState.DONE, "raised": len(ran.raised), "lapsed": len(ran.lapsed), "seen_to": seen},
    )
    return ran


async def _changes(work: Work, told: scanning.Told) -> Ran:
    """What has changed since the last run; without one, or after too many changes, the whole country."""
    since = await work.connection.fetchval("select max(seen_to) from scans where state = 'done'")
    if since is None:
        return await scanning.scan(work, SYSTEM, told=told)
    changed = await _changed(work, since)
    if len(changed) > MOST:
        return await scanning.scan(work, SYSTEM, told=told)
    subjects = await affected(work, changed)
    return await scanning.examine(work, subjects, told=told, changed={entity for entity, _ in changed})


async def _changed(work: Work, since: int, most: int = MOST + 1) -> Sequence[tuple[str, int]]:
    """Rows that rules look at, changed by transactions that were still open or yet to come at ``since``."""
    rows: list[Any] = await work.connection.fetch(
        "select distinct entity, key from changes where txid >= $1::text::xid8 and entity = any($2) limit $3",
        str(since),
        list(WATCHED),
        most,
    )
    return [(row["entity"], int(row["key"])) for row in rows]


async def _end(store: Store, key: int, values: dict[str, Any]) -> None:
    async with store.write(NATION) as work:
        total = await work.connection.fetchval("select total from scans where id = $1", key)
        done = {"done": total} if values["state"] is ScanState.DONE else {}
        await update(work, "Scan", [{"id": key, "ended_at": now(), "rule": None, **done, **values}])
