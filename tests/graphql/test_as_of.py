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
from db.enums import Role
from db.store import NATION, Rows, Store
from tests.graphql.people import person
from tests.graphql.test_progress import MEASURES, MONTH
from tests.graphql.walk import Walk

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


def said(as_of: str) -> str:
    """Everything that can be told of a day, or of now."""
    given = f"(asOf: {as_of})" if as_of else ""
    state = f"stateOn{given}" if as_of else "state"
    measured = f"progress{given} {{ {MEASURES} }} months{given} {{ {MONTH} }}"
    states = " ".join(f"{root} {{ nodes {{ id state: {state} }} }}" for root in LIVES if root != "plans")
    return (
        f"programme {{ {measured} }} plans {{ nodes {{ state: {state} {measured} }} }}"
        f" reportingUnits(first: 40) {{ nodes {{ {measured} }} }} places: platforms {{ nodes {{ {measured} }} }} {states}"
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_what_was_said_of_a_day_stays(fresh_store: Store, seed: int) -> None:
    engine = Engine(fresh_store)

    async def ask(document: str, **variables: Any) -> Any:
        answer = orjson.loads(await engine.execute(document, variables, None, SYSTEM))
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    walk = Walk(fresh_store, seed)
    await walk.begin()
    kept: dict[str, Any] = {}
    for _ in range(30):
        day = f"{await walk.another_day()}"
        now, then = await ask(f"{{ {said('')} }}"), await ask(f"query ($d: Date!) {{ {said('$d')} }}", d=day)
        assert repr(then) == repr(now), day
        kept[day] = then
    for day, then in kept.items():
        assert existing(await ask(f"query ($d: Date!) {{ {said('$d')} }}", d=day)) == existing(then), day
    assert {"contract", "deliver", "accept", "claim", "settle"} <= walk.done
    assert len({repr(then["programme"]) for then in kept.values()}) > 10


def existing(said: dict[str, Any]) -> dict[str, Any]:
    """Without rows that came later, of which nothing is told but that they were not there."""
    return {
        root: [node for node in value["nodes"] if node.get("state", "") is not None]
        if "nodes" in value
        else value
        for root, value in said.items()
    }


async def test_before_it_began_there_was_nothing(demo: Demo) -> None:
    data = await demo(
        '{ programme { progress(asOf: "2022-01-01") { platforms planned passed target paid flags share } months(asOf: "2022-01-01") { month } }'
        ' projects(first: 1) { nodes { stateOn(asOf: "2022-01-01") } } platforms(first: 1) { nodes { progress(asOf: "2022-01-01") { platforms target synthetic } } } }'
    )
    assert data["programme"] == {
        # The band of the policy was not in force yet, either.
        "progress": {
            "platforms": 0,
            "planned": 0,
            "passed": 0,
            "target": 0,
            "paid": "0.00",
            "flags": 0,
            "share": None,
        },
        "months": [],
    }
    assert data["projects"]["nodes"] == [{"stateOn": None}]
    assert data["platforms"]["nodes"] == [{"progress": {"platforms": 0, "target": 0, "synthetic": False}}]


async def test_rows_are_found_by_their_state_on_a_day(demo: Demo) -> None:
    day = "2024-01-31"
    data = await demo(
        "query ($day: Date!) { programme { progress(asOf: $day) { passed planned } }"
        " passed: projects(where: {stateOn: {asOf: $day, in: [PASSED]}}) { totalCount }"
        " there: projects(where: {stateOn: {asOf: $day, notIn: [FAILED, WITHDRAWN], isNull: false}}) { totalCount }"
        " later: projects(where: {stateOn: {asOf: $day, eq: null}}) { totalCount }"
        " all: projects { totalCount } any: projects(where: {stateOn: {asOf: $day}}) { totalCount } }",
        {"day": day},
    )
    assert 0 < data["passed"]["totalCount"] == data["programme"]["progress"]["passed"]
    assert 0 < data["later"]["totalCount"] < data["all"]["totalCount"] == data["any"]["totalCount"]
    assert data["there"]["totalCount"] == data["programme"]["progress"]["planned"]


async def test_an_operator_sees_the_past_of_its_own_platforms(demo: Demo, demo_store: Store) -> None:
    async with demo_store.read(NATION) as connection:
        row = await connection.fetchrow(
            "select unit_code, organization_id from platforms order by id limit 1"
        )
    own = person(Role.PLATFORM_OPERATOR, Rows(units=(row["unit_code"],), organization=row["organization_id"]))
    data = await demo(
        "query ($day: Date!) { platforms { nodes { state stateOn(asOf: $day) now: progress { planned passed paid claimed }"
        " then: progress(asOf: $day) { planned passed paid claimed } } }"
        " claims(first: 1000) { nodes { state stateOn(asOf: $day) } }"
        ' events(first: 1000, where: {subject: {in: ["Flag", "Case"]}}) { totalCount } held: events(where: {action: {eq: "hold"}, why: {isNull: false}}) { totalCount } }',
        {"day": TODAY},
        own,
    )
    assert data["platforms"]["nodes"]
    assert data["claims"]["nodes"]
    for node in data["platforms"]["nodes"]:
        assert repr(node["then"]) == repr(node["now"])
    for node in [*data["platforms"]["nodes"], *data["claims"]["nodes"]]:
        assert node["stateOn"] == node["state"]
    assert data["events"]["totalCount"] == data["held"]["totalCount"] == 0
