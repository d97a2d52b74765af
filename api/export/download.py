"""A file on its way to the caller: read from a cursor, written in a thread, sent piece by piece."""

import asyncio
import datetime
import functools
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, asynccontextmanager
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.errors import Refusal
from api.export.file import CHINA, About, File, Row
from api.export.wish import Wish
from api.graphql.answers import Answer, of_exception, refused
from api.graphql.engine import Engine
from api.graphql.grouping import MOST_GROUPS
from api.graphql.tables import MOST_ROWS, Tabulated
from api.services.exports import record_export
from api.viewer import Viewer
from db.query.compile import Statement
from db.query.grouped import Grouped
from db.query.plan import Given
from db.query.run import run
from db.resource import both
from db.store import Store

log = logging.getLogger("dengta.export")

#: Files of one process at a time: each holds a connection of the pool and now and then a second one.
AT_ONCE = 2
SECONDS = 600
#: Values read at once: enough to be quick, little enough to be small.
PIECE = 40_000
MOST_PIECE_ROWS = 4_096


Fetch = Callable[[int], Awaitable[Sequence[Row]]]


class Exports:
    """Makes the files of one process, a few at a time."""

    def __init__(self, engine: Engine, store: Store, seconds: float, at_once: int) -> None:
        self.engine = engine
        self.store = store
        self.seconds = seconds
        self._free = at_once

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """
        Raises:
            Refusal: too many files are being made.
        """
        if not self._free:
            raise Refusal(
                "TOO_MANY_EXPORTS",
                "正在导出的文件太多。 | Too many files are being exported just now.",
                hint="请稍后重试。 | Try again in a moment.",
                status=503,
            )
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1


class Download:
    """The answer: refused as JSON before the first byte, broken off behind it, so that half a file never looks whole.

    Nothing is sent before the first rows are there; a workbook is sent when it is finished.
    """

    def __init__(self, exports: Exports, wish: Wish, found: Tabulated, viewer: Viewer) -> None:
        self._exports = exports
        self._wish = wish
        self._found = found
        self._viewer = viewer
        self._started = False
        self._rows = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        making = asyncio.ensure_future(self._make(scope, receive, send))
        watching = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait({making, watching}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # What it holds (connection, thread, temporary file) is let go before this is over.
            for task in (making, watching):
                task.cancel()
            await asyncio.gather(making, watching, return_exceptions=True)
        if not making.cancelled():
            making.result()

    async def _make(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.monotonic()
        try:
            async with (
                self._exports.turn(),
                asyncio.timeout(self._exports.seconds),
                aclosing(self._pieces()) as pieces,
            ):
                async for piece in pieces:
                    await self._send(send, piece)
                await self._send(send, b"", more=False)
        except asyncio.CancelledError:
            log.info("%s left %s after %d rows", self._viewer.username, self._name, self._rows)
            raise
        except Exception as error:
            refusal = _refusal_of(error)
            if self._started:
                log.warning("%s was broken off after %d rows: %s", self._name, self._rows, refusal.code)
                raise
            await refuse(refusal, self._viewer)(scope, receive, send)
            return
        log.info(
            "%s took %s: %d rows in %.1f s",
            self._viewer.username,
            self._name,
            self._rows,
            time.monotonic() - began,
        )

    @property
    def _name(self) -> str:
        return f"{self._found.name}.{self._wish.format.name}"

    async def _send(self, send: Send, piece: bytes, *, more: bool = True) -> None:
        if not self._started:
            self._started = True
            day = datetime.datetime.now(CHINA).date().isoformat()
            name = f"dengta-{self._found.name}-{day}.{self._wish.format.name}"
            headers = {
                "content-type": self._wish.format.media_type,
                "content-disposition": f'attachment; filename="{name}"',
                "cache-control": "no-store",
                "x-rows": str(self._rows_in_all),
            }
            raw = [(name.encode(), value.encode()) for name, value in headers.items()]
            await send({"type": "http.response.start", "status": 200, "headers": raw})
        await send({"type": "http.response.body", "body": piece, "more_body": more})

    async def _pieces(self) -> AsyncGenerator[bytes, None]:
        """The file; its connection goes back before what has only to be sent is sent."""
        thread = _Thread()
        file: File | None = None
        try:
            async with self._exports.store.snapshot(
                self._viewer.rows, seconds=self._exports.seconds
            ) as connection:
                self._rows_in_all, fetch = await self._open(connection, thread)
                about = self._about()
                columns = self._found.table.columns
                self._exports.engine.charge(self._viewer, self._rows_in_all * len(columns))
                await record_export(
                    self._exports.store,
                    self._viewer,
                    self._name,
                    self._rows_in_all,
                    [column.name for column in columns],
                )
                size = max(100, min(MOST_PIECE_ROWS, PIECE // len(columns)))
                rows = await fetch(size)
                file = await thread.run(self._wish.format.make, columns, about)
                if piece := await thread.run(file.begin):
                    yield piece
                while rows:
                    self._rows += len(rows)
                    # While the thread writes these rows, the database reads the next.
                    rows, piece = await asyncio.gather(fetch(size), thread.run(file.add, rows))
                    if piece:
                        yield piece
            last = await thread.run(file.end)
            while piece := await thread.run(next, last, b""):
                yield piece
        finally:
            if file is not None:
                await thread.run(file.close)
            thread.stop()

    async def _open(self, connection: Any, thread: "_Thread") -> tuple[int, Fetch]:
        """How many rows there are, and from where to fetch the next ones."""
        table = self._found.table
        if isinstance(table, Grouped):
            answer = await run(connection, table.statement, self._found.given)
            rows = await thread.run(table.read, answer)
            self._check(len(rows), MOST_GROUPS)
            return len(rows), _Ready(rows).fetch
        count = await connection.fetchval(table.count.sql, *self._values(table.count))
        self._check(count, MOST_ROWS)
        cursor = await connection.cursor(table.rows.sql, *self._values(table.rows))
        return count, cursor.fetch

    def _check(self, count: int, most: int) -> None:
        whole = count <= most  # else nobody counted further
        most = min(most, self._wish.format.most or most)
        if count > most:
            raise Refusal(
                "TOO_MANY_ROWS",
                "共 {count} 行，{format} 文件最多 {most} 行。"
                " | There are {count} rows; a file of format {format} holds at most {most}."
                if whole
                else "超过 {most} 行。 | There are more than {most} rows.",
                hint="缩小范围，或分几次导出；行数多时用 parquet。"
                " | Narrow it down or export it in parts; parquet holds more.",
                count=count,
                format=self._wish.format.name,
                most=most,
                status=413,
            )

    def _values(self, statement: Statement) -> list[Any]:
        given = self._found.given
        return [given[one.number] if isinstance(one, Given) else one.value for one in statement.values]

    def _about(self) -> About:
        return About(
            title=both(self._found.entity.resource.label),
            query=self._wish.document,
            variables=self._wish.variables,
            who=self._viewer.name or self._viewer.username,
            made_at=datetime.datetime.now(datetime.UTC),
            rows=self._rows_in_all,
            lang=self._viewer.lang,
        )


class _Ready:
    """Rows that are there already, handed out like those of a cursor."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._next = 0

    async def fetch(self, size: int) -> Sequence[Row]:
        start, self._next = self._next, self._next + size
        return self._rows[start : self._next]


class _Thread:
    """A thread of one file's own: its calls run one after the other, the last also after a cancelled one."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(1, "export")

    async def run(self, call: Callable[..., Any], *arguments: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, functools.partial(call, *arguments))

    def stop(self) -> None:
        self._executor.shutdown(wait=False)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _refusal_of(error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, TimeoutError):
        return Refusal(
            "TOO_SLOW",
            "导出用时过长，已停止。 | The export took too long and was stopped.",
            hint="缩小范围，或分几次导出。 | Narrow it down or export it in parts.",
            status=503,
        )
    return of_exception(error)


def refuse(refusal: Refusal, viewer: Viewer) -> Response:
    return answered(refused(refusal, viewer.lang, begun=False))


def answered(answer: Answer) -> Response:
    return Response(answer.body, answer.status, {"Cache-Control": "no-store"}, "application/json")
