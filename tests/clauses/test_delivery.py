"""Supervision, performance and reports as the notice asks for them: A2, A3, A4."""

from datetime import date, timedelta
from decimal import Decimal

from api.policy.lateness import Due
from api.services import evaluations, monitoring, reports, surveys, targets, visits
from api.services.reminders import Counted, Within, reminders
from api.services.steps import Step
from db.enums import EvaluationKind, FindingKind, ReportKind, ReportTopic, Role, Severity
from db.models.survey import MARKS
from tests.services.test_plans import refused
from tests.services.world import DAY, World

SME, FINANCE, EXPERT = Role.PROVINCIAL_SME_OFFICER, Role.PROVINCIAL_FINANCE_OFFICER, Role.EXPERT
MIIT, MOF = Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER
AFTER = date(2023, 12, 20)


async def targeted(world: World) -> World:
    await world.drafted()
    passed = await world.work.connection.fetchval("select id from indicators where code = 'lighthouses'")
    row = {"indicator_id": passed, "value": Decimal(10), "weight": Decimal(100)}
    await targets.set_targets(world.work, world[SME], world.plan, [row])
    return await world.approved()


async def test_A2_visits_are_followed_up_satisfaction_is_asked_and_what_is_late_is_pointed_out(
    world: World,
) -> None:
    await (await targeted(world)).delivered(2)
    planned = {"purpose": "现场督促", "planned_on": DAY}
    visit = await visits.plan_visit(world.work, world[SME], world.platform, planned)
    seen = {"visited_on": DAY, "visitors": "专家组", "summary": "两家企业已交付"}
    finding = {
        "kind": FindingKind.TRAINING,
        "severity": Severity.MEDIUM,
        "description": "签到表不全",
        "due_on": DAY + timedelta(days=20),
    }
    await visits.record_visit(world.work, world[EXPERT], visit, seen, [finding])
    links = await surveys.send(world.work, world[SME], world.projects[:2], on=DAY)
    answer = surveys.Answer(
        links[0].survey_id, links[0].project_id, "320000", False, dict.fromkeys(MARKS, 5), None
    )
    await surveys.keep(world.work, [answer], on=DAY)
    rated = "select satisfaction from projects where id = $1"
    assert await world.work.connection.fetchval(rated, links[0].project_id) == 5
    late = await reminders(world.work.connection, world[SME], Within(), DAY + timedelta(days=60))
    found = {one.rule.due: one for one in late.first}
    assert found[Due.FINDING].rule.clause == found[Due.SURVEY].rule.clause == "A2"
    assert late.counts[Due.FINDING] == Counted(1, 40)
    assert (found[Due.FINDING].days, found[Due.SURVEY].waiting.subject_id) == (40, links[1].project_id)


async def test_A3_targets_are_monitored_and_evaluated_by_the_province_then_by_both_ministries(
    world: World,
) -> None:
    await targeted(world)
    await world.passed()
    await monitoring.work_out(world.work, world[SME], world.plan, date(2023, 9, 1), on=AFTER)
    early = evaluations.begin(world.work, world[SME], world.plan, EvaluationKind.SELF, on=date(2023, 10, 31))
    await refused(early, "TERM_NOT_OVER", "F5")
    texts = {"achievements": "建成样板", "problems": "数据基础弱"}
    own = await evaluations.begin(world.work, world[SME], world.plan, EvaluationKind.SELF, on=AFTER)
    await evaluations.revise(world.work, world[SME], own, texts)
    await refused(evaluations.give(world.work, world[SME], own, on=AFTER), "WRONG_STATE", "A3")
    await evaluations.sign(world.work, world[FINANCE], own, on=AFTER)
    await evaluations.give(world.work, world[SME], own, on=AFTER)
    national = await evaluations.begin(world.work, world[MIIT], world.plan, EvaluationKind.NATIONAL, on=AFTER)
    await evaluations.revise(world.work, world[MIIT], national, {**texts, "accepted": True})
    await evaluations.sign(world.work, world[MOF], national, on=AFTER)
    await evaluations.give(world.work, world[MIIT], national, on=AFTER)
    assert await world.state("plans", world.plan) == "evaluated"
    scores = await world.work.connection.fetch("select score, grade from evaluations order by id")
    assert [tuple(row) for row in scores] == [(Decimal(100), "excellent")] * 2


async def test_A4_lessons_and_problems_go_to_miit_and_a_copy_to_mof(world: World) -> None:
    await world.drafted()
    values = {
        "kind": ReportKind.PROBLEM,
        "topic": ReportTopic.FUNDS,
        "title": "小微企业凭证不全",
        "body": "建议明确口径",
    }
    made = await reports.draft(world.work, world[SME], values, plan=world.plan)
    await refused(
        reports.read(world.work, world[MIIT], [Step(made, {"read_on": AFTER})]), "WRONG_STATE", "A4"
    )
    await reports.send(world.work, world[SME], [Step(made, {"sent_on": AFTER})])
    await reports.read(world.work, world[MIIT], [Step(made, {"read_on": AFTER})])
    await reports.read_copy(world.work, world[MOF], [Step(made, {"copy_read_on": AFTER})])
    row = await world.work.connection.fetchrow(
        "select state, read_on, copy_read_on from reports where id = $1", made
    )
    assert tuple(row) == ("read", AFTER, AFTER)
