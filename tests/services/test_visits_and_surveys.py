"""Supervision (A2): visits with findings that are followed, and surveys nobody can answer but who holds the link."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from api.errors import Refusal
from api.services import surveys, visits
from api.services.steps import Step
from api.viewer import Viewer
from db.enums import FindingKind, Role, Severity, SurveyState
from db.models.survey import MARKS
from db.store import NATION, NOTHING, Rows, Store
from db.trail import Origin, current_origin
from tests.services.test_plans import refused
from tests.services.world import DAY, UNIT, World, build, firm

SME, EXPERT, OPERATOR = Role.PROVINCIAL_SME_OFFICER, Role.EXPERT, Role.PLATFORM_OPERATOR
FINE = dict.fromkeys(MARKS, 4) | {"quality": 5, "recommend": 5}


def finding(**changes: Any) -> dict[str, Any]:
    return {
        "kind": FindingKind.TRAINING,
        "severity": Severity.MEDIUM,
        "description": "三名操作工未参加实训",
        "due_on": DAY + timedelta(days=20),
        **changes,
    }


async def planned(world: World) -> int:
    await (await world.drafted()).approved()
    values = {"purpose": "查看改造进度", "planned_on": DAY}
    return await visits.plan_visit(world.work, world[SME], world.platform, values)


async def made(world: World, *findings: dict[str, Any]) -> tuple[int, list[int]]:
    visit = await planned(world)
    seen = {"visited_on": DAY, "visitors": "李静、王强", "summary": "进度正常"}
    return visit, await visits.record_visit(world.work, world[EXPERT], visit, seen, findings or [finding()])


def operator(world: World) -> Viewer:
    return replace(world[OPERATOR], rows=Rows(units=(UNIT,), organization=world.operator))


async def test_a_finding_is_answered_by_the_platform_and_closed_by_somebody_else(world: World) -> None:
    _, [found] = await made(world)
    answer = [Step(found, {"answer": "已补训并考核", "answered_on": DAY + timedelta(days=9)})]
    await visits.answer_finding(world.work, operator(world), answer)
    await visits.reopen_finding(world.work, world[EXPERT], [Step(found, why="缺签到表")])
    await visits.answer_finding(world.work, world[SME], answer)
    close = [Step(found, {"closed_on": DAY + timedelta(days=12)})]
    await refused(visits.close_finding(world.work, world[SME], close), "SAME_PERSON", "A2")
    await visits.close_finding(world.work, world[EXPERT], close)
    assert await world.state("findings", found) == "closed"
    unit = await world.work.connection.fetchval("select unit_code from findings where id = $1", found)
    assert unit == UNIT


async def test_another_platform_s_operator_cannot_answer(world: World) -> None:
    _, [found] = await made(world)
    stranger = replace(world[OPERATOR], rows=Rows(units=(UNIT,), organization=world.operator + 1))
    await refused(
        visits.answer_finding(world.work, stranger, [Step(found, {"answer": "x"})]), "NOT_YOUR_PLATFORM", None
    )


async def test_who_belongs_to_the_platform_does_not_inspect_it(world: World) -> None:
    await (await world.drafted()).approved()
    await world.work.connection.execute(
        "update users set organization_id = $2 where id = $1", world[EXPERT].user_id, world.operator
    )
    values = {"purpose": "查看改造进度", "planned_on": DAY}
    await refused(
        visits.plan_visit(world.work, world[EXPERT], world.platform, values), "INTERESTED_PARTY", "A2"
    )


async def test_a_visit_is_not_recorded_before_it_was_made_nor_twice(world: World) -> None:
    visit = await planned(world)
    seen = {"visited_on": DAY, "visitors": "李静", "summary": "进度正常"}
    early = visits.record_visit(world.work, world[EXPERT], visit, seen, on=DAY - timedelta(days=1))
    await refused(early, "DAY_AHEAD", "A2")
    await visits.record_visit(world.work, world[EXPERT], visit, seen)
    await refused(visits.record_visit(world.work, world[EXPERT], visit, seen), "WRONG_STATE", "A2")


async def test_a_finding_due_before_the_visit_or_about_another_platform_s_enterprise_is_refused(
    world: World,
) -> None:
    early = finding(due_on=DAY - timedelta(days=1))
    await refused(made(world, early), "DUE_BEFORE_VISIT", "A2")


async def test_a_finding_names_only_enterprises_of_the_platform(world: World) -> None:
    refusal = await refused(made(world, finding(project_id=999_999)), "NOT_ONE_PLATFORM", "A2")
    assert refusal.facts["field"] == "project_id"


async def test_a_platform_operator_plans_no_visit(world: World) -> None:
    await world.drafted()
    values = {"purpose": "自查", "planned_on": DAY}
    await refused(visits.plan_visit(world.work, operator(world), world.platform, values), "FORBIDDEN", "A2")


async def test_only_what_was_delivered_is_rated_and_once(world: World) -> None:
    await (await world.drafted()).approved()
    await refused(surveys.send(world.work, world[SME], world.projects[:1]), "NOT_DELIVERED", "A2")
    await world.delivered(1)
    [link] = await surveys.send(world.work, world[SME], world.projects[:1])
    kept = await world.work.connection.fetchrow("select * from surveys where id = $1", link.survey_id)
    assert link.secret not in str(dict(kept))
    with pytest.raises(Refusal, match="SURVEYED_ALREADY"):
        async with world.work.savepoint():
            await surveys.send(world.work, world[SME], world.projects[:1])


async def test_a_reminder_takes_the_old_link_out_of_use(world: World) -> None:
    await (await world.drafted()).approved()
    await world.delivered(1)
    [old] = await surveys.send(world.work, world[SME], world.projects[:1])
    [new] = await surveys.remind(world.work, world[SME], [old.survey_id])
    assert new.secret != old.secret
    hashes = await world.work.connection.fetch("select token_hash, reminders from surveys")
    assert [tuple(row) for row in hashes] == [(surveys.fingerprint(new.secret), 1)]
    await surveys.withdraw(world.work, world[SME], [Step(old.survey_id, why="发错了人")])
    assert await world.state("surveys", old.survey_id) == SurveyState.WITHDRAWN
    [again] = await surveys.remind(world.work, world[SME], [old.survey_id])
    assert await world.state("surveys", again.survey_id) == SurveyState.SENT


@pytest.mark.parametrize("role", sorted(set(Role) - {SME}))
async def test_only_the_officer_sends_surveys(world: World, role: Role) -> None:
    await refused(surveys.send(world.work, world[role], [1]), "FORBIDDEN", "A2")


class TestLinks:
    """What a link does is done in transactions of its own."""

    async def sent(self, store: Store) -> tuple[World, surveys.Link]:
        async with store.write(NATION) as work:
            world = await build(work)
            await (await (await world.drafted()).approved()).delivered(1)
            [link] = await surveys.send(work, world[SME], world.projects[:1])
        return world, link

    async def test_an_answer_rates_the_project_and_names_nobody(self, fresh_store: Store) -> None:
        _, link = await self.sent(fresh_store)
        asking = await surveys.opened(fresh_store, link.secret)
        assert asking is not None
        assert (asking.enterprise, asking.platform) == (firm(0)["name"], firm(9000)["name"])
        assert await surveys.answer(fresh_store, link.secret, FINE, " 很好 ", served=True)
        async with fresh_store.read(NATION) as connection:
            row = await connection.fetchrow("select * from surveys")
            rated = await connection.fetchval(
                "select satisfaction from projects where id = $1", link.project_id
            )
            events = await connection.fetch(
                "select subject, actor_id, at at time zone 'Asia/Shanghai' as at from events"
                " where action in ('answer', 'rate')"
            )
        assert (str(row["mean"]), row["comment"], row["token_hash"], rated) == ("4.40", "很好", None, 4)
        assert {(event["subject"], event["actor_id"], event["at"].hour) for event in events} == {
            ("Survey", None, 12),
            ("Project", None, 12),
        }

    async def test_who_was_never_served_says_so_and_rates_nothing(self, fresh_store: Store) -> None:
        _, link = await self.sent(fresh_store)
        assert await surveys.answer(fresh_store, link.secret, {}, "没听说过这个平台", served=False)
        async with fresh_store.read(NATION) as connection:
            row = await connection.fetchrow("select * from surveys")
            rated = await connection.fetchval(
                "select satisfaction from projects where id = $1", link.project_id
            )
            told = await connection.fetch("select subject from events where action in ('answer', 'rate')")
        assert (row["state"], row["served"], row["mean"], row["quality"], rated) == (
            "answered", False, None, None, None,
        )  # fmt: skip
        assert row["comment"] == "没听说过这个平台"
        assert [event["subject"] for event in told] == ["Survey"]

    async def test_who_was_served_badly_is_not_taken_for_one_who_was_not(self, fresh_store: Store) -> None:
        _, link = await self.sent(fresh_store)
        assert await surveys.answer(fresh_store, link.secret, dict.fromkeys(MARKS, 1), None, served=True)
        async with fresh_store.read(NATION) as connection:
            row = await connection.fetchrow("select served, mean from surveys")
        assert (row["served"], str(row["mean"])) == (True, "1.00")

    async def test_who_does_not_say_whether_they_were_served_is_asked_again(self, fresh_store: Store) -> None:
        _, link = await self.sent(fresh_store)
        with pytest.raises(Refusal, match="BAD_MARKS"):
            await surveys.answer(fresh_store, link.secret, FINE, None, served=None)
        assert await surveys.opened(fresh_store, link.secret) is not None

    async def test_the_trail_does_not_tell_where_an_answer_came_from(self, fresh_store: Store) -> None:
        _, link = await self.sent(fresh_store)
        token = current_origin.set(Origin(actor_id=None, address="203.0.113.9", agent="a telephone"))
        try:
            assert await surveys.answer(fresh_store, link.secret, FINE, None, served=True)
        finally:
            current_origin.reset(token)
        async with fresh_store.read(NATION) as connection:
            told = await connection.fetch("select * from audit_entries where subject = 'Survey'")
        assert told
        assert all("203.0.113.9" not in str(dict(row)) and "telephone" not in str(dict(row)) for row in told)

    async def test_a_link_works_once_and_a_wrong_one_never(self, fresh_store: Store) -> None:
        _, link = await self.sent(fresh_store)
        assert await surveys.opened(fresh_store, link.secret + "x") is None
        assert not await surveys.answer(fresh_store, "\ud800", FINE, None, served=True)
        assert await surveys.answer(fresh_store, link.secret, FINE, None, served=True)
        assert await surveys.opened(fresh_store, link.secret) is None
        assert not await surveys.answer(fresh_store, link.secret, dict.fromkeys(MARKS, 1), None, served=True)

    async def test_an_expired_link_opens_nothing(self, fresh_store: Store) -> None:
        _, link = await self.sent(fresh_store)
        after = link.expires_on + timedelta(days=1)
        assert not await surveys.answer(fresh_store, link.secret, FINE, None, served=True, on=after)

    @pytest.mark.parametrize("marks", [{}, FINE | {"quality": 0}, FINE | {"quality": 6}, {"quality": 5}])
    async def test_half_an_answer_is_refused_and_the_link_stays(
        self, store: Store, marks: dict[str, int]
    ) -> None:
        answer = surveys.Answer(1, 1, UNIT, False, marks, None)
        async with store.write(NOTHING) as work:
            await refused(surveys.keep(work, [answer], on=date(2023, 6, 1)), "BAD_MARKS", "A2")
