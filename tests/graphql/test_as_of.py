"""How it stood on a day: as now when the day is today, as it was said when it is a day gone by."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
import pytest_asyncio

from api.graphql.engine import Engine
from api.viewer import SYSTEM, Viewer
from db.store import Store
from tests.graphql.test_progress import MEASURES, MONTH

Demo = Callable[..., Awaitable[Any]]

#: Nouns with a life, by the root field of their rows.
LIVES = ("plans", "platforms", "projects", "claims", "flags", "cases")
PARTS = ("reportingUnits", "batches", "industries", "plans", "planIndustries", "platforms")
TODAY = f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}"


@pytest_asyncio.fixture(scope="session")
async def demo(demo_store: Store) -> Demo:
    """Asks the demo programme."""
    engine = Engine(demo_store)

    async def run(document: str, variables: dict[str, Any] | None = None, viewer: Viewer = SYSTEM) -> Any:
        answer = orjson.loads(await engine.execute(document, variables, None, viewer))
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    return run


async def test_today_the_programme_is_as_it_is(demo: Demo) -> None:
    for batch in (None, 1, 2, 3):
        data = await demo(
            "query ($batch: Int, $day: Date!) { programme {"
            f" now: progress(batch: $batch) {{ {MEASURES} }} then: progress(batch: $batch, asOf: $day) {{ {MEASURES} }}"
            f" months(batch: $batch) {{ {MONTH} }} days: months(batch: $batch, asOf: $day) {{ {MONTH} }} }} }}",
            {"batch": batch, "day": TODAY},
        )
        assert repr(data["programme"]["then"]) == repr(data["programme"]["now"])  # 10 is not 10.00
        assert data["programme"]["days"] == data["programme"]["months"]
        if batch == 1:
            assert "0.00" not in data["programme"]["now"].values()


@pytest.mark.parametrize("root", PARTS)
async def test_today_every_part_is_as_it_is(demo: Demo, root: str) -> None:
    seen = 0
    after = None
    while True:
        data = await demo(
            "query ($day: Date!, $after: String) {"
            f" {root}(first: 400, after: $after) {{ pageInfo {{ hasNextPage endCursor }} nodes {{ id"
            f" now: progress {{ {MEASURES} }} then: progress(asOf: $day) {{ {MEASURES} }}"
            f" first: progress(batch: 1) {{ passed flags paid }} firstThen: progress(batch: 1, asOf: $day) {{ passed flags paid }}"
            f" months {{ {MONTH} }} days: months(asOf: $day) {{ {MONTH} }} }} }} }}",
            {"day": TODAY, "after": after},
        )
        for node in data[root]["nodes"]:
            assert repr(node["then"]) == repr(node["now"]), node["id"]
            assert node["firstThen"] == node["first"], node["id"]
            assert node["days"] == node["months"], node["id"]
            seen += 1
        if not data[root]["pageInfo"]["hasNextPage"]:
            break
        after = data[root]["pageInfo"]["endCursor"]
    assert seen


@pytest.mark.parametrize("root", LIVES)
async def test_today_every_state_is_as_it_is(demo: Demo, root: str) -> None:
    for offset in range(0, 6000, 1000):
        data = await demo(
            f"query ($day: Date!) {{ {root}(first: 1000, offset: {offset}) {{ nodes {{ id state stateOn(asOf: $day) }} }} }}",
            {"day": TODAY},
        )
        assert [x for x in data[root]["nodes"] if x["state"] != x["stateOn"]] == []
