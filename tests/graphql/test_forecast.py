"""``forecast`` over the demo: honest when looked back at, nothing to those who see less than whole units."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import orjson
import pytest
import pytest_asyncio

from api.graphql.engine import Engine
from api.policy.forecast.backtest import coverage
from api.services import clock
from api.services.forecast import foresee
from api.viewer import NOBODY, Viewer
from db.enums import Role
from db.store import NATION, Rows, Store
from seed.synthetic.days import TODAY
from tests.graphql.people import person

Ask = Callable[..., Awaitable[Any]]

LEADER = person(Role.LEADER, NATION)
LEADER_EN = person(Role.LEADER, NATION, "en")
JIANGSU = person(Role.PROVINCIAL_SME_OFFICER, Rows(units=("320000",)))
OPERATOR = person(Role.PLATFORM_OPERATOR, Rows(units=("320000",), organization=1))

WHOLE = """query ($unit: String, $batch: Int, $asOf: Date) { forecast(unit: $unit, batch: $batch, asOf: $asOf) {
  on passed underWay interval goal goalMax text
  months { day expected low middle high } reached { low middle high chance }
  units { code passed underWay end { day low middle high } } record { held count share } } }"""


@pytest_asyncio.fixture
async def ask(demo_store: Store, monkeypatch: pytest.MonkeyPatch) -> Ask:
    monkeypatch.setattr(clock, "_set_day", TODAY)
    engine = Engine(demo_store)

    async def run(viewer: Viewer = LEADER, **variables: Any) -> Any:
        answer = orjson.loads(await engine.execute(WHOLE, variables, None, viewer))
        return answer["data"]["forecast"] if "errors" not in answer else answer["errors"]

    return run


async def test_its_80_percent_interval_held_for_70_to_90_percent_of_what_came(
    demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_set_day", TODAY)
    found = (await foresee(demo_store)).record(TODAY)
    units, country = (
        coverage(one for one in found if (one.unit is None) is whole) for whole in (False, True)
    )
    assert units.count > 1_000
    assert country.count > 30
    assert {one.months for one in found} == {3, 6, 9, 12}
    for part in (units, country, coverage(found)):
        assert part.share is not None
        assert 0.7 <= part.share <= 0.9, part


async def test_the_country_is_foreseen_against_the_band_of_the_notice(ask: Ask) -> None:
    found = await ask()
    assert (found["goal"], found["goalMax"], found["interval"]) == (4000, 6000, 0.8)
    assert found["on"] == TODAY.isoformat()
    assert found["passed"] < 4000 < found["months"][-1]["low"]
    assert found["reached"]["low"] <= found["reached"]["middle"] <= found["reached"]["high"]
    assert found["text"].startswith("预计")
    assert "4,000家" in found["text"]
    assert 0.7 <= found["record"]["share"] <= 0.9
    assert "4,000 are expected" in (await ask(LEADER_EN))["text"]


async def test_units_and_batches_are_parts_of_it(ask: Ask) -> None:
    whole = await ask()
    assert sum(unit["passed"] for unit in whole["units"]) == whole["passed"]
    assert sum(unit["underWay"] for unit in whole["units"]) == whole["underWay"]
    batches = [await ask(batch=number) for number in (1, 2, 3)]
    assert sum(one["passed"] for one in batches) == whole["passed"]
    assert [one["underWay"] for one in batches[:2]] == [0, 0]
    assert batches[0]["text"].startswith("没有在办项目")
    one = await ask(unit="320000", batch=3)
    assert [unit["code"] for unit in one["units"]] == ["320000"]
    assert one["goalMax"] is None
    assert one["goal"] < batches[2]["goal"]


async def test_it_can_stand_on_an_earlier_day(ask: Ask) -> None:
    then = await ask(asOf="2025-03-31")
    assert then["on"] == "2025-03-31"
    assert then["months"][0]["day"] == "2025-04-30"
    assert then["passed"] < (await ask())["passed"]
    assert then["record"]["count"] < (await ask())["record"]["count"]
    # The future is not known to anybody.
    assert (await ask(asOf="2031-01-01"))["on"] == TODAY.isoformat()


async def test_a_province_has_its_own_and_no_other(ask: Ask) -> None:
    own = await ask(JIANGSU)
    assert {unit["code"] for unit in own["units"]} == {"320000"}
    assert own["goal"] < 1000
    assert await ask(JIANGSU, unit="330000") is None


async def test_who_sees_less_than_a_unit_has_none(ask: Ask) -> None:
    assert await ask(OPERATOR) is None


async def test_nobody_is_told_to_sign_in(ask: Ask) -> None:
    [error] = await ask(NOBODY)
    assert error["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_batch_that_is_not_there_is_refused(ask: Ask) -> None:
    [error] = await ask(batch=9)
    assert error["extensions"]["code"] == "BAD_VALUE"


async def test_a_day_before_the_first_project_has_nothing(ask: Ask) -> None:
    found = await ask(asOf=date(2022, 8, 1).isoformat())
    assert (found["passed"], found["underWay"], found["units"]) == (0, 0, [])
