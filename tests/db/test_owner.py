"""An owner who is no superuser, as an office's administrator gives one out."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from db import embedded
from db.config import APP_USER, Database, as_user
from db.guards import APP_ROLE, OPERATOR_ROLE
from db.migrate import make_roles, migrate
from db.store import NATION, Rows, Store

PASSWORD = "app-of-tests"


@dataclass
class Cluster:
    """A server of the test's own: roles belong to all databases of one."""

    root: str

    def owned(self, password: str | None = PASSWORD) -> Database:
        url = urlunsplit(urlsplit(self.root)._replace(path="/office"))
        return Database(as_user(url, APP_USER, PASSWORD), as_user(url, "owner", "p"), password)

    async def run(self, *statements: str) -> None:
        connection = await asyncpg.connect(self.root)
        for statement in statements:
            await connection.execute(statement)
        await connection.close()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    server = embedded.start(tmp_path / "pg", embedded.TEST)
    yield Cluster(server.url("postgres"))
    server.stop()


async def _guarded(database: Database) -> None:
    """The application is bound by the policies on rows, and may become the operator's role."""
    store = await Store.open(database.app_url, size=1)
    try:
        async with store.read(NATION) as connection:
            assert await connection.fetchval("select current_user") == APP_ROLE
            assert await connection.fetchval("select row_security_active('projects')")
        async with store.read(Rows(units=("320000",), organization=1)) as connection:
            assert await connection.fetchval("select current_user") == OPERATOR_ROLE
    finally:
        await store.close()


async def test_one_who_may_make_roles_makes_them(cluster: Cluster) -> None:
    await cluster.run(
        "create role owner login createrole nosuperuser password 'p'", "create database office owner owner"
    )
    connection = await asyncpg.connect(cluster.owned().owner_url)
    for _ in range(2):
        await make_roles(connection, PASSWORD)
    await connection.execute("grant usage on schema public to " + APP_ROLE)
    await connection.execute(f"set role {APP_ROLE}")
    await connection.execute(f"set role {OPERATOR_ROLE}")
    await connection.close()


async def test_one_who_may_not_takes_those_that_are_there(cluster: Cluster) -> None:
    away = "with inherit false, set true"
    await cluster.run(
        "create role owner login nosuperuser password 'p'",
        "create database office owner owner",
        f"create role {APP_ROLE} login noinherit password '{PASSWORD}'",
        f"create role {OPERATOR_ROLE}",
        f"grant {OPERATOR_ROLE} to {APP_ROLE} {away}",
        f"grant {APP_ROLE} to owner {away}",
    )
    await migrate(cluster.owned(password=None))
    await _guarded(cluster.owned())


async def test_one_who_may_not_make_those_that_are_missing_is_told(cluster: Cluster) -> None:
    await cluster.run(
        "create role owner login nosuperuser password 'p'", "create database office owner owner"
    )
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="create role"):
        await migrate(cluster.owned())
