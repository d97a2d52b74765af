"""Plans: both departments sign, limits are kept, and nobody approves what they handed in."""

from datetime import date

import pytest

from api.errors import Refusal
from api.services import organizations, plans, projects
from api.services.steps import Step
from api.viewer import SYSTEM
from db.enums import Role
from tests.services.world import World, firm, industry_row, plan_row, platform_row, project_row

SME, FINANCE, PROGRAMME = Role.PROVINCIAL_SME_OFFICER, Role.PROVINCIAL_FINANCE_OFFICER, Role.PROGRAMME_OFFICER
ON = date(2022, 9, 26)


async def refused(awaitable: object, code: str, clause: str | None) -> Refusal:
    with pytest.raises(Refusal) as caught:
        await awaitable  # type: ignore[misc]
    refusal = caught.value
    assert (refusal.code, refusal.clause) == (code, clause)
    assert refusal.message("zh")
    assert refusal.message("en").isascii() or "“" in refusal.message("en") or "样例" in refusal.message("en")
    return refusal


async def test_a_plan_goes_from_draft_to_implementation_and_each_step_leaves_an_event(world: World) -> None:
    await (await world.drafted()).approved()
    assert await world.state("plans", world.plan) == "implementing"
    events = await world.work.connection.fetch(
        "select action, from_state, to_state, actor_id from events where subject = 'Plan' and subject_id = $1 order by id",
        world.plan,
    )
    assert [row["action"] for row in events] == [
        "create",
        "sign_sme",
        "sign_finance",
        "submit",
        "approve",
        "implement",
    ]
    assert [(row["from_state"], row["to_state"]) for row in events][-3:] == [
        ("draft", "submitted"),
        ("submitted", "approved"),
        ("approved", "implementing"),
    ]
    assert events[4]["actor_id"] == world[PROGRAMME].user_id


async def test_a_plan_with_one_signature_is_not_submitted(world: World) -> None:
    await world.drafted()
    await plans.sign_for_sme(world.work, world[SME], [world.plan], ON)
    await refused(plans.submit(world.work, world[SME], [world.plan], ON), "NOT_SIGNED", "A1")


async def test_six_industries_are_one_too_many(world: World) -> None:
    await (await world.drafted()).signed()
    await plans.name_industries(
        world.work, world[SME], [industry_row(world.plan, industry) for industry in world.industries[1:6]]
    )
    await refused(plans.submit(world.work, world[SME], [world.plan], ON), "TOO_MANY_INDUSTRIES", "P1")


async def test_nine_enterprises_are_one_too_few(world: World) -> None:
    await (await world.drafted(enterprises=9)).signed()
    await refused(plans.submit(world.work, world[SME], [world.plan], ON), "TOO_FEW_ENTERPRISES", "P7")


async def test_a_fourth_platform_of_an_industry_is_refused(world: World) -> None:
    await (await world.drafted()).signed()
    others = await organizations.register(world.work, SYSTEM, [firm(9001), firm(9002), firm(9003)])
    platforms = await plans.appoint(
        world.work, world[SME], [platform_row(world.plan_industry, other) for other in others]
    )
    firms = await organizations.register(world.work, SYSTEM, [firm(100 + number) for number in range(30)])
    rows = [project_row(platforms[place // 10], enterprise) for place, enterprise in enumerate(firms)]
    await projects.list_enterprises(world.work, world[SME], rows)
    refusal = await refused(
        plans.submit(world.work, world[SME], [world.plan], ON), "TOO_MANY_PLATFORMS", "P6"
    )
    assert "3" in refusal.message("zh")


async def test_a_second_plan_of_the_unit_for_the_batch_is_refused(world: World) -> None:
    await world.drafted()
    await refused(plans.draft(world.work, world[SME], [plan_row(world.batch)]), "PLAN_EXISTS", "A1")


async def test_a_submitted_plan_takes_no_more_industries_until_it_is_returned(world: World) -> None:
    await (await world.drafted()).signed()
    await plans.submit(world.work, world[SME], [world.plan], ON)
    more = [industry_row(world.plan, world.industries[1])]
    await refused(plans.name_industries(world.work, world[SME], more), "PLAN_CLOSED", "A1")
    await plans.send_back(world.work, world[PROGRAMME], [world.plan], "补充共性问题分析")
    await plans.name_industries(world.work, world[SME], more)


@pytest.mark.parametrize("role", sorted(set(Role) - {PROGRAMME}))
async def test_only_a_programme_officer_approves(world: World, role: Role) -> None:
    await (await world.drafted()).signed()
    await plans.submit(world.work, world[SME], [world.plan], ON)
    await refused(plans.approve(world.work, world[role], [world.plan], ON), "FORBIDDEN", "A1")


async def test_whoever_drafted_a_plan_does_not_approve_it(world: World) -> None:
    programme = world[PROGRAMME]
    [plan] = await plans.draft(world.work, programme, [plan_row(world.batch)])
    await world.work.connection.execute("update plans set state = 'submitted' where id = $1", plan)
    await refused(plans.approve(world.work, programme, [plan], ON), "SAME_PERSON", "A1")


async def test_an_enterprise_is_in_one_live_project_at_a_time(world: World) -> None:
    await world.drafted()
    again = [project_row(world.platform, world.enterprises[0])]
    await refused(projects.list_enterprises(world.work, world[SME], again), "ENTERPRISE_BUSY", "P8")


async def test_an_enterprise_that_left_may_come_back(world: World) -> None:
    await world.drafted()
    await projects.withdraw(
        world.work,
        world[SME],
        [Step(world.projects[0], {"left_on": date(2022, 12, 1)}, None, "企业搬迁")],
    )
    again = [project_row(world.platform, world.enterprises[0])]
    assert len(await projects.list_enterprises(world.work, world[SME], again)) == 1


async def test_a_funded_little_giant_is_refused_by_name(world: World) -> None:
    await world.drafted()
    giant = firm(77)
    await world.work.connection.execute(
        "insert into little_giants (uscc, name, synthetic) values ($1, $2, true)",
        giant["uscc"],
        giant["name"],
    )
    [enterprise] = await organizations.register(world.work, SYSTEM, [giant])
    refusal = await refused(
        projects.list_enterprises(world.work, world[SME], [project_row(world.platform, enterprise)]),
        "FUNDED_LITTLE_GIANT",
        "P2",
    )
    assert giant["name"] in refusal.message("en")


async def test_a_wrong_credit_code_is_explained(world: World) -> None:
    wrong = firm(1) | {"uscc": "91320500MAY00000XX"}
    await refused(organizations.register(world.work, SYSTEM, [wrong]), "BAD_USCC", None)


async def test_a_known_credit_code_keeps_its_first_row(world: World) -> None:
    [first] = await organizations.register(world.work, SYSTEM, [firm(5)])
    same = await organizations.register(world.work, SYSTEM, [firm(6), firm(5) | {"name": "改名"}, firm(5)])
    assert same[1:] == [first, first]
    assert same[0] != first
