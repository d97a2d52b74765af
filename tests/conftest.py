"""Fixtures for the whole suite: databases here, a served application and a browser in `tests/browser`."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
import pytest_asyncio

from db import embedded
from db.config import Database
from db.store import Store
from tests.databases import APP_PASSWORD, FILES, ROOT, Server

#: In the order of their coming: who makes the demo, and beside it what needs no database. Else all wait for it.
FIRST = ("tests/seed/test_demo.py", "tests/unit/", "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def turn(item: pytest.Item) -> int:
        return next(place for place, start in enumerate(FIRST) if item.nodeid.startswith(start))

    items.sort(key=turn)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server of this run, shared by all workers; the last one to leave stops the private one."""
    url = os.environ.get("TEST_DATABASE_URL")
    if url:
        yield Server(url, APP_PASSWORD)
        return
    server = embedded.start(ROOT / ".data" / "test" / "pg", embedded.TEST)
    yield Server(server.url("postgres"), None)
    server.stop()


@pytest_asyncio.fixture(scope="session")
async def reference_template(postgres: Server) -> str:
    """A migrated database with the reference data in it; clone it, never connect to it."""
    return await postgres.template("reference", _fill_reference)


@pytest_asyncio.fixture(scope="session")
async def demo_template(postgres: Server, reference_template: str) -> str:
    """The same with `dengta seed demo --seed 7`."""
    return await postgres.template("demo", _fill_demo, reference_template)


@pytest_asyncio.fixture(scope="session")
async def database(postgres: Server, reference_template: str) -> AsyncIterator[Database]:
    """Reference data, one database per worker: for reading, and for writing what nobody else looks at."""
    async with postgres.clone(reference_template) as database:
        yield database


@pytest_asyncio.fixture
async def fresh_database(postgres: Server, reference_template: str) -> AsyncIterator[Database]:
    """Reference data in a database of the test's own."""
    async with postgres.clone(reference_template) as database:
        yield database


@pytest_asyncio.fixture(scope="session")
async def demo_database(postgres: Server, demo_template: str) -> AsyncIterator[Database]:
    """The demo programme, one database per worker: for reading."""
    async with postgres.clone(demo_template) as database:
        yield database


@pytest_asyncio.fixture
async def fresh_demo_database(postgres: Server, demo_template: str) -> AsyncIterator[Database]:
    """The demo programme in a database of the test's own."""
    async with postgres.clone(demo_template) as database:
        yield database


@pytest_asyncio.fixture
async def empty_database(postgres: Server) -> AsyncIterator[Database]:
    """A database before its first migration."""
    async with postgres.clone("template1") as database:
        yield database


@pytest_asyncio.fixture(scope="session")
async def store(database: Database) -> AsyncIterator[Store]:
    """The application's pool on `database`."""
    async with _store(database) as store:
        yield store


@pytest_asyncio.fixture
async def fresh_store(fresh_database: Database) -> AsyncIterator[Store]:
    """The application's pool on `fresh_database`."""
    async with _store(fresh_database) as store:
        yield store


@pytest_asyncio.fixture(scope="session")
async def demo_store(demo_database: Database) -> AsyncIterator[Store]:
    """The application's pool on `demo_database`."""
    async with _store(demo_database) as store:
        yield store


@pytest_asyncio.fixture
async def owner_connection(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """The owner of `database`, in a transaction that is undone."""
    async with _undone(database.owner_url) as connection:
        yield connection


@pytest_asyncio.fixture
async def app_connection(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """The application's role on `database`, in a transaction that is undone; it sees no rows until told whose."""
    async with _undone(database.app_url) as connection:
        yield connection


@asynccontextmanager
async def _store(database: Database) -> AsyncIterator[Store]:
    store = await Store.open(database.app_url, size=4)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def _undone(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    transaction = connection.transaction()
    await transaction.start()
    try:
        yield connection
    finally:
        await transaction.rollback()
        await connection.close()


async def _fill_reference(database: Database) -> None:
    from db.migrate import migrate
    from seed.reference.load import load_reference

    await migrate(database)
    await load_reference(database, _say_nothing)


async def _fill_demo(database: Database) -> None:
    from api.services.files.cabinet import open_cabinet
    from seed.synthetic.demo import seed_demo

    cabinet = open_cabinet(str(FILES))
    await seed_demo(database, seed=7, progress=_say_nothing, cabinet=cabinet)


def _say_nothing(label: str, done: int, total: int) -> None:
    pass
