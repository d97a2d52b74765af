"""Killed with -9 at any moment, application or database, nothing is lost, nothing done twice and nothing half done."""

import asyncio
import os
import random
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from api.graphql.engine import Engine
from db import embedded
from db.catalog import Kind, catalog
from db.config import Database
from db.migrate import migrate
from db.store import Store
from seed.reference.load import load_reference
from tests.databases import ROOT, Server
from tests.story.scenes import SCENES
from tests.story.stage import Stage, hire

KILLS = 24
#: Longer than most scenes take, so that some get through; all else is cut off somewhere.
LONGEST = 0.25
DATABASE_KILLS = 5


class Nursery:
    """A process that bears workers on demand; see ``tests.robust.nursery``."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.broke: list[str] = []

    async def line(self) -> list[str]:
        assert self._process.stdout is not None
        raw = await asyncio.wait_for(self._process.stdout.readline(), 60)
        assert raw, "the nursery is gone"
        return raw.decode().split(" ", 1)

    async def live(self, first: int, seconds: float | None) -> int:
        """Let a worker play from scene ``first`` on, and kill it after so long; the first scene not confirmed."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{first}\n".encode())
        word, pid = await self.line()
        assert word == "pid"
        if seconds is not None:
            await asyncio.sleep(seconds)
            os.kill(int(pid), signal.SIGKILL)
        while True:
            word, *rest = await self.line()
            match word.strip():
                case "done":
                    first = int(rest[0]) + 1
                case "broke":
                    self.broke.append(rest[0])
                case "ended":
                    return first


@asynccontextmanager
async def nursery(url: str) -> AsyncIterator[Nursery]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.robust.nursery",
        url,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    made = Nursery(process)
    try:
        assert await made.line() == ["ready\n"]
        yield made
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await asyncio.wait_for(process.wait(), 30)


async def tally(database: Database) -> dict[str, Any]:
    """What is there, without what differs each time: keys, times, hashes."""
    connection = await asyncpg.connect(database.owner_url)
    try:
        found: dict[str, Any] = {}
        for entity in catalog().values():
            sums = [f"sum({name})" for name, field in entity.fields.items() if field.kind is Kind.DECIMAL]
            row = await connection.fetchrow(f"select {', '.join(['count(*)', *sums])} from {entity.table}")
            found[entity.table] = tuple(row)
            if "state" in entity.fields:
                rows = await connection.fetch(
                    f"select state, count(*) as n from {entity.table} group by 1 order by 1"
                )
                found[f"{entity.table} by state"] = [tuple(row) for row in rows]
        rows = await connection.fetch(
            "select subject, action, from_state, to_state, count(*) as n from events group by 1, 2, 3, 4 order by 1, 2, 3, 4"
        )
        found["events by step"] = [tuple(row) for row in rows]
        return found
    finally:
        await connection.close()


async def _whole(database: Database) -> dict[str, Any]:
    """The story played without any trouble."""
    store = await Store.open(database.app_url, size=2)
    await hire(store)
    stage = Stage(store, Engine(store))
    for number, scene in enumerate(SCENES):
        stage.key, stage.acts = f"scene-{number}", 0
        await scene(stage)
    await store.close()
    return await tally(database)


async def _prepared(database: Database) -> None:
    store = await Store.open(database.app_url, size=1)
    await hire(store)
    await store.close()


@pytest.mark.parametrize("seed", [1])
async def test_the_application_killed_at_random_moments(
    postgres: Server, reference_template: str, seed: int
) -> None:
    rng = random.Random(seed)
    async with postgres.clone(reference_template) as calm, postgres.clone(reference_template) as stormy:
        expected = await _whole(calm)
        await _prepared(stormy)
        scene = killed = 0
        async with nursery(stormy.app_url) as workers:
            while scene < len(SCENES):
                again = killed < KILLS
                scene = await workers.live(scene, rng.uniform(0, LONGEST) if again else None)
                killed += again
                assert workers.broke == []
        assert killed >= 12
        assert await tally(stormy) == expected


#: Every commit is written before it is confirmed, as where Dengta really runs; the disk need not be waited for,
#: since processes are killed here and not the machine.
SETTINGS = embedded.RUN | {"shared_buffers": "64MB", "fsync": "off"}


async def test_the_database_killed_at_random_moments() -> None:
    """A server of the test's own: its postmaster is killed, and started again on the same files."""
    rng = random.Random(3)
    folder = ROOT / ".data" / "test" / f"killed-{os.getpid()}"
    server = embedded.start(folder, SETTINGS)
    try:
        calm, stormy = [await _reference(server, name) for name in ("calm", "stormy")]
        expected = await _whole(calm)
        await _prepared(stormy)
        scene = killed = 0
        while scene < len(SCENES):
            async with nursery(stormy.app_url) as workers:
                again = killed < DATABASE_KILLS
                playing = asyncio.create_task(workers.live(scene, None))
                if again:
                    await asyncio.sleep(rng.uniform(0.05, 0.5))
                    os.kill(int((folder / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
                    killed += 1
                scene = await playing
                assert again or workers.broke == []
            if again:
                server.stop()  # what the postmaster left behind
                server = embedded.start(folder, SETTINGS)
        assert killed >= 3
        assert await tally(stormy) == expected
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def _reference(server: embedded.Embedded, name: str) -> Database:
    server.ensure(name)
    database = Server(server.url("postgres"), None).database(name)
    await migrate(database)
    await load_reference(database, lambda *_: None)
    return database
