"""A served application on the small programme, with people who can sign in, for what needs real sockets."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette_compress import CompressMiddleware
from websockets.asyncio.client import ClientConnection, connect

from api.graphql.documents import Documents
from api.graphql.endpoint import graphql_routes
from api.graphql.engine import Engine
from api.graphql.live import Live, Patience
from api.graphql.socket import PROTOCOL
from api.services.accounts import NewUser, create_users, sign_in
from api.services.rows import update
from api.viewer import SYSTEM
from api.web.session import COOKIE, SessionMiddleware
from db.config import Database
from db.enums import Role
from db.listener import Listener
from db.store import NATION, Rows, Store
from tests.graphql.rows import OWN, fill

PASSWORD = "lamp-2022-lamp"
PEOPLE = {
    "supervisor": [(Role.SUPERVISOR, None)],
    "analyst": [(Role.ANALYST, None)],
    "leader": [(Role.ANALYST, None)],
    "province": [(Role.PROVINCIAL_SME_OFFICER, OWN)],
    "neighbour": [(Role.PROVINCIAL_SME_OFFICER, OWN)],
    "reviewer": [(Role.EXPERT, OWN)],
}
HELLO = {"type": "connection_init"}


async def until(condition: Callable[[], bool]) -> None:
    """Waits for what happens by itself, within ten seconds or so."""
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to that")


class CountingStore(Store):
    """A store that counts what is read, by whose rows."""

    def __init__(self, url: str) -> None:
        super().__init__(url, size=4)
        self.reads: list[Rows] = []

    @asynccontextmanager
    async def ask(self, rows: Rows, *, planned_once: bool = False) -> AsyncIterator[Any]:
        self.reads.append(rows)
        async with super().ask(rows, planned_once=planned_once) as connection:
            yield connection


class QuietServer(uvicorn.Server):
    """Leaves the signals of the process to the tests."""

    def capture_signals(self) -> Any:
        return nullcontext()


@dataclass
class Served:
    """The running application: where it is, what it is made of, and the cookies of its people."""

    port: int
    store: CountingStore
    live: Live
    listener: Listener
    database: Database
    cookies: dict[str, str]

    def headers(self, person: str | None) -> dict[str, str]:
        return {} if person is None else {"Cookie": f"{COOKIE}={self.cookies[person]}; lang=en"}

    @asynccontextmanager
    async def raw(self, person: str | None = "analyst", **options: Any) -> AsyncIterator["Talk"]:
        """A socket on which nothing was said yet."""
        options.setdefault("subprotocols", [PROTOCOL])
        headers = self.headers(person) | options.pop("headers", {})
        address = f"ws://127.0.0.1:{self.port}/graphql"
        async with connect(address, additional_headers=headers, **options) as socket:
            yield Talk(socket)

    @asynccontextmanager
    async def socket(self, person: str = "analyst", **options: Any) -> AsyncIterator["Talk"]:
        """A socket that has been acknowledged."""
        async with self.raw(person, **options) as talk:
            await talk.say(HELLO)
            assert await talk.hear() == {"type": "connection_ack"}
            yield talk

    @asynccontextmanager
    async def http(self, person: str | None = "analyst") -> AsyncIterator[httpx.AsyncClient]:
        address = f"http://127.0.0.1:{self.port}"
        async with httpx.AsyncClient(base_url=address, headers=self.headers(person), timeout=20) as client:
            yield client

    async def change(self, entity: str, **row: Any) -> None:
        """As a service does: in one transaction."""
        async with self.store.write(NATION) as work:
            await update(work, entity, [row])

    async def fetch(self, query: str, *values: Any) -> list[Any]:
        """What the owner of the database sees."""
        connection = await asyncpg.connect(self.database.owner_url)
        try:
            return [tuple(row) for row in await connection.fetch(query, *values)]
        finally:
            await connection.close()


class Talk:
    """One end of a socket, in the protocol's messages."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, message: Any) -> None:
        await self.socket.send(message if isinstance(message, str | bytes) else json.dumps(message))

    async def hear(self) -> Any:
        async with asyncio.timeout(8):
            return json.loads(await self.socket.recv())

    async def ask(self, name: str, query: str, **variables: Any) -> None:
        await self.say({"id": name, "type": "subscribe", "payload": {"query": query, "variables": variables}})

    async def data(self, name: str) -> Any:
        """The data of the next message, which must be a result for this name."""
        message = await self.hear()
        assert message["type"] == "next", message
        assert message["id"] == name, message
        assert "errors" not in message["payload"], message
        return message["payload"]["data"]

    async def closed(self) -> tuple[int, str]:
        """The code and reason with which the server closed it; nothing else may come before."""
        async with asyncio.timeout(8):
            await self.socket.wait_closed()
        assert self.socket.close_code is not None
        return self.socket.close_code, self.socket.close_reason or ""


@asynccontextmanager
async def served(database: Database) -> AsyncIterator[Served]:
    """Fills the database, makes accounts and serves on a free port of 127.0.0.1, in the loop of the test."""
    connection = await asyncpg.connect(database.owner_url)
    async with connection.transaction():
        await fill(connection)
    await connection.close()
    store = CountingStore(database.app_url)
    await store.start()
    async with store.write(NATION) as work:
        await create_users(
            work, SYSTEM, [NewUser(name, name, roles, PASSWORD) for name, roles in PEOPLE.items()]
        )
    cookies = {name: await sign_in(store, name, PASSWORD, None) for name in PEOPLE}
    engine = Engine(store)
    live = Live(engine, Patience(pause=0.05))
    listener = Listener(database.app_url, hear=live.hear, missed=live.missed)
    live.listening = lambda: listener.listening
    listener.start()
    app = Starlette(
        routes=graphql_routes(engine, Documents(), live),
        middleware=[Middleware(CompressMiddleware), Middleware(SessionMiddleware, store=store)],
    )
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_level="warning", lifespan="off", timeout_graceful_shutdown=5
    )
    server = QuietServer(config)
    running = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Served(port, store, live, listener, database, cookies)
    finally:
        live.close()
        server.should_exit = True
        await running
        await listener.close()
        await store.close()
