"""A world in a transaction of its own that is undone after each test."""

from collections.abc import AsyncIterator

import pytest_asyncio

from db.store import NATION, Store
from tests.services.world import World, build


class _UndoneError(Exception):
    pass


@pytest_asyncio.fixture
async def world(store: Store) -> AsyncIterator[World]:
    try:
        async with store.write(NATION) as work:
            yield await build(work)
            raise _UndoneError
    except _UndoneError:
        pass
