"""An empty programme with the cast's accounts, in a database of the test's own."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from api.graphql.engine import Engine
from api.services.clock import work_on
from db.store import Store
from tests.databases import Server
from tests.story.stage import Stage, hire


@pytest_asyncio.fixture
async def stage(postgres: Server, reference_template: str) -> AsyncIterator[Stage]:
    async with postgres.clone(reference_template) as database:
        store = await Store.open(database.app_url, size=4)
        await hire(store)
        yield Stage(store, Engine(store))
        await store.close()


@pytest.fixture(autouse=True)
def _today_again() -> Iterator[None]:
    yield
    work_on(None)
