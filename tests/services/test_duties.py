"""Nobody submits, accepts and settles the same project: by the services, and by the database against plain SQL."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import asyncpg
import pytest

from api.errors import Refusal
from api.services import acceptance, claims, duties, projects
from api.services.steps import Step
from api.viewer import Viewer
from db.enums import DutyKind, InterestKind, Role
from tests.services.world import DAY, UNIT, World, sheet


def both(first: Viewer, *roles: Role) -> Viewer:
    """The same person with more roles, as a careless administrator might give them."""
    return replace(first, roles=first.roles | set(roles))


async def held(world: World, project: int) -> list[tuple[int, str]]:
    rows = await world.work.connection.fetch(
        "select user_id, duty from duties where project_id = $1 order by duty, user_id", project
    )
    return [(row["user_id"], row["duty"]) for row in rows]


async def test_each_step_leaves_the_duty_it_was(world: World) -> None:
    await (await world.drafted()).approved()
    await world.decided(2)
    ids = {role: world[role].user_id for role in Role}
    assert await held(world, world.projects[0]) == [
        (ids[Role.EXPERT], "accept"),
        *sorted([(ids[Role.PROGRAMME_OFFICER], "review"), (ids[Role.PROVINCIAL_FINANCE_OFFICER], "review")]),
        (ids[Role.FINANCE_OFFICER], "settle"),
        (ids[Role.PROVINCIAL_SME_OFFICER], "submit"),
    ]


async def test_who_submitted_cannot_ask_to_rectify_either(world: World) -> None:
    """``accept`` names earlier actions itself; for what does not, the duty speaks."""
    await (await world.drafted()).approved()
    await world.delivered(1)
    person = both(world[Role.PROVINCIAL_SME_OFFICER], Role.EXPERT)
    with pytest.raises(Refusal) as caught:
        await projects.rectify(world.work, person, [Step(world.projects[0], {}, why="缺文档")])
    assert (caught.value.code, caught.value.clause) == ("TWO_DUTIES", "P10")
    assert "申报" in caught.value.message("zh")
    assert "Submitting" in caught.value.message("en")


async def test_who_accepted_cannot_submit_the_claim_nor_approve_it(world: World) -> None:
    await (await world.drafted()).approved()
    await world.claimed(1)
    steps = [Step(world.claims[0], {"approved_amount": Decimal(1), "decided_on": date(2024, 2, 20)})]
    with pytest.raises(Refusal, match="TWO_DUTIES"):
        await claims.approve(world.work, both(world[Role.EXPERT], Role.FINANCE_OFFICER), steps)


async def test_the_same_duty_twice_is_one(world: World) -> None:
    await (await world.drafted()).approved()
    await world.delivered(1)
    mine = [duty for _, duty in await held(world, world.projects[0])]
    assert mine == ["submit"]


@pytest.mark.parametrize("second", [DutyKind.ACCEPT, DutyKind.REVIEW, DutyKind.SETTLE])
async def test_the_database_refuses_a_second_duty_to_plain_sql(world: World, second: DutyKind) -> None:
    await world.drafted()
    person, connection = world[Role.PROVINCIAL_SME_OFFICER].user_id, world.work.connection
    statement = "insert into duties (unit_code, project_id, user_id, duty, at, synthetic) values ($1, $2, $3, $4, now(), false)"
    assert await connection.fetchval("select current_user") == "dengta_app"
    with pytest.raises(asyncpg.ExclusionViolationError) as caught:
        async with connection.transaction():
            await connection.execute(statement, UNIT, world.projects[0], person, second)
    assert caught.value.constraint_name == "duties_one_per_person"
    # Somebody else may, and the same person may for a project they have nothing to do with.
    await connection.execute(statement, UNIT, world.projects[0], world[Role.EXPERT].user_id, second)


@pytest.mark.parametrize(
    "statement", ["delete from duties", "update duties set duty = 'settle'", "truncate duties"]
)
async def test_nobody_takes_a_duty_back(world: World, statement: str) -> None:
    await world.drafted()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with world.work.connection.transaction():
            await world.work.connection.execute(statement)


async def test_what_the_database_refuses_is_said_in_both_languages(world: World) -> None:
    from api.policy.workflow import move

    await world.drafted()
    person = world[Role.PROVINCIAL_SME_OFFICER]
    with pytest.raises(Refusal) as caught:
        async with world.work.savepoint():
            await duties.keep_duties(world.work, person, move("Project", "accept"), {world.projects[0]: None})
    assert caught.value.code == "TWO_DUTIES"
    assert "只能承担一种职责" in caught.value.message("zh")
    assert "only one duty" in caught.value.message("en")


async def tie(world: World, role: Role, organization: int, until: date | None = None) -> None:
    await world.work.connection.execute(
        "insert into interests (user_id, organization_id, kind, until, declared_at, synthetic)"
        " values ($1, $2, $3, $4, now(), false)",
        world[role].user_id,
        organization,
        InterestKind.ADVISER,
        until,
    )


@pytest.mark.parametrize("whose", ["operator", "enterprise"])
async def test_an_expert_keeps_away_from_whom_they_are_tied_to(world: World, whose: str) -> None:
    await (await world.drafted()).approved()
    await (await world.delivered(2)).inspected(2)
    await tie(world, Role.EXPERT, world.operator if whose == "operator" else world.enterprises[0])
    with pytest.raises(Refusal) as caught:
        await acceptance.give(world.work, world[Role.EXPERT], [sheet(world.projects[0])])
    assert caught.value.code == "INTERESTED_PARTY"
    assert ("平台" if whose == "operator" else "企业") in caught.value.message("zh")
    assert "Advises it" in caught.value.message("en")
    if whose == "enterprise":  # the other enterprise's project is theirs to judge
        await acceptance.give(world.work, world[Role.EXPERT], [sheet(world.projects[1])])


async def test_an_old_tie_cools_and_a_recent_one_does_not(world: World) -> None:
    await (await world.drafted()).approved()
    await (await world.delivered(2)).inspected(2)
    await tie(world, Role.EXPERT, world.enterprises[0], date(2015, 1, 1))
    await acceptance.give(world.work, world[Role.EXPERT], [sheet(world.projects[0])])
    await tie(world, Role.EXPERT, world.enterprises[1], DAY.replace(year=2099))
    with pytest.raises(Refusal, match="INTERESTED_PARTY"):
        await acceptance.give(world.work, world[Role.EXPERT], [sheet(world.projects[1])])


async def test_a_reviewer_and_who_settles_must_be_impartial_too(world: World) -> None:
    await (await world.drafted()).approved()
    await world.passed(1)
    await tie(world, Role.PROGRAMME_OFFICER, world.operator)
    steps = [Step(world.projects[0], {"confirmed_on": date(2024, 1, 22)})]
    with pytest.raises(Refusal, match="INTERESTED_PARTY"):
        await projects.confirm(world.work, world[Role.PROGRAMME_OFFICER], steps)
    assert not await duties.impartial(
        world.work.connection, world[Role.PROGRAMME_OFFICER].user_id or 0, {world.operator}
    )
    assert await duties.impartial(
        world.work.connection, world[Role.FINANCE_OFFICER].user_id or 0, {world.operator}
    )
