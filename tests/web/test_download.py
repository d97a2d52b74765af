"""A file on its way: cut short it never looks whole, and nothing it held stays behind."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.middleware import Middleware

from api.graphql.documents import Documents
from api.graphql.engine import Engine
from api.policy.access import TokenScope
from api.services.accounts import NewUser, create_users, sign_in, viewer_named
from api.services.tokens import create_token
from api.viewer import SYSTEM, current_viewer
from api.web.export import export_routes
from api.web.session import COOKIE, SessionMiddleware
from db.config import Database
from db.enums import Role
from db.store import NATION, Store
from tests.web.files import FORMATS, app_on, read

#: More rows than are read at once, and quick to make.
MANY = "{ industries { nodes { id code name annex } } }"
COPIES = 14


@pytest_asyncio.fixture(scope="module")
async def many(postgres: Any, reference_template: str) -> AsyncIterator[Database]:
    """Some 10,000 industries."""
    async with postgres.clone(reference_template) as database:
        owner = await asyncpg.connect(database.owner_url)
        found = await owner.fetch(
            "select column_name from information_schema.columns where table_name = 'industries'"
            " and column_name not in ('id', 'code')"
        )
        columns = ", ".join(row[0] for row in found)
        await owner.execute(
            f"insert into industries (code, {columns}) select left(md5(code || n), 8), {columns}"
            f" from industries, generate_series(1, {COPIES}) as n on conflict do nothing"
        )
        await owner.close()
        yield database


@pytest_asyncio.fixture
async def narrow(many: Database) -> AsyncIterator[Store]:
    """Two connections: one for the file, one for its trace."""
    store = await Store.open(many.app_url, size=2)
    yield store
    await asyncio.wait_for(store.close(), 10)


class Client:
    """A caller of the application at the level of ASGI: reads as it likes, and hangs up when it likes."""

    def __init__(self, app: Starlette, body: dict[str, Any], *, patient: bool = True) -> None:
        self.messages: list[Any] = []
        self.read_on = asyncio.Event()
        self.first = asyncio.Event()
        self._left = asyncio.Event()
        self._sent = False
        self._body = json.dumps(body).encode()
        self._patient = patient
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/export",
            "raw_path": b"/export",
            "query_string": b"",
            "headers": [(b"content-type", b"application/json")],
        }
        token = current_viewer.set(SYSTEM)
        self.task = asyncio.ensure_future(app(scope, self._receive, self._send))
        current_viewer.reset(token)

    async def _receive(self) -> Any:
        if not self._sent:
            self._sent = True
            return {"type": "http.request", "body": self._body, "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.messages.append(message)
        if message.get("body"):
            self.first.set()
            if self._patient:
                await self.read_on.wait()

    def leave(self) -> None:
        self._left.set()

    @property
    def whole(self) -> bool:
        return bool(self.messages) and self.messages[-1].get("more_body") is False

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages)


async def busy(database: Database) -> int:
    """How many of the application's connections do anything or hold a transaction."""
    owner = await asyncpg.connect(database.owner_url)
    try:
        return int(
            await owner.fetchval(
                "select count(*) from pg_stat_activity where application_name = 'dengta'"
                " and datname = current_database() and state <> 'idle'"
            )
        )
    finally:
        await owner.close()


@pytest.mark.parametrize("format_", ["csv", "parquet", "arrow"])
async def test_who_hangs_up_frees_the_connection(many: Database, narrow: Store, format_: str) -> None:
    client = Client(app_on(narrow), {"query": MANY, "format": format_})
    await asyncio.wait_for(client.first.wait(), 10)
    assert await busy(many) == 1
    client.leave()
    await asyncio.wait_for(client.task, 10)
    assert not client.whole
    assert await busy(many) == 0
    async with narrow.read(NATION) as one, narrow.read(NATION) as two:
        assert await one.fetchval("select 1") == await two.fetchval("select 1")


async def test_who_hangs_up_before_the_first_byte_frees_it_too(many: Database, narrow: Store) -> None:
    files = set(Path(tempfile.gettempdir()).glob("dengta-export-*"))
    client = Client(app_on(narrow), {"query": MANY, "format": "xlsx"})
    while not await busy(many):  # noqa: ASYNC110  # the state of another process has no event
        await asyncio.sleep(0.01)
    client.leave()
    await asyncio.wait_for(client.task, 20)
    assert client.messages == []
    assert await busy(many) == 0
    assert set(Path(tempfile.gettempdir()).glob("dengta-export-*")) <= files


async def test_a_query_that_fails_midway_breaks_the_answer_off(many: Database, narrow: Store) -> None:
    client = Client(app_on(narrow), {"query": MANY, "format": "csv"})
    await asyncio.wait_for(client.first.wait(), 10)
    owner = await asyncpg.connect(many.owner_url)
    await owner.fetch(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dengta'"
        " and datname = current_database() and state <> 'idle'"
    )
    await owner.close()
    client.read_on.set()
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError)):
        await asyncio.wait_for(client.task, 10)
    assert client.status == 200
    assert not client.whole


async def test_only_so_many_files_are_made_at_a_time(narrow: Store) -> None:
    app = app_on(narrow, at_once=1)
    first = Client(app, {"query": MANY, "format": "csv"})
    await asyncio.wait_for(first.first.wait(), 10)
    second = Client(app, {"query": MANY, "format": "csv"}, patient=False)
    await asyncio.wait_for(second.task, 10)
    assert second.status == 503
    assert json.loads(second.body)["errors"][0]["extensions"]["code"] == "TOO_MANY_EXPORTS"
    first.read_on.set()
    await asyncio.wait_for(first.task, 30)
    assert first.whole
    third = Client(app, {"query": MANY, "format": "csv"}, patient=False)
    await asyncio.wait_for(third.task, 30)
    assert third.whole
    assert third.body == first.body


async def test_a_file_that_takes_too_long_is_refused(many: Database, narrow: Store) -> None:
    client = Client(app_on(narrow, seconds=0.001), {"query": MANY, "format": "xlsx"}, patient=False)
    await asyncio.wait_for(client.task, 10)
    assert client.status == 503
    assert json.loads(client.body)["errors"][0]["extensions"]["code"] == "TOO_SLOW"
    assert await busy(many) == 0


async def test_a_caller_who_stops_reading_is_not_waited_for_forever(many: Database, narrow: Store) -> None:
    client = Client(app_on(narrow, seconds=2), {"query": MANY, "format": "csv"})
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(client.task, 15)
    assert client.status == 200
    assert not client.whole
    assert await busy(many) == 0


async def test_a_cell_that_is_too_long_for_a_workbook_is_refused_not_cut(
    fresh_database: Database, fresh_store: Store
) -> None:
    owner = await asyncpg.connect(fresh_database.owner_url)
    await owner.execute("update clauses set text = repeat('长', 40000) where id = 'P1'")
    await owner.close()
    app = app_on(fresh_store)
    query = "{ clauses { nodes { code text } } }"
    refused = Client(app, {"query": query, "format": "xlsx"}, patient=False)
    await refused.task
    assert refused.status == 400
    assert json.loads(refused.body)["errors"][0]["extensions"]["code"] == "CELL_TOO_LONG"
    whole = Client(app, {"query": query, "format": "parquet"}, patient=False)
    await whole.task
    assert "长" * 40000 in {row["text"] for row in read(whole.body, "parquet")}


@pytest.mark.parametrize("format_", FORMATS)
async def test_many_pieces_make_one_file(many: Database, narrow: Store, format_: str) -> None:
    client = Client(app_on(narrow), {"query": MANY, "format": format_}, patient=False)
    await asyncio.wait_for(client.task, 60)
    assert client.whole
    owner = await asyncpg.connect(many.owner_url)
    codes = [row[0] for row in await owner.fetch("select code from industries order by id")]
    await owner.close()
    assert len(codes) > 10_000
    head = "行业代码" if format_ in ("csv", "xlsx") else "code"
    assert [row[head] for row in read(client.body, format_)] == codes


# -- who may ask -------------------------------------------------------------------------------------


@pytest_asyncio.fixture(scope="module")
async def client(store: Store) -> AsyncIterator[httpx.AsyncClient]:
    async with store.write(NATION) as work:
        await create_users(work, SYSTEM, [NewUser("taker", "取", [(Role.ANALYST, None)], "lamp-2022")])
    app = Starlette(
        routes=export_routes(Engine(store), store, Documents()),
        middleware=[Middleware(SessionMiddleware, store=store)],
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://dengta.example"
    ) as client:
        yield client


ASKED = {"query": "{ limits { nodes { key value } } }", "format": "csv"}


async def test_a_stranger_is_refused_with_a_code(client: httpx.AsyncClient) -> None:
    refused = await client.post("/export", json=ASKED)
    assert refused.status_code == 401
    assert refused.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert (await client.get("/export/limits.csv")).headers["location"].startswith("/sign-in")


async def test_a_page_of_another_site_gets_nothing(client: httpx.AsyncClient, store: Store) -> None:
    session = await sign_in(store, "taker", "lamp-2022", "127.0.0.1")
    client.cookies.set(COOKIE, session)
    try:
        evil = {"origin": "http://evil.example"}
        assert (await client.post("/export", data=ASKED, headers=evil)).status_code == 403
        own = {"origin": "http://dengta.example"}
        assert (await client.post("/export", data=ASKED, headers=own)).status_code == 200
    finally:
        client.cookies.clear()


@pytest.mark.parametrize(("scopes", "status"), [((TokenScope.READ,), 403), ((TokenScope.EXPORT,), 200)])
async def test_a_program_needs_the_scope(
    client: httpx.AsyncClient, store: Store, scopes: tuple[TokenScope, ...], status: int
) -> None:
    viewer = await viewer_named(store, "taker")
    assert viewer
    secret, _ = await create_token(store, viewer, "导出", scopes, datetime.now(UTC) + timedelta(days=1))
    answer = await client.post("/export", json=ASKED, headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == status, answer.text


async def test_where_only_trusted_documents_run_no_other_is_exported(store: Store) -> None:
    documents = Documents({"limits": ASKED["query"]})
    app = Starlette(routes=export_routes(Engine(store), store, documents))
    token = current_viewer.set(SYSTEM)
    try:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://dengta.example"
        ) as client:
            other = {"query": "{ clauses { nodes { code } } }", "format": "csv"}
            assert (await client.post("/export", json=ASKED)).status_code == 200
            assert (await client.post("/export", json={"id": "limits", "format": "csv"})).status_code == 200
            refused = await client.post("/export", json=other)
            assert refused.json()["errors"][0]["extensions"]["code"] == "UNTRUSTED_DOCUMENT"
    finally:
        current_viewer.reset(token)
