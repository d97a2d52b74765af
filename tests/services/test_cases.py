"""Cases opened from flags, merged, tied to rings, undone; and one that goes all the way."""

from datetime import date, timedelta
from decimal import Decimal

from api.services import case_execution, cases
from api.services import claims as claim_services
from api.services.cases import NewCase
from api.services.steps import Step
from db.enums import Role, RuleKind
from tests.services.casefile import AT, DECIDED, OPENED, ORDINARY, SERVED, claimed, flag, opened, states
from tests.services.test_plans import refused
from tests.services.world import World


async def test_a_case_takes_its_flags_and_holds_its_claims(world: World) -> None:
    case = await opened(await claimed(world))
    row = await case.row()
    assert (row["number"], row["kind"], row["at_stake"], row["platform_id"]) == (
        "2023-320000-001",
        "inflation",
        Decimal("480000.00"),
        world.platform,
    )
    assert row["next_clock"] == "decision"
    assert row["next_due_on"] == OPENED + timedelta(days=90)
    assert await states(world, "flags") == ["in_case", "in_case"]
    assert (await states(world, "claims"))[:3] == ["held", "held", "checked"]


async def test_a_flag_of_a_screening_rule_opens_no_case_alone_but_joins_one(world: World) -> None:
    await claimed(world)
    weak = await flag(world, world.claims[3], kind=RuleKind.SCREENING)
    alone = cases.open_cases(world.work, world[Role.SUPERVISOR], [NewCase([weak], "样例", OPENED)])
    await refused(alone, "SCREENING_ALONE", "S1")
    case = await opened(world)
    await cases.join(world.work, case.first, case.id, [weak], at=AT)
    assert (await case.row())["at_stake"] == Decimal("720000.00")
    assert await world.state("claims", world.claims[3]) == "held"


async def test_a_flag_taken_out_is_open_again_and_its_claim_what_it_was(world: World) -> None:
    await claimed(world)
    await world.work.connection.execute(
        "update claims set state = 'approved', approved_amount = amount where id = $1", world.claims[0]
    )
    case = await opened(world)
    await cases.leave(world.work, case.first, case.flags[:1], "已更正")
    assert await states(world, "flags") == ["open", "in_case"]
    assert (await states(world, "claims"))[:2] == ["approved", "held"]
    assert (await case.row())["at_stake"] == Decimal("240000.00")
    await refused(cases.leave(world.work, case.first, case.flags[1:], "也已更正"), "LAST_FLAG", "S1")


async def test_what_was_opened_is_undone_to_the_last_claim(world: World) -> None:
    await claimed(world)
    for claim, state in zip(world.claims, ("submitted", "checked"), strict=False):
        await world.work.connection.execute("update claims set state = $2 where id = $1", claim, state)
    before = await states(world, "claims")
    case = await opened(world)
    await refused(cases.undo(world.work, case.first, case.id, " ", OPENED), "NO_REASON", "S1")
    await cases.undo(world.work, case.first, case.id, "立案有误", OPENED)
    assert await states(world, "claims") == before
    assert await states(world, "flags") == ["open", "open"]
    assert (await case.row())["state"] == "closed"
    again = await opened(world)
    assert (await again.row())["number"] == "2023-320000-002"


async def test_a_claim_of_two_cases_waits_for_both(world: World) -> None:
    await claimed(world)
    first = await opened(world)
    second = await opened(world, world.claims[1:3], OPENED + timedelta(days=1))
    await cases.undo(world.work, first.first, first.id, "立案有误", OPENED)
    assert (await states(world, "claims"))[:3] == ["checked", "held", "held"]
    await cases.undo(world.work, second.first, second.id, "立案有误", OPENED + timedelta(days=1))
    assert set(await states(world, "claims")) == {"checked"}


async def test_held_by_hand_before_a_case_goes_on_as_checked_after_it(world: World) -> None:
    await claimed(world)
    await claim_services.hold(world.work, world[Role.SUPERVISOR], [Step(world.claims[0])])
    case = await opened(world)
    await cases.undo(world.work, case.first, case.id, "立案有误", OPENED)
    assert await world.state("claims", world.claims[0]) == "checked"


async def test_an_unfounded_case_releases_its_claims(world: World) -> None:
    case = await (await opened(await claimed(world))).investigated()
    await case_execution.close(world.work, case.first, case.id, DECIDED, "凭证补正后相符")
    assert set(await states(world, "claims")) == {"checked"}
    row = await case.row()
    assert (row["state"], row["next_clock"]) == ("closed", None)


async def test_a_case_goes_all_the_way_with_its_terms_beside_it(world: World) -> None:
    case = await opened(await claimed(world))
    await case.through(ORDINARY)
    row = await case.row()
    assert row["next_clock"] == "reconsideration"
    terms = await world.work.connection.fetch(
        "select clock, due_on, met_on from case_deadlines where case_id = $1 order by due_on", case.id
    )
    known = {one["clock"]: (one["due_on"], one["met_on"]) for one in terms}
    assert known["decision"] == (date(2024, 3, 3), DECIDED)
    assert known["service"] == (
        date(2024, 2, 9),
        SERVED,
    )  # with a Sunday that is worked
    assert known["limitation"][0] == date(2025, 11, 10)
    await case_execution.execute(world.work, case.decider, case.id, date(2024, 3, 1))
    await case_execution.close(world.work, case.first, case.id, date(2024, 3, 4))
    assert (await case.row())["state"] == "closed"
    penalties = await world.work.connection.fetch("select served_on, executed_on, state from penalties")
    assert {tuple(one) for one in penalties} == {(SERVED, date(2024, 3, 1), "effective")}
