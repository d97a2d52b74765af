"""How long loading takes, and how much memory: reference data, the demo programme, data of any size."""

import os
import sys

import asyncpg
import pytest

from db.config import Database
from seed.progress import silent
from seed.reference.load import load_reference
from tests.benchmarks.conftest import Bench

pytestmark = pytest.mark.benchmark

_SCALE = """
import asyncio, sys
from db.config import Database
from seed.synthetic.scale import seed_scale
asyncio.run(seed_scale(Database("", sys.argv[1]), int(sys.argv[2])))
"""


async def test_reference_again(fresh_database: Database, bench: Bench) -> None:
    with bench.clock("reference data, nothing new", bar=1):
        await load_reference(fresh_database)


async def test_demo(fresh_database: Database, bench: Bench) -> None:
    from seed.synthetic.demo import seed_demo

    with bench.clock("dengta seed demo", bar=60):
        await seed_demo(fresh_database, seed=7, progress=silent)


@pytest.mark.parametrize("projects", [20_000])
async def test_scale(fresh_database: Database, bench: Bench, projects: int) -> None:
    with bench.clock(f"dengta seed scale --projects {projects}"):
        used = _load_elsewhere(fresh_database.owner_url, projects)
    connection = await asyncpg.connect(fresh_database.owner_url)
    try:
        rows = await connection.fetchval(
            "select sum(reltuples) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
    finally:
        await connection.close()
    bench.record(f"  rows a second, {rows:,.0f} rows", rows / bench.figures[-1].value, "rows/s")
    bench.record("  peak memory of the loader", used / 1024, "MiB", bar=256)


def _load_elsewhere(url: str, projects: int) -> int:
    """Seed in a process of its own, for its memory alone: the peak in KiB."""
    command = [sys.executable, "-c", _SCALE, url, str(projects)]
    _, status, used = os.wait4(os.spawnv(os.P_NOWAIT, sys.executable, command), 0)
    assert status == 0
    return used.ru_maxrss
