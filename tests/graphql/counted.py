"""A store that writes down the statements it sends."""

import asyncio
from typing import Any

from db.store import Store

#: What opens and closes transactions and says whose they are.
FRAME = ("begin", "commit", "rollback", "set local statement_timeout", "select set_config(")


class Counted(Store):
    """Another store's connections, and the statements that reach the server through them, without transactions'."""

    def __init__(self, store: Store) -> None:
        self._pool = _Pool(store._pool, self)
        self._askers = _Pool(store._askers, self)
        self._context = store._context
        self.before_close = []
        self.statements: list[str] = []

    def note(self, record: Any) -> None:
        if not record.query.lstrip().lower().startswith(FRAME):
            self.statements.append(record.query)


class _Pool:
    def __init__(self, pool: Any, store: Counted) -> None:
        self._pool = pool
        self._store = store

    def acquire(self) -> Any:
        return _Acquired(self._pool.acquire(), self._store)


class _Acquired:
    def __init__(self, acquired: Any, store: Counted) -> None:
        self._acquired = acquired
        self._store = store

    async def __aenter__(self) -> Any:
        self._connection = await self._acquired.__aenter__()
        task = asyncio.current_task()
        # What is kept of refusals is written a moment later, by a task that nobody waits for.
        if task is None or task.get_name() != "audit log":
            self._connection.add_query_logger(self._store.note)
        return self._connection

    async def __aexit__(self, *exception: Any) -> None:
        await asyncio.sleep(0)  # asyncpg tells its loggers a moment later
        self._connection.remove_query_logger(self._store.note)
        await self._acquired.__aexit__(*exception)
