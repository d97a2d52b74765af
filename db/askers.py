"""Connections for single reading statements, which keep whose rows they see from one statement to the next."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from db.rows import Rows, enter


class Asker(asyncpg.Connection):  # type: ignore[misc]
    """A connection that can only read.

    A transaction of one's own takes four round trips, which is most of what a small read costs; a single
    statement is a snapshot anyway. Needs a server-side connection of its own (no transaction pooling).
    """

    __slots__ = ("_whose",)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._whose: tuple[Rows, str, bool] | None = None

    async def become(self, rows: Rows, limit: str, *, planned_once: bool = False) -> None:
        """From now on this connection sees ``rows``, and works on a statement for ``limit`` at most."""
        whose = (rows, limit, planned_once)
        if self._whose != whose:
            self._whose = None  # unknown, should this be cut short
            await enter(self, rows, limit, local=False, planned_once=planned_once)
            self._whose = whose


class Askers:
    """``size`` of them at most, made when they are needed; the one that was asked last is asked next.

    Not asyncpg's pool: giving back to that one starts a task, at a fifth of what a small read costs here.
    There is nothing to give back: no transaction is open, and a connection whose question was cancelled
    waits for that itself before it takes the next.
    """

    def __init__(self, url: str, size: int, settings: Mapping[str, str]) -> None:
        self._url = url
        self._settings = {**settings, "default_transaction_read_only": "on"}
        self._free: asyncio.LifoQueue[Asker | None] = asyncio.LifoQueue()
        self._made: set[Asker] = set()
        for _ in range(size):
            self._free.put_nowait(None)

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Asker]:
        """One of them for oneself; waits while all are busy."""
        asker = await self._free.get()
        try:
            if asker is not None and asker.is_closed():  # PostgreSQL was restarted, say
                self._made.discard(asker)
                asker = None
            if asker is None:
                asker = await self._connect()
                self._made.add(asker)
            yield asker
        finally:
            self._free.put_nowait(asker)

    async def _connect(self) -> Asker:
        made: Asker = await asyncpg.connect(
            self._url,
            connection_class=Asker,
            server_settings=self._settings,
            statement_cache_size=512,
            max_cacheable_statement_size=0,  # no limit: a dashboard's statement is long and asked all day
            max_cached_statement_lifetime=0,
        )
        return made

    async def close(self) -> None:
        """Ends the free ones in peace, and those still busy with a question at once."""
        while not self._free.empty():
            asker = self._free.get_nowait()
            if asker is not None:
                self._made.discard(asker)
                await asker.close(timeout=5)
        for asker in self._made:
            asker.terminate()
        self._made.clear()
