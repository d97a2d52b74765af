"""The clauses of a plan, each shown working: a refusal or a figure that cites it, beside the nearest miss."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from api.errors import Refusal
from api.policy.plan import check_plan
from api.policy.plan_estimate import estimates
from api.services import organizations, plan_entries, plans
from api.services.book import policy_book
from api.services.plan_contents import load_draft, policy_day
from api.viewer import SYSTEM
from db.enums import EnterpriseSize, Role
from db.store import Rows
from seed.synthetic.uscc import numbered
from tests.services.world import OTHER, World, firm, industry_row, plan_row

SME, FINANCE, PROGRAMME = Role.PROVINCIAL_SME_OFFICER, Role.PROVINCIAL_FINANCE_OFFICER, Role.PROGRAMME_OFFICER
ON = date(2022, 9, 26)


async def refused(world: World, awaitable: Any, code: str, clause: str) -> Refusal:
    """The refusal, with what was written before it undone, as whoever calls a service does."""
    with pytest.raises(Refusal) as caught:
        async with world.work.savepoint():
            await awaitable
    assert (caught.value.code, caught.value.clause) == (code, clause)
    return caught.value


async def found(world: World) -> dict[str, str]:
    """What the check says of the world's plan: clause by code."""
    draft = await load_draft(world.work.connection, world.plan)
    book, on = await policy_book(world.work), await policy_day(world.work.connection, world.plan)
    return {breach.code: breach.clause or "" for breach in check_plan(draft, book, on)}


async def add_enterprise(world: World, number: int, **changes: Any) -> int:
    given = {"size": EnterpriseSize.SMALL, "cost": Decimal("800000.00"), "name": f"新列{number}号有限公司"}
    given |= changes
    return await plan_entries.add_enterprise(
        world.work,
        world[SME],
        world.platform,
        numbered("320500", number),
        given["name"],
        {"size": given["size"]},
        {"planned_cost": given["cost"]},
        ON,
    )


async def test_G1_there_are_three_batches_and_no_plan_for_a_fourth(world: World) -> None:
    numbers = await world.work.connection.fetch("select number from batches order by 1")
    assert [row["number"] for row in numbers] == [1, 2, 3]
    await refused(
        world, plan_entries.begin(world.work, world[SME], "320000", 4_000, {}), "NO_SUCH_BATCH", "G1"
    )


async def test_G2_only_industries_of_the_annex_and_stand_ins_are_marked(world: World) -> None:
    await world.drafted()
    connection = world.work.connection
    assert await connection.fetchval("select count(*) from industries where annex") == 100
    assert await connection.fetchval("select bool_and(stand_in) from industries where annex")
    other = await connection.fetchval("select id from industries where not annex and level = 'class' limit 1")
    await refused(
        world,
        plan_entries.add_industry(world.work, world[SME], world.plan, other, {}),
        "INDUSTRY_NOT_IN_ANNEX",
        "G2",
    )
    await plan_entries.add_industry(world.work, world[SME], world.plan, world.industries[1], {})


async def test_P1_the_sixth_industry_is_refused_at_once(world: World) -> None:
    await world.drafted()
    for industry in world.industries[1:5]:
        await plan_entries.add_industry(world.work, world[SME], world.plan, industry, {})
    await refused(
        world,
        plan_entries.add_industry(world.work, world[SME], world.plan, world.industries[5], {}),
        "TOO_MANY_INDUSTRIES",
        "P1",
    )


async def test_P1_a_neighbour_that_proposes_the_same_is_pointed_out(world: World) -> None:
    """浙江 borders 江苏: once its plan is handed in, 江苏 is told which industry, and nothing else."""
    await world.drafted()
    officer = replace(world[SME], user_id=world[PROGRAMME].user_id, rows=Rows(units=(OTHER,)))
    [theirs] = await plans.draft(world.work, officer, [plan_row(world.batch, OTHER)])
    row = industry_row(theirs, world.industries[0]) | {"unit_code": OTHER}
    await plans.name_industries(world.work, officer, [row])
    assert "NEARBY_PROPOSES" not in await found(world)  # a draft is nobody's business yet
    await world.work.connection.execute("update plans set state = 'submitted' where id = $1", theirs)
    assert (await found(world))["NEARBY_PROPOSES"] == "P1"
    draft = await load_draft(world.work.connection, world.plan)
    [near] = draft.nearby
    assert (near.unit, near.industry) == ("浙江 | Zhejiang", world.industries[0])


async def test_P1_a_distant_unit_may_propose_the_same(world: World) -> None:
    await world.drafted()
    connection = world.work.connection
    await connection.execute(
        "insert into plans (unit_code, batch_id, title, state, synthetic) values ('510000', $1, '远', 'submitted', true)",
        world.batch,
    )
    await connection.execute(
        "insert into plan_industries (unit_code, plan_id, industry_id, synthetic)"
        " select '510000', id, $1, true from plans where unit_code = '510000'",
        world.industries[0],
    )
    assert "NEARBY_PROPOSES" not in await found(world)


async def test_P2_a_funded_little_giant_is_refused_and_one_without_money_is_not(world: World) -> None:
    await world.drafted()
    await world.work.connection.execute(
        "insert into little_giants (uscc, name, synthetic) values ($1, '小巨人', true)",
        numbered("320500", 77),
    )
    await refused(world, add_enterprise(world, 77), "FUNDED_LITTLE_GIANT", "P2")
    await add_enterprise(world, 78)


async def test_P3_large_enterprises_are_refused_and_one_size_alone_is_pointed_out(world: World) -> None:
    await world.drafted(enterprises=0)
    await refused(world, add_enterprise(world, 500, size=EnterpriseSize.LARGE), "NOT_AN_SME", "P3")
    for number in range(501, 503):
        await add_enterprise(world, number)
    assert (await found(world))["ONE_SIZE"] == "P3"
    await add_enterprise(world, 503, size=EnterpriseSize.MEDIUM)
    assert "ONE_SIZE" not in await found(world)


async def test_P4_a_plan_without_common_problems_is_not_submitted(world: World) -> None:
    await world.drafted()
    await plan_entries.amend_industry(world.work, world[SME], world.plan_industry, {"common_problems": None})
    await world.signed()
    await refused(world, plans.submit(world.work, world[SME], [world.plan], ON), "INDUSTRY_UNDESCRIBED", "P4")


@pytest.mark.parametrize("test", ["needs_met", "data_used", "light_return"])
async def test_P5_each_of_the_three_tests_must_be_answered(world: World, test: str) -> None:
    await world.drafted()
    await plan_entries.amend_industry(world.work, world[SME], world.plan_industry, {test: None})
    await world.signed()
    await refused(world, plans.submit(world.work, world[SME], [world.plan], ON), "TEST_UNANSWERED", "P5")
    await plan_entries.amend_industry(world.work, world[SME], world.plan_industry, {test: "已写明"})
    await world.signed()
    await plans.submit(world.work, world[SME], [world.plan], ON)


async def test_P6_the_fourth_platform_of_an_industry_is_refused_at_once(world: World) -> None:
    await world.drafted()

    def another(number: int) -> Any:
        return plan_entries.add_platform(
            world.work,
            world[SME],
            world.plan_industry,
            numbered("320500", number),
            f"平台{number}",
            {"planned": 10},
        )

    await another(9001)
    await another(9002)
    await refused(world, another(9003), "TOO_MANY_PLATFORMS", "P6")


async def test_P7_nine_enterprises_are_too_few_and_ten_are_enough(world: World) -> None:
    await world.drafted()
    await plan_entries.drop_enterprise(world.work, world[SME], world.projects[0])
    await world.signed()
    await refused(world, plans.submit(world.work, world[SME], [world.plan], ON), "TOO_FEW_ENTERPRISES", "P7")
    await add_enterprise(world, 600)
    await world.signed()
    await plans.submit(world.work, world[SME], [world.plan], ON)


@pytest.mark.parametrize("field", ["solution", "target"])
async def test_P8_each_platform_names_its_solution_and_its_target(world: World, field: str) -> None:
    await world.drafted()
    await plan_entries.amend_platform(world.work, world[SME], world.platform, {field: None})
    await world.signed()
    await refused(world, plans.submit(world.work, world[SME], [world.plan], ON), "PLATFORM_INCOMPLETE", "P8")


async def test_A1_a_change_after_signing_needs_new_signatures(world: World) -> None:
    await (await world.drafted()).signed()
    await plan_entries.amend_platform(world.work, world[SME], world.platform, {"target": "改过的目标"})
    row = await world.work.connection.fetchrow("select * from plans where id = $1", world.plan)
    assert (row["sme_signed_on"], row["finance_signed_on"]) == (None, None)
    await refused(world, plans.submit(world.work, world[SME], [world.plan], ON), "NOT_SIGNED", "A1")
    events = await world.work.connection.fetch(
        "select action, why from events where subject = 'Plan' and subject_id = $1 order by id desc limit 2",
        world.plan,
    )
    assert {event["action"] for event in events} == {"unsign_sme", "unsign_finance"}
    await world.signed()
    await plans.submit(world.work, world[SME], [world.plan], ON)


async def test_A1_what_is_written_again_as_it_was_stays_signed(world: World) -> None:
    await (await world.drafted()).signed()
    await plan_entries.amend_platform(world.work, world[SME], world.platform, {"target": "全部通过验收"})
    await plans.submit(world.work, world[SME], [world.plan], ON)


async def test_A1_a_change_that_came_past_the_services_is_not_signed_either(world: World) -> None:
    await (await world.drafted()).signed()
    await world.work.connection.execute("update platforms set planned = 11 where id = $1", world.platform)
    await refused(world, plans.submit(world.work, world[SME], [world.plan], ON), "NOT_SIGNED", "A1")


async def test_A1_nobody_signs_for_both_departments(world: World) -> None:
    await world.drafted()
    both = replace(world[SME], roles=frozenset({SME, FINANCE}))
    await plans.sign_for_sme(world.work, both, [world.plan], ON)
    await refused(world, plans.sign_for_finance(world.work, both, [world.plan], ON), "SAME_PERSON", "A1")
    await plans.sign_for_finance(world.work, world[FINANCE], [world.plan], ON)


async def test_F1_F2_F3_the_plan_estimates_what_each_platform_may_get(world: World) -> None:
    await world.drafted(enterprises=0)
    await add_enterprise(world, 700, cost=Decimal("999999.99"))
    await add_enterprise(world, 701, cost=Decimal("1000000.03"))
    await add_enterprise(world, 702, cost=Decimal("5000000.00"))
    draft = await load_draft(world.work.connection, world.plan)
    [sum_] = estimates(draft, await policy_book(world.work), ON)
    assert sum_.cost == Decimal("7000000.02")
    assert sum_.awards == Decimal("299999.99") + Decimal("300000.00") + Decimal("300000.00")
    assert (sum_.capped, sum_.award) == (1, Decimal("899999.99"))


async def test_a_platform_or_an_industry_is_taken_out_with_all_below_it(world: World) -> None:
    await world.drafted()
    await plan_entries.drop_industry(world.work, world[SME], world.plan_industry)
    for table in ("plan_industries", "platforms", "projects"):
        assert await world.work.connection.fetchval(f"select count(*) from {table}") == 0
    [free] = await organizations.register(world.work, SYSTEM, [firm(0)])
    assert free == world.enterprises[0]


async def test_nothing_is_taken_out_of_a_plan_that_is_handed_in(world: World) -> None:
    await (await world.drafted()).signed()
    await plans.submit(world.work, world[SME], [world.plan], ON)
    for drop, key in (
        (plan_entries.drop_industry, world.plan_industry),
        (plan_entries.drop_platform, world.platform),
        (plan_entries.drop_enterprise, world.projects[0]),
    ):
        await refused(world, drop(world.work, world[SME], key), "PLAN_CLOSED", "A1")
