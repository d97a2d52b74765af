"""A case is investigated by two without a tie, in time, along its checklist."""

from datetime import date

from api.services import case_inquiry, case_people, cases
from api.services.interests import declare
from db.enums import InterestKind, Role
from tests.services.casefile import AT, claimed, opened
from tests.services.test_plans import refused
from tests.services.world import World


async def test_two_investigate_the_least_loaded_first_and_nobody_alone(world: World) -> None:
    case = await opened(await claimed(world))
    await case_inquiry.investigate(world.work, case.first, case.id)
    row = await case.row()
    assert {row["investigator_id"], row["second_investigator_id"]} == {
        case.first.user_id,
        case.second.user_id,
    }
    found = await case_people.candidates(world.work.connection, case.id)
    assert [one.open_cases for one in found] == [1, 1]


async def test_without_a_second_supervisor_nothing_is_investigated(world: World) -> None:
    case = await opened(await claimed(world))
    await world.work.connection.execute("update users set active = false where id = $1", case.second.user_id)
    await refused(case_inquiry.investigate(world.work, case.first, case.id), "TWO_INVESTIGATORS", "S1")


async def test_who_is_tied_to_the_platform_or_a_suspected_enterprise_keeps_away(world: World) -> None:
    case = await opened(await claimed(world))
    tie = {"organization_id": world.enterprises[0], "kind": InterestKind.ADVISER}
    await declare(world.work, case.second, tie, at=AT)
    named = case_inquiry.investigate(world.work, case.first, case.id, second=case.second.user_id)
    await refused(named, "INTERESTED_PARTY", "S1")
    other = {"organization_id": world.enterprises[5], "kind": InterestKind.ADVISER}
    await declare(world.work, case.first, other, at=AT)
    assert await case_people.parties_of(world.work.connection, case.id) == {
        world.operator,
        *world.enterprises[:2],
    }


async def test_who_recuses_himself_gives_the_reason_and_never_decides(world: World) -> None:
    case = await (await opened(await claimed(world))).investigated()
    await refused(case_people.recuse(world.work, case.first, case.id, ""), "NO_REASON", None)
    await refused(case_people.recuse(world.work, case.first, case.id, "亲属任职"), "TWO_INVESTIGATORS", "S1")
    await refused(case_people.recuse(world.work, world[Role.AUDITOR], case.id, "亲属任职"), "NOT_YOURS", "S1")


async def test_what_ended_two_years_before_it_was_found_is_barred(world: World) -> None:
    case = await opened(await claimed(world))
    late = case_inquiry.investigate(world.work, case.first, case.id, act_ended_on=date(2021, 12, 3))
    await refused(late, "BARRED", "S1")
    await case_inquiry.investigate(world.work, case.first, case.id, act_ended_on=date(2021, 12, 4))


async def test_the_flag_that_found_an_act_in_time_is_not_taken_out(world: World) -> None:
    case = await opened(await claimed(world))
    late = case.flags[1]
    await world.work.connection.execute("update flags set raised_at = '2024-02-01' where id = $1", late)
    await case_inquiry.investigate(world.work, case.first, case.id, act_ended_on=date(2021, 12, 10))
    await refused(cases.leave(world.work, case.first, case.flags[:1], "已更正"), "BARRED", "S1")
