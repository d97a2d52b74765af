"""A million claims: a group-by beside the statement an expert would write, and a page far down beside the first."""

import base64
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import orjson
import pytest
import pytest_asyncio

from api.graphql.engine import Engine
from api.viewer import SYSTEM
from db.store import NATION, Store
from seed.synthetic.scale import seed_scale
from tests.benchmarks.conftest import Bench
from tests.databases import Server

pytestmark = pytest.mark.benchmark

CLAIMS = 1_000_000
PROJECTS = 10_000
PAGE, FAR = 50, 10_000
RUNS = 9

GROUPED = """{ claims { groupBy(first: 10000) {
  key { unitCode submittedOn(by: MONTH) } count sum { amount } } } }"""
BY_HAND = """select unit_code, date_trunc('month', submitted_on)::date as month, count(*), sum(amount)
from claims group by 1, 2 order by 1, 2"""

PAGED = """query ($after: String) { claims(first: 50, after: $after) {
  pageInfo { hasNextPage endCursor } nodes { id amount state } } }"""
BY_AMOUNT = """query ($after: String, $unit: String!) {
  claims(where: { unitCode: { eq: $unit } }, orderBy: [{ id: DESC }], first: 50, after: $after) {
    pageInfo { hasNextPage endCursor } nodes { id amount state } } }"""


@pytest_asyncio.fixture(scope="module")
async def store(postgres: Server, reference_template: str) -> Any:
    """Besides the claims of every project so many that were rejected that there are a million."""
    async with postgres.clone(reference_template) as database:
        await seed_scale(database, PROJECTS)
        owner = await asyncpg.connect(database.owner_url)
        have = await owner.fetchval("select count(*) from claims")
        # In no order of units or months, as they come in over the years.
        await owner.execute(
            """insert into claims (unit_code, project_id, state, actual_cost, amount, submitted_on, decided_on, synthetic)
               select unit_code, id, 'rejected', 1000 + n % 900000, 300 + n % 270000,
                      date '2022-01-01' + (n * 7919 % 1400)::int, date '2026-01-01', true
               from generate_series(1, $1::bigint) as n
               join lateral (select id, unit_code from projects where id = 1 + n * 104729 % $2::bigint) p on true""",
            CLAIMS - have,
            PROJECTS,
        )
        await owner.execute("vacuum (analyze) claims")
        assert await owner.fetchval("select count(*) from claims") == CLAIMS
        await owner.close()
        store = await Store.open(database.app_url, size=1)
        yield store
        await store.close()


async def middle_ms(store: Store, run: Callable[[], Awaitable[Any]]) -> float:
    """The middle of several runs, in time on the clock: parallel workers' time is not the backend's."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        await run()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[1:])


async def test_a_group_by_over_a_million_claims(store: Store, bench: Bench) -> None:
    engine = Engine(store)

    async def own() -> Any:
        return orjson.loads(await engine.execute(GROUPED, {}, None, SYSTEM))

    async def by_hand() -> Any:
        async with store.ask(NATION) as connection:
            return await connection.fetch(BY_HAND)

    answer = (await own())["data"]["claims"]["groupBy"]
    expected = [
        {
            "key": {"unitCode": row["unit_code"], "submittedOn": row["month"].isoformat()},
            "count": row["count"],
            "sum": {"amount": str(row["sum"])},
        }
        for row in await by_hand()
    ]
    assert len(expected) > 1_000
    assert sorted(answer, key=str) == sorted(expected, key=str)
    ours, theirs = await middle_ms(store, own), await middle_ms(store, by_hand)
    bench.record("a million claims by unit and month", ours, "ms")
    bench.record("  of the same by hand", ours / theirs, "x", bar=1.2)


@pytest.mark.parametrize(
    ("what", "query", "variables", "skip"),
    [
        ("by number", PAGED, {}, "select id from claims order by id offset $1 limit 1"),
        (
            "one unit's, the last first",
            BY_AMOUNT,
            {"unit": "320000"},
            "select id from claims where unit_code = '320000' order by id desc offset $1 limit 1",
        ),
    ],
    ids=["by number", "of a unit"],
)
async def test_page_ten_thousand_costs_what_the_first_costs(
    store: Store, bench: Bench, what: str, query: str, variables: dict[str, Any], skip: str
) -> None:
    engine = Engine(store)

    async def page(after: str | None) -> Any:
        answer = orjson.loads(await engine.execute(query, {**variables, "after": after}, None, SYSTEM))
        return answer["data"]["claims"]

    first = (await page(None))["pageInfo"]["endCursor"]
    total = await _count(store, variables)
    rows = min(FAR * PAGE, total - 2 * PAGE)
    far = await _cursor(store, page, skip, rows)
    assert len((await page(far))["nodes"]) == PAGE
    near_ms = await middle_ms(store, lambda: page(first))
    far_ms = await middle_ms(store, lambda: page(far))
    bench.record(f"page {rows // PAGE:,} {what}: of the second's time", far_ms / near_ms, "x", bar=1.2)


async def _count(store: Store, variables: dict[str, Any]) -> int:
    async with store.ask(NATION) as connection:
        found: int = await connection.fetchval(
            "select count(*) from claims where unit_code = $1 or $1 is null", variables.get("unit")
        )
        return found


async def _cursor(store: Store, page: Callable[[str | None], Awaitable[Any]], skip: str, rows: int) -> str:
    """The place behind so many rows, as the API itself writes it: from a page's, with the key put in its stead."""
    async with store.ask(NATION) as connection:
        key = await connection.fetchval(skip, rows - 1)
    start = (await page(None))["pageInfo"]["endCursor"]
    place = orjson.loads(base64.urlsafe_b64decode(start + "=" * (-len(start) % 4)))
    place[-1] = str(key)
    return base64.urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")
