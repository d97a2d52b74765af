"""What every platform of the country would be awarded under another limit: asked by GraphQL, at the programme's size."""

import statistics
import time
from decimal import Decimal

import orjson
import pytest

from api.graphql.engine import Engine
from api.viewer import SYSTEM
from db.store import Store
from seed.synthetic.scale import seed_scale
from tests.benchmarks.conftest import Bench
from tests.databases import Server

pytestmark = pytest.mark.benchmark

#: Three batches of 36 units with three platforms each, fifteen projects to a platform.
PROJECTS = 3 * 36 * 3 * 15
RUNS = 5
ASKED = """query ($cap: Decimal!, $share: Decimal!) { whatIf(enterprise: $cap, share: $share, outlook: true) {
  platforms now then difference changed
  rows { platform operator unitCode batch now then difference countedNow countedThen } } }"""


async def test_the_whole_country_is_reckoned_anew(
    postgres: Server, reference_template: str, bench: Bench
) -> None:
    async with postgres.clone(reference_template) as database:
        await seed_scale(database, PROJECTS)
        store = await Store.open(database.app_url, size=1)
        engine = Engine(store)
        times = []
        for run in range(RUNS):
            asked = {"cap": str(200_000 + run), "share": "0.25"}
            begun = time.perf_counter()
            answer = orjson.loads(await engine.execute(ASKED, asked, None, SYSTEM))
            times.append(time.perf_counter() - begun)
        found = answer["data"]["whatIf"]
        assert found["platforms"] == len(found["rows"]) >= 300
        assert found["changed"] > 0
        assert Decimal(found["then"]) < Decimal(found["now"])
        assert sum(Decimal(row["then"]) for row in found["rows"]) == Decimal(found["then"])
        bench.record("what-if over the country, at first", times[0], "s", bar=2)
        bench.record("what-if over the country, again", statistics.median(times[1:]), "s", bar=2)
        await store.close()
