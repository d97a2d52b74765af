"""The red flags over a country: each rule in columns (DuckDB) beside the same statement on PostgreSQL, whole runs, what
a run does after changes, one claim as it is handed in, and the links around an enterprise. DESIGN §7."""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from api.policy.rule_query import compose, everything, views
from api.services import scanning
from api.services.affected import affected
from api.services.evidence_copy import copied
from api.services.links import links
from api.services.rulebook import versions
from db.config import Database
from db.enums import FlagSubject, RuleKind
from db.store import NATION, Store
from seed.synthetic.scale import seed_scale
from tests.benchmarks.conftest import Bench
from tests.databases import Server

pytestmark = pytest.mark.benchmark

#: Invoices, and how long a run over all of them may take.
SIZES = {300_000: 10.0, 5_000_000: 60.0}
CHANGES, CLAIMS = 1_000, 200
#: PostgreSQL is not waited for any longer.
PATIENCE = 20

_SCAN = """
import asyncio, sys
from api.services import scanning
from api.viewer import SYSTEM
from db.store import NATION, Store
async def main():
    store = await Store.open(sys.argv[1], size=1)
    async with store.write(NATION) as work:
        await scanning.scan(work, SYSTEM)
    await store.close()
asyncio.run(main())
"""


@pytest_asyncio.fixture(scope="module", params=list(SIZES))
async def country(
    request: pytest.FixtureRequest, postgres: Server, reference_template: str
) -> AsyncIterator[tuple[Database, int]]:
    """A country with so many invoices, scanned once: what is usual is known, and the texts have their prints."""
    async with postgres.clone(reference_template) as database:
        owner = await asyncpg.connect(database.owner_url, command_timeout=None)
        await seed_scale(database, 1_000)
        a_project = await owner.fetchval("select count(*) from invoices") / 1_000
        await owner.close()
    async with postgres.clone(reference_template) as database:
        await seed_scale(database, round(request.param / a_project))
        yield database, request.param


async def test_a_run_over_all(country: tuple[Database, int], bench: Bench) -> None:
    database, invoices = country
    url = database.app_url
    await asyncio.to_thread(_elsewhere, url)  # the first one has every text to print
    start = time.perf_counter()
    used = await asyncio.to_thread(_elsewhere, url)
    bench.record(f"all rules over {invoices:,} invoices", time.perf_counter() - start, "s", SIZES[invoices])
    bench.record("  peak memory of the run", used / 1024, "MiB", bar=2048)


def _elsewhere(url: str) -> int:
    """Scan in a process of its own, for its memory alone: the peak in KiB."""
    command = [sys.executable, "-c", _SCAN, url]
    _, status, used = os.wait4(os.spawnv(os.P_NOWAIT, sys.executable, command), 0)
    assert status == 0
    return used.ru_maxrss


async def test_each_rule_in_columns_and_in_rows(country: tuple[Database, int], bench: Bench) -> None:
    database, invoices = country
    store = await Store.open(database.app_url, size=1)
    async with store.write(NATION) as work:
        known = await versions(work)
        needed = frozenset().union(
            *(views(text) for one in known for text in (one.rule.query, one.rule.peers or "")),
            *(views(everything(one.rule.subject)) for one in known),
        )
        with bench.clock(f"copying the evidence of {invoices:,} invoices"):
            copy_of = copied(work.connection, needed)
            copy = await copy_of.__aenter__()
        try:
            for version in known:
                start = time.perf_counter()
                await scanning.find_in_copy(copy, version)
                columns = time.perf_counter() - start
                rows = await _in_rows(work, version)
                bench.record(f"  {version.rule.code} in columns", columns, "s")
                bench.record(f"  {version.rule.code} in rows, times as long", rows / columns, "x")
        finally:
            await copy_of.__aexit__(None, None, None)
    await store.close()


async def _in_rows(work: Any, version: Any) -> float:
    """The same question asked of PostgreSQL over the whole country; ``PATIENCE`` if that is not enough."""
    rule = version.rule
    peers = None
    before = 0
    given: list[Any] = []
    if rule.peers is not None:
        peers, before, given = scanning.KEPT_PEERS.replace("$2", "$1"), 1, [version.id]
    statement, arguments = compose(
        rule.query, version.parameters, everything(rule.subject), peers, before=before
    )
    start = time.perf_counter()
    try:
        async with work.connection.transaction():
            await work.connection.execute(f"set local statement_timeout = '{PATIENCE}s'")
            await work.connection.fetch(statement, *given, *arguments)
    except asyncpg.QueryCanceledError:
        return float(PATIENCE)
    return time.perf_counter() - start


#: Where the changed rows lie: as uploads of some platforms leave them, and one here and one there in the whole country.
PLACES = {"of some platforms": "id", "all over the country": "(id * 7919) % 1000003"}


@pytest.mark.parametrize("place", PLACES)
async def test_what_changed_is_looked_at_again(
    country: tuple[Database, int], bench: Bench, place: str
) -> None:
    database, invoices = country
    store = await Store.open(database.app_url, size=1)
    async with store.write(NATION) as work:
        rows = await work.connection.fetch(
            f"select id from invoices order by {PLACES[place]} limit $1", CHANGES
        )
        changed = [("Invoice", row["id"]) for row in rows]
        with bench.clock(f"{CHANGES:,} changes {place}, {invoices:,} invoices", bar=2):
            await scanning.examine(work, await affected(work, changed), changed={"Invoice"})
    await store.close()


async def test_a_claim_is_looked_at_as_it_is_handed_in(country: tuple[Database, int], bench: Bench) -> None:
    database, invoices = country
    store = await Store.open(database.app_url, size=1)
    times = []
    async with store.write(NATION) as work:
        rows = await work.connection.fetch(
            "select id, project_id from claims order by (id * 7919) % 1000003 limit $1", CLAIMS
        )
        for row in rows:
            subjects = {FlagSubject.CLAIM: [row["id"]], FlagSubject.PROJECT: [row["project_id"]]}
            start = time.perf_counter()
            await scanning.examine(
                work, subjects, only=lambda version: version.rule.kind is RuleKind.DETERMINISTIC
            )
            times.append((time.perf_counter() - start) * 1000)
    await store.close()
    bench.record(f"a claim among {invoices:,} invoices, middle", statistics.median(times), "ms")
    bench.record("  p95", statistics.quantiles(times, n=20)[-1], "ms", bar=200)


async def test_two_hops_of_links(country: tuple[Database, int], bench: Bench) -> None:
    database, invoices = country
    store = await Store.open(database.app_url, size=1)
    times = []
    async with store.read(NATION) as connection:
        rows = await connection.fetch(
            "select enterprise_id from projects order by (id * 7919) % 1000003 limit $1", CLAIMS
        )
        for row in rows:
            start = time.perf_counter()
            await links(connection, [row["enterprise_id"]], 2)
            times.append((time.perf_counter() - start) * 1000)
    await store.close()
    bench.record(f"two hops of links among {invoices:,} invoices, middle", statistics.median(times), "ms")
    bench.record("  p95", statistics.quantiles(times, n=20)[-1], "ms", bar=500)
