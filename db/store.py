"""The application's connections: every statement runs inside a transaction that knows whose rows it may touch."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.context import TortoiseContext, _current_context

from db.askers import Askers
from db.news import News
from db.orm import orm_config
from db.rows import NATION, NOTHING, Rows, enter
from db.trail import Trail

__all__ = ["NATION", "NOTHING", "TIMEOUT", "TIMEOUT_SECONDS", "Rows", "Store", "Work"]


#: How long a read may take: a question that takes longer stops others from asking theirs.
TIMEOUT_SECONDS = 15
TIMEOUT = f"{TIMEOUT_SECONDS}s"

_SETTINGS = {"application_name": "dengta", "timezone": "Asia/Shanghai", "datestyle": "ISO", "jit": "off"}


@dataclass(frozen=True)
class Work:
    """A transaction under way: ``connection`` for SQL, ``orm`` for ``Model.filter(…).using_db(work.orm)``.

    What is noted in ``news`` is told to listeners when it commits, what is noted in ``trail`` is audited.
    ``known``: by entity, what was read of reference data; ``api.services.rows`` forgets it when it changes.
    """

    connection: Any
    orm: TransactionWrapper
    news: News = field(default_factory=News)
    trail: Trail = field(default_factory=Trail)
    known: dict[str, Any] = field(default_factory=dict)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part of the transaction that is undone alone when it raises, and what it noted with it."""
        news, trail = self.news.mark(), self.trail.mark()
        try:
            async with self.connection.transaction():
                yield
        except BaseException:
            self.news.back_to(news)
            self.trail.back_to(trail)
            self.known.clear()
            raise


class Store:
    """Connections of the role ``dengta_app``, which owns nothing and can't bypass row security.

    Two pools: ``ask`` for single reading statements, ``read`` and ``write`` for transactions.
    """

    def __init__(self, url: str, *, size: int = 8) -> None:
        self._url = url
        self._size = size
        self._pool: Any = None
        self._askers = Askers(url, size, _SETTINGS)
        self._context = TortoiseContext()
        #: What must still be written when everything ends.
        self.before_close: list[Callable[[], Awaitable[None]]] = []

    @classmethod
    async def open(cls, url: str, *, size: int = 8) -> "Store":
        store = cls(url, size=size)
        await store.start()
        return store

    async def start(self) -> None:
        """Connect; apart from making the store, so that what uses it can be put together before."""
        with self._context:
            await self._context.init(config=orm_config(self._url))  # its own pool is never opened
        self._pool = await asyncpg.create_pool(
            self._url,
            min_size=1,
            max_size=self._size,
            server_settings=_SETTINGS,
            statement_cache_size=512,  # all that services ask, so that none is planned anew all day
            max_cached_statement_lifetime=0,
            max_cacheable_statement_size=0,
            reset=_nothing,  # settings end with the transaction, so a connection comes back clean
        )
        async with self._askers.acquire():  # a wrong address is told now
            pass

    async def close(self) -> None:
        for last in self.before_close:
            await last()
        await self._askers.close()
        await self._pool.close()

    @asynccontextmanager
    async def ask(self, rows: Rows, *, planned_once: bool = False) -> AsyncIterator[Any]:
        """A connection for one reading statement that sees only ``rows``, and gives up after TIMEOUT.

        ``planned_once``: see ``db.rows.enter``.
        """
        async with self._askers.acquire() as connection:
            await connection.become(rows, TIMEOUT, planned_once=planned_once)
            yield connection

    @asynccontextmanager
    async def read(self, rows: Rows) -> AsyncIterator[Any]:
        """A connection in a read-only snapshot that sees only ``rows``, and gives up after TIMEOUT."""
        async with (
            self._pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            await enter(connection, rows, TIMEOUT, planned_once=True)
            yield connection

    @asynccontextmanager
    async def snapshot(self, rows: Rows, *, seconds: float) -> AsyncIterator[Any]:
        """The same for what is read piece by piece through a cursor; each piece may take so long."""
        async with (
            self._pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            await enter(connection, rows, f"{int(seconds * 1000)}ms")
            yield connection

    @asynccontextmanager
    async def write(self, rows: Rows) -> AsyncIterator[Work]:
        """One transaction over ``rows``: committed when the block ends, undone when it raises."""
        async with self._pool.acquire() as connection, connection.transaction():
            await enter(connection, rows, "0")
            # Set directly: entering the context as such keeps one token, so two tasks would clash.
            token = _current_context.set(self._context)
            work = Work(connection, _orm(connection))
            try:
                yield work
                await work.news.tell(connection)
                await work.trail.write(connection)
            finally:
                _current_context.reset(token)


def _orm(connection: Any) -> TransactionWrapper:
    """Tortoise on a connection of ours, so that one pool and one transaction serve both."""
    client = AsyncpgDBClient(connection_name="default", user="", password="", database="", host="", port=5432)
    client._connection = connection
    return TransactionWrapper(client)


async def _nothing(connection: Any) -> None:
    """Nothing to put back."""
