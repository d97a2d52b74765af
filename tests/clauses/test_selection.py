"""The clauses of the open selection, each shown working (G3, W1, P12)."""

from datetime import timedelta
from decimal import Decimal

from api.services import calls, objections, panels
from api.viewer import Viewer
from db.enums import Role
from db.rows import enter
from db.store import NATION, Rows, Store
from tests.clauses.test_catalogue import ask
from tests.services.selection import AFTER, NOTICED_UNTIL, OPENS, SCORED, Selection
from tests.services.test_plans import refused
from tests.services.world import OTHER, UNIT, World

OFFICER = Viewer(None, "sme", "江苏", frozenset({Role.PROVINCIAL_SME_OFFICER}), Rows(units=(UNIT,)))


async def test_G3_where_platforms_are_selected_their_number_in_the_country_stands_against_300(
    demo_store: Store,
) -> None:
    async with demo_store.read(NATION) as connection:
        appointed = await connection.fetchval("select count(*) from platforms where state <> 'disqualified'")
    # A province is told the country's number where row security shows it only its own platforms.
    data = await ask(demo_store, "{ selectionGoal { appointed goal } platforms { totalCount } }", OFFICER)
    assert data["selectionGoal"] == {"appointed": appointed, "goal": 300}
    assert data["platforms"]["totalCount"] < appointed


async def test_W1_each_call_says_whether_its_industry_is_of_the_six_priority_sectors(
    demo_store: Store,
) -> None:
    everybody = Viewer(None, "programme", "项目", frozenset({Role.PROGRAMME_OFFICER}), NATION)
    data = await ask(demo_store, "{ calls(first: 50) { nodes { industry { sector } } } }", everybody)
    sectors = [call["industry"]["sector"] for call in data["calls"]["nodes"]]
    assert any(sectors)
    async with demo_store.read(NATION) as connection:
        known = await connection.fetch("select distinct sector from industries where sector is not null")
    assert len(known) == 6


async def test_P12_a_selection_is_open_criteria_are_public_before_it_and_fixed_in_it(world: World) -> None:
    one = await Selection(world).drafted()
    await calls.set_criteria(
        world.work, one.sme, one.call, [{"name": "服务能力", "weight": Decimal(99), "most": Decimal(100)}]
    )
    await refused(calls.open_call(world.work, one.sme, one.call, OPENS), "WEIGHTS_NOT_100", "P12")


async def test_P12_it_is_fair_each_expert_scores_alone(world: World) -> None:
    one = await Selection(world).paneled()
    await one.scored((80, 10), (90, 20), (70, 15))
    await enter(world.work.connection, one.experts[0].rows, "0")
    seen = await world.work.connection.fetch("select distinct expert_id from scores")
    assert [number for (number,) in seen] == [one.experts[0].user_id]
    await enter(world.work.connection, Rows(units=(OTHER,), expert=one.experts[0].user_id), "0")
    assert await world.work.connection.fetchval("select count(*) from scores") == 0


async def test_P12_who_is_involved_does_not_judge(world: World) -> None:
    one = await Selection(world).paneled()
    user = one.experts[0].user_id
    await world.work.connection.execute(
        "update users set organization_id = $1 where id = $2", one.firms[0], user
    )
    criteria = dict.fromkeys(await one.criteria(), Decimal(5))
    await refused(
        panels.give(world.work, one.experts[0], one.candidates[0], criteria), "EXPERT_INVOLVED", "P12"
    )


async def test_P12_it_is_just_nobody_is_appointed_before_notice_and_answers(world: World) -> None:
    one = await Selection(world).noticed()
    await refused(calls.decide(world.work, one.sme, one.call, NOTICED_UNTIL), "NOTICE_RUNNING", "P12")
    said = {"name": "张三", "contact": "010-55550000", "text": "业绩不实"}
    await objections.object_to(world.work, world[Role.ANALYST], one.call, said, SCORED)
    await refused(calls.decide(world.work, one.sme, one.call, AFTER), "OBJECTIONS_OPEN", "P12")
    await refused(
        calls.notice(world.work, one.sme, one.call, SCORED, SCORED + timedelta(days=1)),
        "NOTICE_TOO_SHORT",
        "P12",
    )


async def test_P12_platforms_that_are_too_scattered_are_warned_of(world: World) -> None:
    one = await Selection(world).noticed()
    assert await calls.scatter(world.work.connection, one.call) == {
        "platforms": 3,  # the world's own and the two proposed
        "operators": 3,
        "enterprises": 34,
        "each": 11,
        "too_scattered": False,
    }
    await calls.exclude(world.work, one.sme, one.candidates[1], "材料不实")
    await world.work.connection.execute("update calls set places = 3 where id = $1", one.call)
    await world.work.connection.execute(
        "update candidates set state = 'proposed' where id = $1", one.candidates[1]
    )
    found = await calls.scatter(world.work.connection, one.call)
    assert (found["operators"], found["each"], found["too_scattered"]) == (4, 11, True)
