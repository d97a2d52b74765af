"""A plan in a database that tests may change, and people to act on it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import orjson
import pytest_asyncio

from api.graphql.engine import Engine
from api.viewer import Viewer
from db.config import Database
from db.enums import Role
from db.store import NATION, Store
from tests.databases import Server
from tests.services.world import World, build


@dataclass
class Desk:
    """An engine on a world that was committed."""

    store: Store
    engine: Engine
    world: World

    def __getitem__(self, role: Role) -> Viewer:
        return self.world[role]

    async def ask(self, viewer: Viewer, document: str, **variables: object) -> dict[str, object]:
        """The whole answer, errors too."""
        answer: dict[str, object] = orjson.loads(await self.engine.execute(document, variables, None, viewer))
        return answer


@pytest_asyncio.fixture
async def desk(postgres: Server, reference_template: str) -> AsyncIterator[Desk]:
    """A plan of one platform with ten enterprises, still a draft."""
    async with postgres.clone(reference_template) as database, _open(database) as store:
        async with store.write(NATION) as work:
            world = await (await build(work)).drafted()
        yield Desk(store, Engine(store), world)


class _open:
    def __init__(self, database: Database) -> None:
        self._url = database.app_url

    async def __aenter__(self) -> Store:
        self._store = await Store.open(self._url, size=6)
        return self._store

    async def __aexit__(self, *_: object) -> None:
        await self._store.close()
