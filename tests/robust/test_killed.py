"""Killed with -9 at any moment, application or database, nothing is lost, nothing done twice and nothing half done."""

import asyncio
import os
import random
import shutil
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from api.graphql.engine import Engine
from api.services.verification import check_books, check_settlements
from db import embedded
from db.catalog import Kind, catalog
from db.config import Database
from db.migrate import migrate
from db.store import Store
from seed.reference.load import load_reference
from tests.databases import ROOT, Server
from tests.story.scenes import MONEY, SCENES
from tests.story.stage import Stage, hire

#: Of any scene, how likely a worker is killed that begins with it; where money moves, how often at most and surely.
LIKELY = 0.4
#: Kills elsewhere than where money moves, however chance has it.
FEWEST = 4
KILLS_OF_MONEY = 12
#: Longer than most scenes take, so that some get through; all else is cut off somewhere.
LONGEST = 0.25
SHORTEST_OF_MONEY, LONGEST_OF_MONEY = 0.03, 0.6
DATABASE_KILLS = 1
DATABASE_KILLS_OF_MONEY = 2


@pytest.fixture
def rng() -> random.Random:
    """Other moments each time; KILL_SEED brings those of a run back."""
    seed = int(os.environ.get("KILL_SEED") or random.randrange(1_000_000))
    print(f"KILL_SEED={seed}")  # told where the test fails
    return random.Random(seed)


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

    async def live(self, first: int, seconds: float | None, until: int) -> int:
        """Let a worker play from scene ``first`` up to ``until``, and kill it after so long; the first not confirmed."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{first} {until}\n".encode())
        word, pid = await self.line()
        assert word == "pid"
        if seconds is not None:
            await asyncio.sleep(seconds)
            with suppress(ProcessLookupError):  # it was through already
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


@pytest_asyncio.fixture(scope="module")
async def expected(postgres: Server, reference_template: str) -> dict[str, Any]:
    """What is there after the story was played without any trouble."""
    async with postgres.clone(reference_template) as database:
        return await _whole(database)


async def _whole(database: Database) -> dict[str, Any]:
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


async def _sound(database: Database) -> None:
    """Whatever was cut off: the books agree with what was awarded and paid, settlements with their inputs."""
    connection = await asyncpg.connect(database.owner_url)
    try:
        assert await check_books(connection) == []
        keys = [row["id"] for row in await connection.fetch("select id from settlements")]
        assert all(one.sound for one in await check_settlements(connection, keys))
    finally:
        await connection.close()


def _elsewhere(killed: Counter[int]) -> int:
    return sum(count for scene, count in killed.items() if scene not in MONEY)


async def test_the_application_killed_at_random_moments(
    postgres: Server, reference_template: str, expected: dict[str, Any], rng: random.Random
) -> None:
    async with postgres.clone(reference_template) as stormy:
        await _prepared(stormy)
        scene = 0
        killed: Counter[int] = Counter()
        async with nursery(stormy.app_url) as workers:
            while scene < len(SCENES):
                seconds = None
                if scene in MONEY:
                    if killed[scene] < KILLS_OF_MONEY:
                        # The first two come before it can be through, the later ones anywhere.
                        most = min(LONGEST_OF_MONEY, SHORTEST_OF_MONEY * 2 ** killed[scene])
                        seconds = rng.uniform(0, most)
                elif _elsewhere(killed) < FEWEST or rng.random() < LIKELY:  # so many surely
                    seconds = rng.uniform(0, LONGEST)
                killed[scene] += seconds is not None
                # Nobody plays on past the next scene of money without being threatened there.
                until = next((number for number in sorted(MONEY) if number > scene), len(SCENES))
                begun, scene = scene, await workers.live(scene, seconds, until)
                assert workers.broke == []
                if begun in MONEY:
                    await _sound(stormy)
        assert sum(killed[number] for number in MONEY) >= 4
        assert killed.total() >= 8
        assert await tally(stormy) == expected


#: Every commit is written before it is confirmed, as where Dengta really runs; the disk need not be waited for,
#: since processes are killed here and not the machine.
SETTINGS = embedded.RUN | {"shared_buffers": "64MB", "fsync": "off"}


async def test_the_database_killed_at_random_moments(expected: dict[str, Any], rng: random.Random) -> None:
    """A server of the test's own: its postmaster is killed, and started again on the same files."""
    folder = ROOT / ".data" / "test" / f"killed-{os.getpid()}"
    server = embedded.start(folder, SETTINGS)
    try:
        stormy = await _reference(server, "stormy")
        await _prepared(stormy)
        scene = 0
        killed: Counter[bool] = Counter()
        while scene < len(SCENES):
            money = scene in MONEY
            until = next((number for number in sorted(MONEY) if number > scene), len(SCENES))
            async with nursery(stormy.app_url) as workers:
                again = killed[money] < (DATABASE_KILLS_OF_MONEY if money else DATABASE_KILLS)
                playing = asyncio.create_task(workers.live(scene, None, until))
                if again:
                    await asyncio.sleep(rng.uniform(0.02, 0.5))
                    os.kill(int((folder / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
                    killed[money] += 1
                scene = await playing
                assert again or workers.broke == []
            if again:
                server.stop()  # what the postmaster left behind
                server = embedded.start(folder, SETTINGS)
                await _sound(stormy)
        assert killed[True] >= 2
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
