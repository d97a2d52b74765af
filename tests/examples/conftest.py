"""The views of the evidence as tables that an example fills, in a database of its own; undone after each."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import asyncpg
import pytest_asyncio

from db.config import Database
from db.evidence import SCHEMA, VIEWS
from db.guards import APP_ROLE
from db.store import NATION, Store, Work
from tests.databases import Server
from tests.examples.facts import Columns, Facts

_KINDS = """
select table_name, column_name, data_type from information_schema.columns
where table_schema = $1 order by table_name, ordinal_position
"""


class Evidence:
    """``fill`` puts an example's rows in place of what the views would show."""

    def __init__(self, work: Work, columns: Columns) -> None:
        self.work = work
        self.columns = columns

    async def fill(self, facts: Facts) -> None:
        for view, rows in facts.items():
            if rows:
                names = list(self.columns[view])
                await self.work.connection.executemany(
                    f"insert into {SCHEMA}.{view} ({', '.join(names)})"
                    f" values ({', '.join(f'${place}' for place in range(1, len(names) + 1))})",
                    [[_value(row[name], self.columns[view][name]) for name in names] for row in rows],
                )


def _value(value: Any, kind: str) -> Any:
    if kind.startswith("timestamp") and isinstance(value, str):
        return datetime.fromisoformat(value)
    return value


@pytest_asyncio.fixture(scope="session")
async def scratch(postgres: Server, reference_template: str) -> AsyncIterator[Database]:
    async with postgres.clone(reference_template) as database:
        owner = await asyncpg.connect(database.owner_url)
        try:
            await owner.execute(f"alter schema {SCHEMA} rename to shown; create schema {SCHEMA}")
            for view in VIEWS:
                await owner.execute(f"create table {SCHEMA}.{view} as select * from shown.{view} limit 0")
            await owner.execute(f"grant usage on schema {SCHEMA} to {APP_ROLE}")
            await owner.execute(f"grant select, insert on all tables in schema {SCHEMA} to {APP_ROLE}")
        finally:
            await owner.close()
        yield database


@pytest_asyncio.fixture(scope="session")
async def example_store(scratch: Database) -> AsyncIterator[Store]:
    store = await Store.open(scratch.app_url, size=2)
    try:
        yield store
    finally:
        await store.close()


class _UndoneError(Exception):
    pass


@pytest_asyncio.fixture
async def evidence(example_store: Store) -> AsyncIterator[Evidence]:
    try:
        async with example_store.write(NATION) as work:
            columns: dict[str, dict[str, str]] = {view: {} for view in VIEWS}
            for row in await work.connection.fetch(_KINDS, SCHEMA):
                columns[row["table_name"]][row["column_name"]] = row["data_type"]
            yield Evidence(work, columns)
            raise _UndoneError
    except _UndoneError:
        pass
