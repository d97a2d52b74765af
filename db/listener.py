"""The one connection of a process on which Postgres tells what others have changed."""

import asyncio
import logging
import random
from collections.abc import Callable
from typing import Any

import asyncpg

from db.news import CHANNEL, Concerned, heard

log = logging.getLogger(__name__)

#: Seconds between two signs of life: a connection that broke without a word is noticed by them.
PULSE = 30.0
#: Seconds to wait before the first and the longest attempt to connect again.
SOONEST, LATEST = 0.2, 30.0


class Listener:
    """Calls ``hear`` for each message, and ``missed`` whenever it listens again after messages may have been lost.

    It needs a session of its own: behind PgBouncer give it a pool in session mode.
    """

    def __init__(self, url: str, hear: Callable[[Concerned], None], missed: Callable[[], None]) -> None:
        self._url = url
        self._hear = hear
        self._missed = missed
        self._task: asyncio.Task[None] | None = None
        self.listening = False

    def start(self) -> None:
        """Begin, without waiting for the database."""
        self._task = asyncio.create_task(self._run(), name="listener")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self) -> None:
        wait = SOONEST
        while True:
            try:
                await self._listen()
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                if wait < LATEST:
                    log.warning("not listening for changes: %s", error or type(error).__name__)
            wait = SOONEST if self.listening else min(wait * 2, LATEST)
            self.listening = False
            # Not all processes at once, when the database comes back.
            await asyncio.sleep(wait * random.uniform(0.5, 1))  # noqa: S311

    async def _listen(self) -> None:
        """Until the connection breaks.

        Raises:
            OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError: it broke, or there is none.
        """
        connection = await asyncpg.connect(
            self._url, timeout=10, server_settings={"application_name": "dengta listener"}
        )
        broken = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: broken.set())
            await connection.add_listener(CHANNEL, self._receive)
            self.listening = True
            self._missed()
            while not broken.is_set():
                try:
                    await asyncio.wait_for(broken.wait(), PULSE)
                except TimeoutError:
                    await connection.execute("select 1", timeout=10)
        finally:
            await _end(connection)

    def _receive(self, connection: Any, process: int, channel: str, text: str) -> None:
        try:
            self._hear(heard(text))
        except ValueError:
            log.warning("a message about changes that is none: %.80s", text)


async def _end(connection: Any) -> None:
    """Politely if it still works: Postgres logs what breaks off."""
    try:
        await connection.close(timeout=2)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        connection.terminate()
