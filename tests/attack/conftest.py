"""The demo programme, people of it who want more than is theirs, and the owner, who sees what is really there."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson
import pytest_asyncio

from api.graphql.engine import Engine
from api.services.accounts import viewer_named
from api.viewer import Viewer
from db.catalog import Entity, Kind, catalog
from db.config import Database
from db.resource import Scope
from db.store import Store
from tests.databases import Server
from tests.graphql.counted import Counted

OWN = "320000"
#: Stands in every text of other units' rows: who reads it has read what is not theirs.
CANARY = "禁看"
#: Of each table so many rows; the first are the ones that tests ask for.
MARKED = 3000
#: Of another unit, of a third, and of none.
ELSEWHERE, THIRD, NOWHERE = "330000", "110000", "999999"
#: Accounts of the demo that belong to one unit, or to one platform of it.
INSIDERS = ("jiangsu", "jiangsu_finance", "platform", "expert")
EVERYBODY = (*INSIDERS, "leader", "analyst", "programme", "finance", "supervisor", "auditor", "admin")


@dataclass
class Fortress:
    """``store`` counts what ``engine`` sends; ``owner`` sees all rows."""

    database: Database
    store: Counted
    engine: Engine
    owner: asyncpg.Connection
    people: dict[str, Viewer]

    async def ask(self, who: str, document: str, **variables: Any) -> Any:
        """The whole answer, errors too."""
        return orjson.loads(await self.engine.execute(document, variables, None, self.people[who]))

    async def sent(self, who: str, document: str, **variables: Any) -> tuple[str, list[str]]:
        """The answer as it goes out, and the statements it took: what they are tells nobody what is there."""
        self.store.statements.clear()
        body = await self.engine.execute(document, variables, None, self.people[who])
        await asyncio.sleep(0)
        return body.decode(), list(self.store.statements)

    async def elsewhere(self) -> Mapping[str, tuple[int, int]]:
        """What other units have, table by table: how many rows, and a sum over all that stands in them."""
        parts = [
            f"select '{entity.table}' as name, count(*) as n,"
            f" coalesce(bit_xor(hashtextextended(t::text, 0)), 0) as h from {entity.table} t"
            f" where unit_code <> '{OWN}'"
            for entity in scoped()
            if entity.name != "AuditEntry"
        ]
        rows = await self.owner.fetch(" union all ".join(parts))
        return {row["name"]: (row["n"], row["h"]) for row in rows}

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
        assert await _mark(owner) > 40
        people = {}
        for name in EVERYBODY:
            viewer = await viewer_named(store, name)
            assert viewer is not None, name
            people[name] = viewer
        counted = Counted(store)
        yield Fortress(database, counted, Engine(counted), owner, people)
        for last in counted.before_close:
            await last()
        await owner.close()
        await store.close()


async def _mark(owner: asyncpg.Connection) -> int:
    """The canary into every free text of other units' rows; into how many columns it went."""
    marked = 0
    await owner.execute("set session_replication_role = replica")  # no trigger has a say
    for entity in scoped():
        for name, field in entity.fields.items():
            if field.kind is not Kind.TEXT or name == "unit_code":
                continue
            try:
                done = await owner.execute(
                    f"update {entity.table} set {name} = left('{CANARY}' || {name}, {field.length or 1000})"
                    f" where unit_code <> '{OWN}' and {name} <> '' and {entity.key} in"
                    f" (select {entity.key} from {entity.table} order by {entity.key} limit {MARKED})"
                )
            except (asyncpg.CheckViolationError, asyncpg.UniqueViolationError):
                continue  # a word of a list, or a number of a form
            marked += done != "UPDATE 0"
    await owner.execute("set session_replication_role = default")
    return marked
