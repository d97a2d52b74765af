"""A store on the small programme, the engine on it, and people to ask as."""

from collections.abc import AsyncIterator, Awaitable, Callable
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
