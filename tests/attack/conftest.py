"""The demo programme, people of it who want more than is theirs, and the owner, who sees what is really there."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson
import pytest_asyncio

from api.graphql.engine import Engine
from api.services.accounts import viewer_named
from api.viewer import Viewer
from db.catalog import Entity, catalog
from db.resource import Scope
from db.store import Store
from tests.databases import Server

OWN = "320000"
#: Accounts of the demo that belong to one unit, or to one platform of it.
INSIDERS = ("jiangsu", "jiangsu_finance", "platform", "expert")
EVERYBODY = (*INSIDERS, "leader", "analyst", "programme", "finance", "supervisor", "auditor", "admin")


@dataclass
class Fortress:
    store: Store
    engine: Engine
    owner: asyncpg.Connection
    people: dict[str, Viewer]

    async def ask(self, who: str, document: str, **variables: Any) -> Any:
        """The whole answer, errors too."""
        return orjson.loads(await self.engine.execute(document, variables, None, self.people[who]))

    async def foreign(self, entity: str, count: int = 3) -> list[int]:
        """Keys of rows of other units than ours."""
        table = catalog()[entity].table
        rows = await self.owner.fetch(
            f"select id from {table} where unit_code is not null and unit_code <> $1 order by id limit {count}",
            OWN,
        )
        return [row["id"] for row in rows]


def scoped() -> list[Entity]:
    """Tables whose rows belong to units and to nobody else: what is published is for everybody, by its own tests."""
    return [entity for entity in catalog().values() if entity.unit_scoped and not entity.resource.published]


def open_to_all() -> list[Entity]:
    return [entity for entity in catalog().values() if entity.resource.scope is Scope.OPEN]


@pytest_asyncio.fixture(scope="package")
async def fortress(postgres: Server, demo_template: str) -> AsyncIterator[Fortress]:
    async with postgres.clone(demo_template) as database:
        store = await Store.open(database.app_url, size=4)
        owner = await asyncpg.connect(database.owner_url)
        people = {}
        for name in EVERYBODY:
            viewer = await viewer_named(store, name)
            assert viewer is not None, name
            people[name] = viewer
        yield Fortress(store, Engine(store), owner, people)
        await owner.close()
        await store.close()
