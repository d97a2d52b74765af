"""Two hundred people at work: each does something every three seconds, for two minutes, on the machine that serves them.

They are of all roles and units; one act in five writes. Load and server share the machine, as the issue asks.
"""

import asyncio
import os
import statistics
import time
from collections import Counter, defaultdict

import psutil
import pytest

from db.config import Database
from db.enums import Role
from tests.benchmarks.conftest import Bench
from tests.benchmarks.crowd import READS, WRITES, Person, WentWrongError, come, hire, next_act
from tests.benchmarks.load import cpu
from tests.databases import ROOT
from tests.serving import running

pytestmark = pytest.mark.benchmark

PEOPLE = int(os.environ.get("CROWD_PEOPLE", "200"))
SECONDS = float(os.environ.get("CROWD_SECONDS", "120"))
EVERY = 3.0
#: Before it counts people come in, one after the other: plans and pages of each role are made once, in the morning.
MORNING = float(os.environ.get("CROWD_MORNING", "45"))
#: Of each kind of act, to learn what it costs.
TIMES = 24


async def _work(person: Person, counted: float, until: float) -> None:
    await asyncio.sleep(person.rng.uniform(0, max(EVERY, MORNING / 2)))
    while time.monotonic() < until:
        begun = time.monotonic()
        name, act = next_act(person)
        try:
            await act(person)
        except (WentWrongError, OSError, TimeoutError) as trouble:
            person.troubles[f"{person.role} {name}: {trouble!r}"] += 1
        took = time.monotonic() - begun
        if begun >= counted:
            person.took.append((name, took))
        await asyncio.sleep(max(0.0, EVERY - took))


async def test_two_hundred_people_at_work(fresh_demo_database: Database, bench: Bench) -> None:
    people = await hire(fresh_demo_database, PEOPLE)
    with running(fresh_demo_database, DENGTA_WORKERS="2") as (address, _):
        crowd = await come(fresh_demo_database, address, people)
        counted = time.monotonic() + MORNING
        await asyncio.gather(*(_work(person, counted, counted + SECONDS) for person in crowd))
        for person in crowd:
            await person.line.close()
    troubles: Counter[str] = sum((person.troubles for person in crowd), Counter())
    assert not troubles, troubles.most_common(5)
    by_act = defaultdict(list)
    for person in crowd:
        for name, took in person.took:
            by_act[name].append(took * 1000)
    every = sorted(took for all_of_it in by_act.values() for took in all_of_it)
    assert len(every) > PEOPLE * SECONDS / EVERY * 0.8
    bench.record(f"{PEOPLE} people, every 3 s: median", statistics.median(every), "ms")
    bench.record(f"{PEOPLE} people, every 3 s: p95", every[int(len(every) * 0.95)], "ms", bar=500)
    bench.record(f"{PEOPLE} people, every 3 s: p99", every[int(len(every) * 0.99)], "ms")
    for name, took in sorted(by_act.items()):
        bench.record(f"  {name}: p95 of {len(took):,}", sorted(took)[int(len(took) * 0.95)], "ms")


async def test_what_an_act_costs(fresh_demo_database: Database, bench: Bench) -> None:
    """One after the other: CPU of the server and of PostgreSQL, which people at work share."""
    people = await hire(fresh_demo_database, 20)
    database = psutil.Process(int((ROOT / ".data/test/pg/postmaster.pid").read_text().split()[0]))
    with running(fresh_demo_database) as (address, served):
        server = psutil.Process(served.pid)
        crowd = await come(fresh_demo_database, address, people)
        total = often = 0.0
        for name, act, weight in (*READS, *WRITES):
            able = [
                person
                for person in crowd
                if act is not Person.send_form or person.role is Role.PROVINCIAL_SME_OFFICER
            ]
            for person in able[:4]:
                await act(person)  # what is compiled once is compiled
            before = cpu(server), cpu(database)
            for number in range(TIMES):
                await act(able[number % len(able)])
            own, sql = cpu(server) - before[0], cpu(database) - before[1]
            bench.record(f"{name}: CPU of the server", own * 1000 / TIMES, "ms")
            bench.record("  and of PostgreSQL", sql * 1000 / TIMES, "ms")
            total, often = total + weight * (own + sql) * 1000 / TIMES, often + weight
        bench.record("an act of the mix: CPU in all", total / often, "ms")
        for person in crowd:
            await person.line.close()
