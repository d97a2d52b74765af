"""A store on the small programme, the engine on it, and people to ask as."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import asyncpg
import orjson
import pytest
import pytest_asyncio

from api.graphql.engine import Engine
from api.viewer import SYSTEM, Viewer
from db.config import Database
from db.store import Store
from tests.databases import Server
from tests.graphql.rows import Programme, fill, read_back
from tests.graphql.served import Served, served, until

Ask = Callable[..., Awaitable[Any]]


@pytest_asyncio.fixture(scope="session")
async def small_database(postgres: Server, reference_template: str) -> AsyncIterator[Database]:
    """Reference data and the small programme, for reading."""
    async with postgres.clone(reference_template) as database:
        connection = await asyncpg.connect(database.owner_url)
        try:
            async with connection.transaction():
                await fill(connection)
            await connection.execute("analyze")
        finally:
            await connection.close()
        yield database


@pytest_asyncio.fixture(scope="session")
async def programme(small_database: Database) -> Programme:
    connection = await asyncpg.connect(small_database.owner_url)
    try:
        return await read_back(connection)
    finally:
        await connection.close()


@pytest_asyncio.fixture(scope="session")
async def small_store(small_database: Database) -> AsyncIterator[Store]:
    store = await Store.open(small_database.app_url, size=2)
    yield store
    await store.close()


@pytest.fixture(scope="session")
def engine(small_store: Store) -> Engine:
    return Engine(small_store)


@pytest_asyncio.fixture(scope="session")
async def app(postgres: Server, reference_template: str) -> AsyncIterator[Served]:
    """A served application on a small programme of its own, which tests may change."""
    async with postgres.clone(reference_template) as database, served(database) as app:
        yield app


@pytest_asyncio.fixture
async def nothing_is_left(app: Served) -> AsyncIterator[None]:
    """After a test all connections are closed: then no feed, count or task of theirs may be left."""
    patience = replace(app.live.patience)
    yield
    app.live.patience = patience
    await until(lambda: not app.live._feeds and not app.live._followed)
    names = ("feed", "operation", "stream", "socket")
    await until(lambda: not any(task.get_name().startswith(names) for task in asyncio.all_tasks()))


@pytest.fixture(scope="session")
def ask(engine: Engine) -> Ask:
    """Runs a document and returns its data; any error fails the test."""

    async def run(document: str, variables: dict[str, Any] | None = None, viewer: Viewer = SYSTEM) -> Any:
        answer = orjson.loads(await engine.execute(document, variables, None, viewer))
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    return run


@pytest.fixture(scope="session")
def refusal(engine: Engine) -> Ask:
    """Runs a document that must be refused and returns the one error."""

    async def run(document: str, variables: dict[str, Any] | None = None, viewer: Viewer = SYSTEM) -> Any:
        answer = orjson.loads(await engine.execute(document, variables, None, viewer))
        assert not answer.get("data"), answer
        (error,) = answer["errors"]
        return error

    return run
