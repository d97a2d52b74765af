"""Databases for tests: one server, two templates kept between runs, and clones that a test may spoil."""

import hashlib
import itertools
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import psutil

from db.config import APP_USER, Database, as_user

ROOT = Path(__file__).resolve().parents[1]
#: What a template depends on: models and migrations, reference data, and the services that seed goes through.
SOURCES = ("db", "seed", "api/policy", "api/services", "api/imports", "uv.lock")
#: What none but the demo depends on.
DEMO_ONLY = ("api/policy/red_flags", "seed/synthetic")
CLONE = "dengta_t_"
#: Where the files of the demo template are.
FILES = ROOT / ".data" / "test" / "files"
APP_PASSWORD = "app-of-tests"
#: Any number will do; a template of one server is made by one worker.
LOCK = 150_022_022

_numbers = itertools.count(1)


class Server:
    """A PostgreSQL where tests make databases: TEST_DATABASE_URL, or the private one in `.data/test`."""

    def __init__(self, url: str, password: str | None) -> None:
        self.url = url
        self._password = password

    def database(self, name: str) -> Database:
        """The database of that name, seen by the owner and by the application."""
        owner = urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))
        return Database(as_user(owner, APP_USER, self._password or ""), owner, self._password)

    async def template(
        self, kind: str, fill: Callable[[Database], Awaitable[None]], base: str = "template1"
    ) -> str:
        """The name of a copy of `base` filled by `fill`, made only if the sources have changed since.

        While one worker makes a kind, only those wait who need that kind.
        """
        name = f"dengta_{kind}_{_digest(kind)}"
        async with self._administrator() as administrator:
            await administrator.execute("select pg_advisory_lock($1, hashtext($2))", LOCK, kind)
            await self._tidy(administrator, kind, keep=name)
            if not await administrator.fetchval("select true from pg_database where datname = $1", name):
                draft = f"{name}_draft"
                await administrator.execute(f'drop database if exists "{draft}" with (force)')
                await administrator.execute(f'create database "{draft}" template "{base}"')
                await fill(self.database(draft))
                await administrator.execute(f'alter database "{draft}" rename to "{name}"')
        return name

    @asynccontextmanager
    async def clone(self, template: str) -> AsyncIterator[Database]:
        """A database of one's own, as the template is, dropped afterwards."""
        name = f"{CLONE}{os.getpid()}_{next(_numbers)}"
        async with self._administrator() as administrator:
            await administrator.execute(f'create database "{name}" template "{template}" strategy file_copy')
        try:
            yield self.database(name)
        finally:
            async with self._administrator() as administrator:
                await administrator.execute(f'drop database if exists "{name}" with (force)')

    @asynccontextmanager
    async def _administrator(self) -> AsyncIterator[asyncpg.Connection]:
        connection = await asyncpg.connect(self.url)
        try:
            yield connection
        finally:
            await connection.close()

    async def _tidy(self, administrator: asyncpg.Connection, kind: str, keep: str) -> None:
        """Drops clones of test runs that were killed, and all but the newest templates."""
        names = [
            row[0] for row in await administrator.fetch("select datname from pg_database order by oid desc")
        ]
        stale = [
            name
            for name in names
            if name.startswith(CLONE) and not psutil.pid_exists(int(name.split("_")[2]))
        ]
        # A few are kept: switching branches, or working beside others, must not mean seeding anew each time.
        kept = [name for name in names if name.startswith(f"dengta_{kind}_") and name != keep]
        for name in [*stale, *kept[3:]]:
            await administrator.execute(f'drop database if exists "{name}" with (force)')


def _digest(kind: str) -> str:
    digest = hashlib.sha256()
    left_out = () if kind == "demo" else tuple(f"{folder}/" for folder in DEMO_ONLY)
    for source in SOURCES:
        path = ROOT / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            name = str(file.relative_to(ROOT))
            if file.is_file() and "__pycache__" not in file.parts and not name.startswith(left_out):
                digest.update(name.encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
