"""Selection of platforms: each step in its order, each expert alone, each objection answered (P12)."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from api.errors import Refusal
from api.services import calls, candidates, objections, organizations, panels, plans
from api.services.accounts import NewUser, create_users
from api.viewer import SYSTEM
from db.enums import Role
from db.rows import enter
from db.store import Rows
from tests.services.selection import (
    AFTER,
    CLOSES,
    CRITERIA,
    NOTICED_UNTIL,
    OPENS,
    SCORED,
    Selection,
    call_row,
    candidate_row,
    judge,
    operator_of,
)
from tests.services.test_plans import refused
from tests.services.world import UNIT, World, firm, platform_row


async def test_a_selection_goes_from_call_to_platforms_of_the_plan(world: World) -> None:
    one = await Selection(world).noticed()
    assert await one.states() == [(3, "ranked"), (1, "proposed"), (2, "proposed")]
    platforms = await calls.decide(world.work, one.sme, one.call, AFTER)
    assert await one.states() == [(3, "ranked"), (1, "appointed"), (2, "appointed")]
    rows = await world.work.connection.fetch(
        "select organization_id, plan_industry_id, planned, solution, appointed_on from platforms where id = any($1) order by id",
        platforms,
    )
    assert [tuple(row) for row in rows] == [
        (one.firms[1], one.industry, 12, "云端生产执行系统", AFTER),
        (one.firms[2], one.industry, 12, "云端生产执行系统", AFTER),
    ]
    assert await world.state("calls", one.call) == "decided"


async def test_weights_of_99_do_not_open_a_call(world: World) -> None:
    one = await Selection(world).drafted()
    await calls.set_criteria(
        world.work, one.sme, one.call, [CRITERIA[0], CRITERIA[1] | {"weight": Decimal(39)}]
    )
    await refused(calls.open_call(world.work, one.sme, one.call, OPENS), "WEIGHTS_NOT_100", "P12")


async def test_criteria_are_fixed_once_the_call_is_open(world: World) -> None:
    one = await Selection(world).opened()
    await refused(calls.set_criteria(world.work, one.sme, one.call, CRITERIA), "WRONG_STATE", "P12")


async def test_four_places_are_too_many_and_so_is_a_third_beside_two_platforms(world: World) -> None:
    one = await Selection(world).drafted()
    await refused(calls.draft(world.work, one.sme, [call_row(one.industry, 4)]), "TOO_MANY_PLATFORMS", "P6")
    await calls.draft(world.work, one.sme, [call_row(one.industry, 3)])
    [operator] = await organizations.register(world.work, SYSTEM, [firm(9050)])
    await plans.appoint(world.work, one.sme, [platform_row(one.industry, operator)])
    await refused(calls.draft(world.work, one.sme, [call_row(one.industry, 3)]), "TOO_MANY_PLATFORMS", "P6")


async def test_nobody_applies_before_or_after_the_call_is_open(world: World) -> None:
    one = await Selection(world).opened()
    [organization] = await organizations.register(world.work, SYSTEM, [firm(9050)])
    rows = [candidate_row(one.call, organization)]
    for day in (OPENS - timedelta(days=1), CLOSES + timedelta(days=1)):
        await refused(candidates.apply(world.work, one.sme, rows, day), "CALL_NOT_OPEN", "P12")
    assert await candidates.apply(world.work, one.sme, rows, CLOSES)
    await refused(candidates.apply(world.work, one.sme, rows, CLOSES), "APPLIED_ALREADY", "P12")


async def test_an_operator_applies_for_itself_whatever_name_it_gives(world: World) -> None:
    one = await Selection(world).opened()
    mine, other = await organizations.register(world.work, SYSTEM, [firm(9050), firm(9051)])
    operator = operator_of(mine, world[Role.PLATFORM_OPERATOR])
    [made] = await candidates.apply(world.work, operator, [candidate_row(one.call, other)], OPENS)
    assert (
        await world.work.connection.fetchval("select organization_id from candidates where id = $1", made)
        == mine
    )


async def test_an_operator_changes_no_other_application(world: World) -> None:
    one = await Selection(world).applied()
    operator = operator_of(one.firms[0], world[Role.PLATFORM_OPERATOR])
    await candidates.withdraw(world.work, operator, one.candidates[0])
    await refused(candidates.withdraw(world.work, operator, one.candidates[1]), "NOT_YOUR_PLATFORM", None)


async def test_nine_enterprises_are_too_few_to_apply(world: World) -> None:
    one = await Selection(world).opened()
    [organization] = await organizations.register(world.work, SYSTEM, [firm(9050)])
    await refused(
        candidates.apply(world.work, one.sme, [candidate_row(one.call, organization, 9)], OPENS),
        "PLANNED_TOO_FEW",
        "P7",
    )


async def test_a_call_is_not_closed_before_its_last_day(world: World) -> None:
    one = await Selection(world).applied()
    await refused(
        calls.close(world.work, one.sme, one.call, CLOSES - timedelta(days=1)), "CALL_STILL_OPEN", "P12"
    )
    await calls.close(world.work, one.sme, one.call, CLOSES)


async def test_two_or_four_experts_are_no_panel(world: World) -> None:
    one = await Selection(world).paneled(experts=4)
    criteria = dict.fromkeys(await one.criteria(), Decimal(5))
    await refused(
        panels.give(world.work, one.experts[0], one.candidates[0], criteria), "PANEL_INCOMPLETE", "P12"
    )
    await panels.recuse(world.work, one.sme, one.seats.pop(), "出差")
    one.experts.pop()
    await panels.give(world.work, one.experts[0], one.candidates[0], criteria)
    await panels.recuse(world.work, one.experts[0], one.seats[0], "亲属关系")
    await refused(calls.rank_candidates(world.work, one.sme, one.call), "PANEL_INCOMPLETE", "P12")


async def test_an_expert_of_a_candidate_is_neither_named_nor_drawn(world: World) -> None:
    one = await Selection(world).paneled()
    [insider] = await create_users(
        world.work, SYSTEM, [NewUser("insider", "内部人", [(Role.EXPERT, UNIT)], None, one.firms[0])]
    )
    await refused(panels.name(world.work, one.sme, one.call, insider), "EXPERT_INVOLVED", "P12")
    # The person of world's expert role is free, the insider is not.
    await refused(panels.draw(world.work, one.sme, one.call, 2), "TOO_FEW_EXPERTS", "P12")
    [drawn] = await panels.draw(world.work, one.sme, one.call, 1, lot=random.Random(1))
    row = await world.work.connection.fetchrow("select expert_id, drawn from panelists where id = $1", drawn)
    assert tuple(row) == (world[Role.EXPERT].user_id, True)


async def test_points_above_full_marks_are_refused(world: World) -> None:
    one = await Selection(world).paneled()
    _, price = await one.criteria()
    await refused(
        panels.give(world.work, one.experts[0], one.candidates[0], {price: Decimal("20.5")}),
        "POINTS_OUT_OF_RANGE",
        "P12",
    )


async def test_who_is_not_on_the_panel_does_not_score(world: World) -> None:
    one = await Selection(world).paneled()
    criteria = dict.fromkeys(await one.criteria(), Decimal(5))
    await refused(
        panels.give(world.work, world[Role.EXPERT], one.candidates[0], criteria), "NOT_ON_PANEL", "P12"
    )
    await refused(panels.submit(world.work, one.experts[0], one.seats[1], SCORED), "NOT_ON_PANEL", "P12")


async def test_scores_with_a_gap_are_not_submitted_and_submitted_ones_are_fixed(world: World) -> None:
    one = await Selection(world).paneled()
    criteria = dict.fromkeys(await one.criteria(), Decimal(5))
    for candidate in one.candidates[:2]:
        await panels.give(world.work, one.experts[0], candidate, criteria)
    await refused(panels.submit(world.work, one.experts[0], one.seats[0], SCORED), "SCORES_MISSING", "P12")
    await panels.give(world.work, one.experts[0], one.candidates[2], criteria)
    await panels.submit(world.work, one.experts[0], one.seats[0], SCORED)
    await refused(panels.give(world.work, one.experts[0], one.candidates[2], criteria), "SCORES_FIXED", "P12")


async def test_nobody_sees_another_experts_scores_before_the_ranking(world: World) -> None:
    one = await Selection(world).paneled()
    await one.scored((80, 10), (90, 20), (70, 15))

    async def seen(rows: Rows) -> set[int]:
        await enter(world.work.connection, rows, "0")
        found = await world.work.connection.fetch(
            "select distinct expert_id from scores where call_id = $1", one.call
        )
        return {number for (number,) in found}

    first = one.experts[0]
    assert await seen(first.rows) == {first.user_id}
    assert await seen(Rows(national=True)) == set()
    assert await seen(Rows(units=(UNIT,))) == set()
    assert await seen(judge(10**9, 0).rows) == set()
    await enter(world.work.connection, Rows(national=True), "0")
    await calls.rank_candidates(world.work, one.sme, one.call)
    assert await seen(Rows(units=(UNIT,))) == {expert.user_id for expert in one.experts}
    assert await seen(Rows(units=("330000",))) == set()


async def test_the_database_takes_no_score_in_anothers_name(world: World) -> None:
    one = await Selection(world).paneled()
    await panels.as_expert(world.work, one.experts[0])
    with pytest.raises(Exception, match="row-level security"):
        await world.work.connection.execute(
            "insert into scores (unit_code, call_id, candidate_id, criterion_id, expert_id, points, synthetic)"
            " values ($1, $2, $3, $4, $5, 5, false)",
            UNIT,
            one.call,
            one.candidates[0],
            (await one.criteria())[0],
            one.experts[1].user_id,
        )


async def test_a_ranking_waits_for_every_expert(world: World) -> None:
    one = await Selection(world).paneled()
    await one.scored((80, 10), (90, 20), (70, 15), submit=False)
    await panels.submit(world.work, one.experts[0], one.seats[0], SCORED)
    await refused(calls.rank_candidates(world.work, one.sme, one.call), "SCORES_MISSING", "P12")


async def test_a_total_is_kept_with_each_of_its_lines_and_without_names_of_experts(world: World) -> None:
    one = await Selection(world).noticed()
    row = await world.work.connection.fetchrow(
        "select total, explained from candidates where id = $1", one.candidates[1]
    )
    assert row["total"] == Decimal("94.0000")
    assert "评委" not in str(row["explained"])
    assert '"part": "54.0000"' in row["explained"]
    assert '"part": "40.0000"' in row["explained"]


async def test_four_working_days_are_too_short_a_notice(world: World) -> None:
    one = await Selection(world).paneled()
    await one.scored((80, 10), (90, 20), (70, 15))
    await calls.rank_candidates(world.work, one.sme, one.call)
    await refused(
        calls.notice(world.work, one.sme, one.call, SCORED, NOTICED_UNTIL - timedelta(days=1)),
        "NOTICE_TOO_SHORT",
        "P12",
    )
    await calls.notice(world.work, one.sme, one.call, SCORED, NOTICED_UNTIL)


async def test_the_result_waits_for_the_notice_and_for_every_answer(world: World) -> None:
    one = await Selection(world).noticed()
    await refused(calls.decide(world.work, one.sme, one.call, NOTICED_UNTIL), "NOTICE_RUNNING", "P12")
    said = {"name": "张三", "contact": "010-55550000", "text": "业绩不实", "candidate_id": one.candidates[0]}
    objection = await objections.object_to(world.work, world[Role.ANALYST], one.call, said, NOTICED_UNTIL)
    await refused(calls.decide(world.work, one.sme, one.call, AFTER), "OBJECTIONS_OPEN", "P12")
    await objections.answer(world.work, one.sme, objection, "经核实，业绩属实", False, AFTER)
    assert len(await calls.decide(world.work, one.sme, one.call, AFTER)) == 2


async def test_who_objects_does_not_answer(world: World) -> None:
    one = await Selection(world).noticed()
    said = {"name": "李四", "contact": "010-55550001", "text": "评分有误"}
    objection = await objections.object_to(world.work, one.sme, one.call, said, SCORED)
    await refused(
        objections.answer(world.work, one.sme, objection, "无误", False, AFTER), "SAME_PERSON", "P12"
    )


async def test_after_the_notice_nobody_objects(world: World) -> None:
    one = await Selection(world).noticed()
    said = {"name": "李四", "contact": "010-55550001", "text": "评分有误"}
    await refused(objections.object_to(world.work, SYSTEM, one.call, said, AFTER), "NOT_ON_NOTICE", "P12")


async def test_who_is_excluded_makes_room_and_the_notice_begins_anew(world: World) -> None:
    one = await Selection(world).noticed()
    await calls.exclude(world.work, one.sme, one.candidates[1], "业绩材料造假")
    assert await one.states() == [(3, "proposed"), (1, "rejected"), (2, "proposed")]
    assert await world.state("calls", one.call) == "scored"
    await refused(calls.decide(world.work, one.sme, one.call, AFTER), "WRONG_STATE", "P12")


async def test_empty_places_need_a_reason(world: World) -> None:
    one = await Selection(world).noticed()
    for candidate in (one.candidates[1], one.candidates[2]):
        await calls.exclude(world.work, one.sme, candidate, "材料不实")
    await calls.notice(world.work, one.sme, one.call, SCORED)
    await refused(calls.decide(world.work, one.sme, one.call, AFTER), "NO_REASON", "P12")
    [_] = await calls.decide(world.work, one.sme, one.call, AFTER, "其余申请不符合要求")
    result = await world.work.connection.fetchval("select result from calls where id = $1", one.call)
    assert result.endswith("其余申请不符合要求")


async def test_a_province_does_not_select_in_anothers_name(world: World) -> None:
    one = await Selection(world).drafted()
    await enter(world.work.connection, Rows(units=("330000",)), "0")
    with pytest.raises(Refusal) as caught:
        await calls.open_call(world.work, replace(one.sme, rows=Rows(units=("330000",))), one.call, OPENS)
    assert caught.value.code == "NOT_FOUND"


async def test_a_cancelled_call_says_why(world: World) -> None:
    one = await Selection(world).applied()
    await calls.cancel(world.work, one.sme, one.call, "申请不足3家")
    row = await world.work.connection.fetchrow("select state, result from calls where id = $1", one.call)
    assert tuple(row) == ("cancelled", "申请不足3家")


async def test_a_candidate_is_rejected_for_form_only_before_experts_submit(world: World) -> None:
    one = await Selection(world).paneled()
    await candidates.reject(world.work, one.sme, one.candidates.pop(), "缺审计报告")
    await one.scored((80, 10), (90, 20))
    await refused(candidates.reject(world.work, one.sme, one.candidates[0], "迟交"), "SCORING_BEGUN", "P12")
    ranked = await calls.rank_candidates(world.work, one.sme, one.call)
    assert len(ranked) == 2


def test_days_of_this_file_are_working_days() -> None:
    assert SCORED.weekday() == 0
    assert date(2022, 9, 5) == NOTICED_UNTIL
