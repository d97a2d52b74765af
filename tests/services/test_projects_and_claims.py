"""Projects and claims: what passes was delivered, trained and inspected by another; what is asked is proved."""

from datetime import date
from decimal import Decimal

import pytest

from api.errors import Refusal
from api.services import acceptance, claims, papers, projects
from api.services.steps import Step
from api.viewer import Viewer
from db.enums import AssessmentPhase, Role
from db.store import Rows
from tests.services.test_plans import refused
from tests.services.world import UNIT, World, assessment_row, claim_row, cost_row, sheet

SME, FINANCE, EXPERT = Role.PROVINCIAL_SME_OFFICER, Role.PROVINCIAL_FINANCE_OFFICER, Role.EXPERT
TREASURY, SUPERVISOR = Role.FINANCE_OFFICER, Role.SUPERVISOR


async def test_an_expert_signs_what_passed(world: World) -> None:
    await (await world.drafted()).passed(2)
    row = await world.work.connection.fetchrow(
        "select state, expert_id, level_before from projects where id = $1", world.projects[0]
    )
    assert tuple(row) == ("passed", world[EXPERT].user_id, 2)


async def test_a_project_that_is_not_delivered_does_not_pass(world: World) -> None:
    await world.drafted()
    await world.work.connection.execute("update projects set trained_on = '2023-01-01'")
    refusal = await refused(
        acceptance.give(world.work, world[EXPERT], [sheet(world.projects[0])]), "WRONG_STATE", "P10"
    )
    assert "Listed" in refusal.message("en")
    assert "已交付" in refusal.message("zh")


async def test_untrained_staff_does_not_pass(world: World) -> None:
    await (await (await world.drafted()).delivered(1)).inspected(1)
    await world.work.connection.execute(
        "update projects set trained_on = null where id = $1", world.projects[0]
    )
    await refused(acceptance.give(world.work, world[EXPERT], [sheet(world.projects[0])]), "NOT_TRAINED", "P9")


async def test_an_expert_of_the_platform_stands_aside(world: World) -> None:
    await (await (await world.drafted()).delivered(1)).inspected(1)
    await world.work.connection.execute(
        "update users set organization_id = $1 where id = $2", world.operator, world[EXPERT].user_id
    )
    await refused(
        acceptance.give(world.work, world[EXPERT], [sheet(world.projects[0])]), "INTERESTED_PARTY", "P10"
    )
    step = Step(world.projects[0], {"expert_id": world[EXPERT].user_id})
    await refused(acceptance.assign(world.work, world[SME], [step]), "EXPERT_INVOLVED", "P10")


async def test_rectifying_needs_a_reason_and_leads_back_to_delivery(world: World) -> None:
    await (await world.drafted()).delivered(1)
    step = Step(world.projects[0])
    await refused(projects.rectify(world.work, world[EXPERT], [step]), "NO_REASON", "P10")
    await projects.rectify(world.work, world[EXPERT], [Step(world.projects[0], why="报工数据未接入")])
    again = Step(world.projects[0], {"delivered_on": date(2023, 6, 1)})
    await projects.deliver(world.work, world[SME], [again])
    assert await world.state("projects", world.projects[0]) == "delivered"


async def test_someone_who_does_not_see_a_project_does_not_find_it(world: World) -> None:
    await world.drafted()
    await refused(
        projects.contract(world.work, world[SME], [Step(10**9, {"contracted_on": date(2022, 12, 1)})]),
        "NOT_FOUND",
        None,
    )


async def test_an_operator_moves_its_own_projects_only(world: World) -> None:
    await world.drafted()
    step = Step(
        world.projects[0],
        {"contract_number": "HT-1", "contract_amount": Decimal(1), "contracted_on": date(2022, 12, 1)},
    )

    def operator(organization: int) -> Viewer:
        person = world[Role.PLATFORM_OPERATOR]
        rows = Rows(units=(UNIT,), organization=organization)
        return Viewer(person.user_id, person.username, person.name, person.roles, rows)

    stranger = operator(world.enterprises[0])
    await refused(projects.contract(world.work, stranger, [step]), "NOT_YOUR_PLATFORM", None)
    await projects.contract(world.work, operator(world.operator), [step])
    assert await world.state("projects", world.projects[0]) == "contracted"


async def test_levels_are_kept_on_the_project_once_a_phase(world: World) -> None:
    await (await world.drafted()).delivered(1)
    project = world.projects[0]
    await papers.assess(
        world.work, world[SME], [assessment_row(project, AssessmentPhase.AFTER) | {"level": 3}]
    )
    levels = await world.work.connection.fetchrow(
        "select level_before, level_after from projects where id = $1", project
    )
    assert tuple(levels) == (2, 3)
    await refused(papers.assess(world.work, world[SME], [assessment_row(project)]), "ASSESSED_ALREADY", None)


async def test_a_claim_carries_cost_and_amount_to_its_project(world: World) -> None:
    await (await world.drafted()).claimed(1, "1234567.89")
    row = await world.work.connection.fetchrow(
        "select actual_cost, claimed from projects where id = $1", world.projects[0]
    )
    assert tuple(row) == (Decimal("1234567.89"), Decimal("300000.00"))


async def test_360000_asked_for_a_cost_of_1200000_is_above_the_limit(world: World) -> None:
    await (await world.drafted()).passed(1, "1200000.00")
    row = claim_row(world.projects[0], "1200000.00") | {"amount": Decimal(360_000)}
    refusal = await refused(claims.submit(world.work, world[SME], [row]), "ABOVE_LIMIT", "F2")
    assert "300,000.00" in refusal.message("zh")


async def test_a_fen_above_thirty_per_cent_is_above_the_limit(world: World) -> None:
    await (await world.drafted()).passed(1)
    row = claim_row(world.projects[0], "800000.00") | {"amount": Decimal("240000.01")}
    await refused(claims.submit(world.work, world[SME], [row]), "ABOVE_LIMIT", "F1")


async def test_costs_beyond_the_eligible_items_are_not_covered(world: World) -> None:
    await (await world.drafted()).passed(1)
    await papers.add_cost_items(
        world.work, world[SME], [cost_row(world.projects[0], "50000.00", eligible=False)]
    )
    row = claim_row(world.projects[0], "800000.01")
    await refused(claims.submit(world.work, world[SME], [row]), "COST_NOT_COVERED", "F1")


async def test_nothing_is_claimed_for_what_has_not_passed(world: World) -> None:
    await (await world.drafted()).delivered(1)
    row = claim_row(world.projects[0], "800000.00")
    await refused(claims.submit(world.work, world[SME], [row]), "NOT_PASSED", "F6")


async def test_one_live_claim_a_project(world: World) -> None:
    await (await world.drafted()).claimed(1)
    row = claim_row(world.projects[0], "800000.00")
    await refused(claims.submit(world.work, world[SME], [row]), "CLAIMED_ALREADY", "F1")


async def test_after_a_rejection_a_better_claim_may_follow(world: World) -> None:
    await (await world.drafted()).claimed(1)
    step = Step(world.claims[0], {"decided_on": date(2024, 1, 5)}, None, "发票不清晰")
    await claims.reject(world.work, world[FINANCE], [step])
    assert (
        await world.work.connection.fetchval("select claimed from projects where id = $1", world.projects[0])
        is None
    )
    await claims.submit(world.work, world[SME], [claim_row(world.projects[0], "700000.00")])


async def test_papers_are_fixed_once_the_claim_is_approved(world: World) -> None:
    await (await world.drafted()).decided(1)
    await refused(
        papers.add_cost_items(world.work, world[SME], [cost_row(world.projects[0], "1.00")]),
        "CLAIM_DECIDED",
        "F6",
    )


async def test_a_held_claim_is_not_approved(world: World) -> None:
    await (await world.drafted()).claimed(1)
    await claims.hold(world.work, world[SUPERVISOR], [Step(world.claims[0])])
    step = Step(world.claims[0], {"approved_amount": Decimal(1), "decided_on": date(2024, 2, 1)})
    await refused(claims.approve(world.work, world[TREASURY], [step]), "WRONG_STATE", "F6")


async def test_not_more_is_approved_than_asked(world: World) -> None:
    await (await world.drafted()).claimed(1)
    step = Step(world.claims[0], {"approved_amount": Decimal("240000.01"), "decided_on": date(2024, 2, 1)})
    await refused(claims.approve(world.work, world[TREASURY], [step]), "MORE_THAN_ASKED", "F6")


async def test_one_bad_row_spoils_the_whole_call(world: World) -> None:
    await world.drafted()
    steps = [Step(project, {"contracted_on": date(2022, 12, 1)}) for project in (*world.projects, 10**9)]
    with pytest.raises(Refusal):
        await projects.contract(world.work, world[SME], steps)
    assert await world.state("projects", world.projects[0]) == "listed"
