"""Targets, their quarters, evaluations and reports (P8, A3, A4): who, when, and what stays as it was."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from api.services import evaluations, monitoring, reports, targets
from api.services.steps import Step
from db.enums import EvaluationKind, ReportKind, ReportTopic, Role
from tests.services.test_plans import refused
from tests.services.world import World

SME, FINANCE = Role.PROVINCIAL_SME_OFFICER, Role.PROVINCIAL_FINANCE_OFFICER
MIIT, MOF = Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER
AFTER = date(2023, 12, 20)
TEXTS = {"achievements": "建成一批样板", "problems": "数据基础弱", "measures": "加强实训"}


async def indicator(world: World, code: str) -> int:
    found: int = await world.work.connection.fetchval("select id from indicators where code = $1", code)
    return found


async def named(world: World, **codes: str) -> dict[str, int]:
    """Targets of the plan by indicator: value and weight as ``10/60``."""
    await world.drafted()
    rows = []
    for code, said in codes.items():
        value, _, weight = said.partition("/")
        rows.append(
            {"indicator_id": await indicator(world, code), "value": Decimal(value), "weight": Decimal(weight)}
        )
    made = await targets.set_targets(world.work, world[SME], world.plan, rows)
    return dict(zip(codes, made, strict=True))


async def running(world: World, passed: int = 10) -> dict[str, int]:
    found = await named(world, lighthouses="10/60", efficiency="20/40")
    await world.approved()
    if passed:
        await world.passed(passed)
    return found


async def drafted(world: World, passed: int = 10) -> tuple[int, dict[str, int]]:
    found = await running(world, passed)
    quarter = {"quarter": date(2023, 10, 31), "value": Decimal(15), "explanation": "两家企业停产检修"}
    await monitoring.enter(world.work, world[SME], found["efficiency"], quarter)
    made = await evaluations.begin(world.work, world[SME], world.plan, EvaluationKind.SELF, on=AFTER)
    return made, found


async def given(world: World) -> int:
    made, _ = await drafted(world)
    await evaluations.revise(world.work, world[SME], made, TEXTS)
    await evaluations.sign(world.work, world[FINANCE], made, on=AFTER)
    await evaluations.give(world.work, world[SME], made, on=AFTER)
    return made


async def one(world: World, sql: str, *values: Any) -> Any:
    return await world.work.connection.fetchval(sql, *values)


async def test_targets_are_named_with_the_plan_and_fixed_when_it_is_submitted(world: World) -> None:
    found = await named(world, lighthouses="10/60", efficiency="20/40")
    await targets.change(world.work, world[SME], found["efficiency"], {"value": Decimal(25)})
    await world.approved()
    again = targets.change(world.work, world[SME], found["efficiency"], {"value": Decimal(1)})
    await refused(again, "TARGETS_FIXED", "P8")
    await refused(targets.remove(world.work, world[SME], found["efficiency"]), "TARGETS_FIXED", "P8")
    await refused(targets.set_targets(world.work, world[SME], world.plan, []), "TARGETS_FIXED", "P8")


async def test_a_change_after_the_approval_needs_a_reason_and_leaves_what_was_approved(world: World) -> None:
    found = await running(world, passed=0)
    change = (world.work, world[MIIT], found["lighthouses"])
    await refused(targets.adjust(*change, Decimal(9), " "), "NO_REASON", "A3")
    await targets.adjust(*change, Decimal(9), "一家企业遭遇洪灾")
    await targets.adjust(*change, Decimal(8), "又一家企业退出")
    row = await world.work.connection.fetchrow(
        "select value, approved from targets where id = $1", found["lighthouses"]
    )
    assert tuple(row) == (Decimal(8), Decimal(10))
    why = await world.work.connection.fetch(
        "select why from events where subject = 'Target' and action = 'adjust' order by id"
    )
    assert [row["why"] for row in why] == ["一家企业遭遇洪灾", "又一家企业退出"]
    await refused(
        targets.adjust(world.work, world[SME], found["lighthouses"], Decimal(1), "x"), "FORBIDDEN", "A3"
    )


async def test_weights_come_to_a_hundred_at_most(world: World) -> None:
    await refused(named(world, lighthouses="10/60", efficiency="20/41"), "WEIGHTS_ABOVE_WHOLE", "A3")


async def test_a_target_names_a_platform_of_its_plan(world: World) -> None:
    await world.drafted()
    row = {
        "indicator_id": await indicator(world, "jobs"),
        "platform_id": 999_999,
        "value": Decimal(1),
        "weight": Decimal(1),
    }
    await refused(targets.set_targets(world.work, world[SME], world.plan, [row]), "NOT_OF_PLAN", "P8")


async def test_a_quarter_is_worked_out_of_what_really_passed(world: World) -> None:
    found = await running(world, passed=4)
    early = date(2023, 5, 31)
    made = await monitoring.work_out(world.work, world[SME], world.plan, early, on=date(2023, 12, 1))
    rows = await world.work.connection.fetch("select * from measurements where id = any($1)", made)
    [row] = rows
    assert (row["target_id"], row["value"], row["light"], row["explanation"]) == (
        found["lighthouses"],
        Decimal(4),
        "red",
        None,
    )
    await refused(
        evaluations.begin(world.work, world[SME], world.plan, EvaluationKind.SELF, on=AFTER),
        "NOT_EXPLAINED",
        "A3",
    )
    await monitoring.explain(world.work, world[SME], made[0], "疫情影响开工")
    again = await monitoring.work_out(world.work, world[SME], world.plan, early, on=date(2023, 12, 1))
    assert again == made
    assert await one(world, "select explanation from measurements where id = $1", made[0]) == "疫情影响开工"


async def test_what_the_system_works_out_is_not_typed_in(world: World) -> None:
    found = await running(world, passed=0)
    values = {"quarter": date(2023, 5, 1), "value": Decimal(10)}
    await refused(monitoring.enter(world.work, world[SME], found["lighthouses"], values), "WORKED_OUT", "A3")


@pytest.mark.parametrize("day", [date(2022, 9, 30), date(2024, 1, 1), date(2023, 7, 1)])
async def test_a_quarter_outside_the_term_or_ahead_is_refused(world: World, day: date) -> None:
    found = await running(world, passed=0)
    values = {"quarter": day, "value": Decimal(20)}
    entering = monitoring.enter(world.work, world[SME], found["efficiency"], values, on=date(2023, 6, 30))
    await refused(entering, "BAD_QUARTER", "F5")


async def test_what_lags_is_explained_or_not_kept(world: World) -> None:
    found = await running(world, passed=0)
    values: dict[str, Any] = {"quarter": date(2023, 10, 1), "value": Decimal(12)}
    late = monitoring.enter(world.work, world[SME], found["efficiency"], values)
    refusal = await refused(late, "NOT_EXPLAINED", "A3")
    assert refusal.facts["field"] == "explanation"
    values["explanation"] = "设备到货晚"
    made = await monitoring.enter(world.work, world[SME], found["efficiency"], values)
    values["value"], values["explanation"] = Decimal(20), None
    assert await monitoring.enter(world.work, world[SME], found["efficiency"], values) == made
    assert await one(world, "select light from measurements where id = $1", made) == "green"


async def test_nothing_is_evaluated_before_the_year_is_over(world: World) -> None:
    await running(world, passed=0)
    last = date(2023, 10, 31)
    await refused(
        evaluations.begin(world.work, world[SME], world.plan, EvaluationKind.SELF, on=last),
        "TERM_NOT_OVER",
        "F5",
    )
    early = evaluations.begin(world.work, world[MIIT], world.plan, EvaluationKind.NATIONAL, on=AFTER)
    await refused(early, "NOT_THAT_FAR", "A3")


async def test_a_plan_without_targets_cannot_be_evaluated(world: World) -> None:
    await (await world.drafted()).approved()
    begin = evaluations.begin(world.work, world[SME], world.plan, EvaluationKind.SELF, on=AFTER)
    await refused(begin, "NO_TARGETS", "A3")


async def test_scores_are_computed_and_changed_only_with_a_remark(world: World) -> None:
    made, _ = await drafted(world)
    lines = await world.work.connection.fetch(
        "select id, actual, computed, score from evaluation_lines where evaluation_id = $1 order by id", made
    )
    assert [tuple(row)[1:] for row in lines] == [
        (Decimal(10), Decimal(100), Decimal(100)),
        (Decimal(15), Decimal(75), Decimal(75)),
    ]
    assert await one(world, "select score from evaluations where id = $1", made) == Decimal(90)
    line = lines[1]["id"]
    await refused(evaluations.rescore(world.work, world[SME], line, Decimal(70), ""), "NO_REASON", "A3")
    await evaluations.rescore(world.work, world[SME], line, Decimal(70), "抽查两家未达标")
    row = await world.work.connection.fetchrow("select score, grade from evaluations where id = $1", made)
    assert tuple(row) == (Decimal(88), "good")


async def test_both_departments_give_a_self_evaluation_and_then_nothing_in_it_changes(world: World) -> None:
    made, _ = await drafted(world)
    await refused(evaluations.sign(world.work, world[FINANCE], made), "EVALUATION_INCOMPLETE", "A3")
    await evaluations.revise(world.work, world[SME], made, TEXTS)
    await refused(evaluations.give(world.work, world[SME], made), "WRONG_STATE", "A3")
    await refused(evaluations.sign(world.work, world[MOF], made), "NOT_YOURS", "A3")
    await evaluations.sign(world.work, world[FINANCE], made, on=AFTER)
    await evaluations.revise(world.work, world[SME], made, {"problems": "改过的问题"})
    assert await world.state("evaluations", made) == "draft"
    await evaluations.sign(world.work, world[FINANCE], made, on=AFTER)
    await evaluations.give(world.work, world[SME], made, on=AFTER)
    assert await world.state("plans", world.plan) == "self_evaluated"
    await refused(evaluations.revise(world.work, world[SME], made, TEXTS), "WRONG_STATE", "A3")
    line = await one(world, "select min(id) from evaluation_lines where evaluation_id = $1", made)
    await refused(
        evaluations.rescore(world.work, world[SME], line, Decimal(1), "x"), "EVALUATION_FIXED", "A3"
    )


async def test_the_ministries_evaluate_jointly_and_decide_on_the_acceptance(world: World) -> None:
    await given(world)
    begin = evaluations.begin(world.work, world[SME], world.plan, EvaluationKind.NATIONAL, on=AFTER)
    await refused(begin, "FORBIDDEN", "A3")
    made = await evaluations.begin(world.work, world[MIIT], world.plan, EvaluationKind.NATIONAL, on=AFTER)
    await evaluations.revise(world.work, world[MIIT], made, TEXTS)
    await refused(evaluations.sign(world.work, world[MOF], made), "EVALUATION_INCOMPLETE", "A3")
    await evaluations.revise(world.work, world[MIIT], made, {"accepted": True})
    await refused(evaluations.sign(world.work, world[FINANCE], made), "NOT_YOURS", "A3")
    await evaluations.sign(world.work, world[MOF], made, on=AFTER)
    await evaluations.give(world.work, world[MIIT], made, on=AFTER)
    assert await world.state("plans", world.plan) == "evaluated"


async def test_a_province_does_not_accept_itself(world: World) -> None:
    made, _ = await drafted(world)
    await refused(evaluations.revise(world.work, world[SME], made, {"accepted": True}), "NOT_YOURS", "A3")


async def test_a_report_goes_to_one_ministry_and_a_copy_to_the_other(world: World) -> None:
    await (await world.drafted()).approved()
    values = {
        "kind": ReportKind.PROBLEM,
        "topic": ReportTopic.FUNDS,
        "title": "小微企业凭证不全",
        "body": "部分企业无法取得专用发票",
    }
    made = await reports.draft(world.work, world[SME], values, plan=world.plan)
    await refused(reports.read(world.work, world[MIIT], [Step(made)]), "WRONG_STATE", "A4")
    await reports.send(world.work, world[SME], [Step(made, {"sent_on": AFTER})])
    await refused(reports.revise(world.work, world[SME], [Step(made, {"title": "x"})]), "WRONG_STATE", "A4")
    await refused(reports.answer(world.work, world[MOF], [Step(made)]), "FORBIDDEN", "A4")
    await reports.read(world.work, world[MIIT], [Step(made, {"read_on": AFTER})])
    await reports.read_copy(world.work, world[MOF], [Step(made, {"copy_read_on": AFTER})])
    await refused(
        reports.read_copy(world.work, world[MOF], [Step(made, {"copy_read_on": AFTER})]), "READ_ALREADY", "A4"
    )
    await reports.answer(
        world.work, world[MIIT], [Step(made, {"answer": "可用普通发票", "answered_on": AFTER})]
    )
    assert await world.state("reports", made) == "answered"


async def test_a_report_without_a_plan_belongs_to_the_one_unit_of_its_author(world: World) -> None:
    values = {
        "kind": ReportKind.LESSON,
        "topic": ReportTopic.PEOPLE,
        "title": "师傅带徒",
        "body": "每家一名数字化顾问",
    }
    made = await reports.draft(world.work, world[SME], values)
    assert await one(world, "select unit_code from reports where id = $1", made) == "320000"
