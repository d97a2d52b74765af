"""Hostile ways through acceptance, replacement and the national sample: none leads anywhere."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from api.errors import Refusal
from api.policy.acceptance import Criterion
from api.services import acceptance, assessments, projects, replacements, samples, standards
from api.services.accounts import NewUser, create_users
from api.services.assessments import Sheet
from api.services.clock import today
from api.services.steps import Step
from api.viewer import SYSTEM, Viewer
from db.enums import AssessmentPhase, EnterpriseSize, Role, WithdrawalReason
from db.store import Rows
from seed.synthetic.uscc import numbered
from tests.services.world import DAY, UNIT, World, firm, sheet
from tests.unit.policy.test_digital_level import best

SME, EXPERT, PROGRAMME = Role.PROVINCIAL_SME_OFFICER, Role.EXPERT, Role.PROGRAMME_OFFICER


async def refused(world: World, awaitable: Any, code: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        async with world.work.savepoint():
            await awaitable
    assert caught.value.code == code
    return caught.value


async def colleague(world: World, role: Role = EXPERT) -> Viewer:
    [user] = await create_users(world.work, SYSTEM, [NewUser("second", "李四", [(role, UNIT)])])
    return Viewer(user, "second", "李四", frozenset({role}), Rows(units=(UNIT,)))


def operator(world: World, organization: int) -> Viewer:
    person = world[Role.PLATFORM_OPERATOR]
    return replace(person, rows=Rows(units=(UNIT,), organization=organization))


async def test_an_expert_who_is_not_assigned_gives_no_sheet(world: World) -> None:
    await (await world.drafted()).delivered(1)
    await world.inspected(1)
    other = await colleague(world)
    await refused(world, acceptance.give(world.work, other, [sheet(world.projects[0])]), "NOT_ASSIGNED")


async def test_only_an_expert_of_the_unit_is_assigned(world: World) -> None:
    await (await world.drafted()).delivered(1)
    for person in (world[SME], world[PROGRAMME]):
        step = Step(world.projects[0], {"expert_id": person.user_id})
        await refused(world, acceptance.assign(world.work, world[SME], [step]), "NOT_AN_EXPERT")


async def test_the_pool_leaves_out_whom_something_ties(world: World) -> None:
    await (await world.drafted()).delivered(1)
    project = world.projects[0]
    pool = await acceptance.experts(world.work.connection, world[SME], project, "")
    assert [key for key, _ in pool] == [world[EXPERT].user_id]
    await world.work.connection.execute(
        "update users set organization_id = $1 where id = $2", world.enterprises[0], world[EXPERT].user_id
    )
    assert await acceptance.experts(world.work.connection, world[SME], project, "") == []


async def test_a_second_press_finds_the_project_judged(world: World) -> None:
    await (await world.drafted()).passed(1)
    await refused(
        world, acceptance.give(world.work, world[EXPERT], [sheet(world.projects[0])]), "WRONG_STATE"
    )


async def test_a_sheet_once_given_is_changed_by_nobody(world: World) -> None:
    await (await world.drafted()).passed(1)
    for statement in ("update score_sheets set total = 100", "delete from score_sheets"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with world.work.savepoint():
                await world.work.connection.execute(statement)
    assert await world.work.connection.fetchval("select total from score_sheets") == Decimal(90)


async def test_the_database_refuses_a_pass_below_the_mark(world: World) -> None:
    await (await world.drafted()).passed(1)
    with pytest.raises(asyncpg.CheckViolationError):
        async with world.work.savepoint():
            await world.work.connection.execute(
                "insert into score_sheets (synthetic, unit_code, project_id, standard_id, round, given_on,"
                " scores, total, pass_mark, verdict) select synthetic, unit_code, project_id, standard_id, 2,"
                " given_on, scores, 10, pass_mark, verdict from score_sheets"
            )


async def test_no_step_passes_a_project_without_its_sheet(world: World) -> None:
    await (await world.drafted()).delivered(1)
    await world.inspected(1)
    step = Step(world.projects[0], {"accepted_on": DAY, "acceptance_score": Decimal(99)})
    await refused(world, projects.accept(world.work, world[EXPERT], [step]), "NO_SHEET")


async def test_scores_beyond_their_points_and_low_ones_without_a_word_are_refused(world: World) -> None:
    await (await world.drafted()).delivered(1)
    await world.inspected(1)
    given = sheet(world.projects[0])
    high = replace(given, scores={**given.scores, "c1": (Decimal(31), "")})
    told = await refused(world, acceptance.give(world.work, world[EXPERT], [high]), "SCORE_OUT_OF_RANGE")
    assert told.facts["field"] == "scores.c1"
    low = replace(given, scores={**given.scores, "c5": (Decimal(1), " ")})
    await refused(world, acceptance.give(world.work, world[EXPERT], [low]), "REMARK_MISSING")
    none = replace(given, scores={**given.scores, "c5": (None, "")})
    await refused(world, acceptance.give(world.work, world[EXPERT], [none]), "SCORE_MISSING")


async def test_a_new_standard_holds_from_its_day_and_old_sheets_keep_theirs(world: World) -> None:
    await (await world.drafted()).passed(1)
    programme = world[PROGRAMME]
    criteria = [
        Criterion("c1", "成效", "Effect", Decimal(60)),
        Criterion("c2", "资料", "Papers", Decimal(40)),
    ]
    short = [criteria[0]]
    await refused(world, standards.adopt(world.work, programme, today(), short, "试行"), "POINTS_NOT_100")
    past = date(2023, 1, 1)
    await refused(world, standards.adopt(world.work, programme, past, criteria, "试行"), "BEFORE_TODAY")
    await refused(world, standards.adopt(world.work, world[SME], today(), criteria, "试行"), "FORBIDDEN")
    await standards.adopt(world.work, programme, today(), criteria, "试行")
    known = await acceptance.all_standards(world.work.connection)
    assert [len(one.criteria) for one in known] == [5, 2]
    assert acceptance.in_force(known, date(2024, 1, 1)) == known[0]
    assert acceptance.in_force(known, today()) == known[1]


# -- replacement ---------------------------------------------------------------------------------------


async def left(world: World) -> World:
    await (await world.drafted()).approved()
    values = {"left_on": date(2022, 12, 5), "left_reason": WithdrawalReason.OWN_WILL}
    await projects.withdraw(world.work, world[SME], [Step(world.projects[0], values, why="企业自愿退出")])
    return world


def newcomer(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "replaces_id": world.projects[0],
        "uscc": numbered("320500", 501),
        "name": "替补样例有限公司",
        "size": EnterpriseSize.SMALL,
        "solution": "质量追溯",
        "target_level": 3,
        "planned_cost": Decimal(700_000),
        "why": "补足家数",
        **changes,
    }


async def test_who_left_before_delivery_is_replaced_once(world: World) -> None:
    await left(world)
    made = await replacements.replace(world.work, world[SME], world.platform, newcomer(world))
    row = await world.work.connection.fetchrow("select state, replaces_id from projects where id = $1", made)
    assert tuple(row) == ("listed", world.projects[0])
    again = newcomer(world, uscc=numbered("320500", 502))
    told = await refused(
        world, replacements.replace(world.work, world[SME], world.platform, again), "REPLACED_ALREADY"
    )
    assert "10" in told.message("zh")  # nor is there a place


async def test_nobody_is_replaced_who_is_still_there(world: World) -> None:
    await left(world)
    stays = newcomer(world, replaces_id=world.projects[1])
    await refused(world, replacements.replace(world.work, world[SME], world.platform, stays), "NOBODY_LEFT")


@pytest.mark.parametrize(
    "changes, code",
    [({"size": EnterpriseSize.LARGE}, "NOT_AN_SME"), ({"name": None}, "UNKNOWN_ENTERPRISE")],
)
async def test_the_newcomer_is_checked_as_at_listing(
    world: World, changes: dict[str, Any], code: str
) -> None:
    await left(world)
    values = newcomer(world, **changes)
    await refused(world, replacements.replace(world.work, world[SME], world.platform, values), code)


async def test_a_busy_enterprise_or_a_funded_little_giant_is_no_newcomer(world: World) -> None:
    await left(world)
    await world.work.connection.execute("update organizations set size = 'small'")
    busy = newcomer(world, uscc=firm(1)["uscc"])
    await refused(
        world, replacements.replace(world.work, world[SME], world.platform, busy), "ENTERPRISE_BUSY"
    )
    await world.work.connection.execute(
        "insert into little_giants (uscc, name, synthetic) values ($1, '巨人', true)", numbered("320500", 501)
    )
    giant = newcomer(world)
    told = await refused(
        world, replacements.replace(world.work, world[SME], world.platform, giant), "FUNDED_LITTLE_GIANT"
    )
    assert told.clause == "P2"


async def test_after_the_year_nobody_is_replaced(world: World) -> None:
    await left(world)
    await world.work.connection.execute("update plans set state = 'self_evaluated'")
    await refused(
        world,
        replacements.replace(world.work, world[SME], world.platform, newcomer(world)),
        "PLAN_NOT_IMPLEMENTING",
    )


# -- the questionnaire ---------------------------------------------------------------------------------


async def test_a_draft_counts_for_nothing_until_it_is_handed_in(world: World) -> None:
    await world.drafted()
    project, sme = world.projects[0], world[SME]
    draft = Sheet(project, AssessmentPhase.BEFORE, 2024, DAY, {"d1g1q1": [1]}, {"d1g1q1": "现场照片"})
    await assessments.answer(world.work, sme, draft)
    row = await world.work.connection.fetchrow("select draft, score, level from assessments")
    assert tuple(row) == (True, Decimal("2.00"), 0)
    assert (
        await world.work.connection.fetchval("select level_before from projects where id = $1", project)
        is None
    )
    half = replace(draft, final=True)
    await refused(world, assessments.answer(world.work, sme, half), "ANSWERS_MISSING")
    await assessments.answer(world.work, sme, replace(draft, answers=best(), final=True))
    assert (
        await world.work.connection.fetchval("select level_before from projects where id = $1", project) == 4
    )
    await refused(world, assessments.answer(world.work, sme, draft), "ASSESSED_ALREADY")


async def test_each_phase_has_its_time_and_an_operator_its_own_projects(world: World) -> None:
    await world.drafted()
    after = Sheet(world.projects[0], AssessmentPhase.AFTER, 2024, DAY)
    await refused(world, assessments.answer(world.work, world[SME], after), "NOT_NOW")
    before = replace(after, phase=AssessmentPhase.BEFORE)
    stranger = operator(world, world.enterprises[3])
    await refused(world, assessments.answer(world.work, stranger, before), "NOT_YOUR_PLATFORM")
    await assessments.answer(world.work, operator(world, world.operator), before)


async def test_of_2022_the_total_is_enough_and_without_it_nothing_is(world: World) -> None:
    await world.drafted()
    old = Sheet(world.projects[0], AssessmentPhase.BEFORE, 2022, DAY, final=True)
    await refused(world, assessments.answer(world.work, world[SME], old), "NO_TOTAL")
    await assessments.answer(world.work, world[SME], replace(old, total=Decimal("45.5")))
    assert await world.work.connection.fetchval("select level from assessments") == 2


# -- the national sample -------------------------------------------------------------------------------


async def test_nothing_of_a_platform_is_confirmed_while_its_sample_is_open(world: World) -> None:
    await (await world.drafted()).approved()
    await world.passed(4)
    work, programme, on = world.work, world[PROGRAMME], date(2024, 1, 22)
    some = world.projects[:4]
    await projects.endorse(
        work, world[Role.FINANCE_OFFICER], [Step(project, {"endorsed_on": on}) for project in some]
    )
    first = await samples.draw(work, programme, world.plan, Decimal("0.25"), "种子一")
    drawn = await work.connection.fetch("select id, project_id, seed from review_samples")
    assert [row["id"] for row in drawn] == [first]
    others = [Step(project, {"confirmed_on": on}) for project in some if project != drawn[0]["project_id"]]
    await refused(world, projects.confirm(work, programme, others), "SAMPLE_OPEN")
    await samples.doubt(work, programme, [Step(first, {"checked_on": on, "remark": "台账不符"})])
    await projects.confirm(work, programme, others)
    own = [Step(drawn[0]["project_id"], {"confirmed_on": on})]
    await refused(world, projects.confirm(work, programme, own), "SAMPLE_OPEN")
    await samples.clear(work, programme, [Step(first, {"checked_on": on, "remark": "补充核实属实"})])
    await projects.confirm(work, programme, own)
    await refused(world, samples.draw(work, programme, world.plan, Decimal(1)), "NOTHING_TO_DRAW")


async def test_who_endorsed_cannot_confirm_and_nothing_is_confirmed_twice(world: World) -> None:
    await (await world.drafted()).approved()
    await world.passed(1)
    on = date(2024, 1, 22)
    finance = world[Role.FINANCE_OFFICER]
    await projects.endorse(world.work, finance, [Step(world.projects[0], {"endorsed_on": on})])
    both = replace(finance, roles=finance.roles | {PROGRAMME})
    step = Step(world.projects[0], {"confirmed_on": on})
    await refused(world, projects.confirm(world.work, both, [step]), "TWO_DUTIES")
    await projects.confirm(world.work, world[PROGRAMME], [step])
    await refused(world, projects.confirm(world.work, world[PROGRAMME], [step]), "CONFIRMED_ALREADY")
