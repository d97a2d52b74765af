"""Clauses on money: each shown working, by a refusal or a figure that cites it."""

from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from api.services import extensions, remittances, settlements
from api.services.case_outcomes import NewPenalty
from api.services.extensions import More
from api.services.settlements import Proposal
from api.services.steps import Step
from db.enums import PenaltyOutcome, Role
from tests.services.casefile import deduction, opened
from tests.services.test_money_and_cases import ON, PAID, award, ledger
from tests.services.test_plans import refused
from tests.services.treasury import paid, settled
from tests.services.world import World

TREASURY = Role.FINANCE_OFFICER


async def settle(world: World, exception: str | None = None) -> int:
    reasons = {world.platform: exception} if exception else {}
    [key] = await settled(world.work, world[TREASURY], world.second, [world.platform], ON, exceptions=reasons)
    return key


async def lines(world: World, settlement: int) -> list[Any]:
    return await world.work.connection.fetch(
        "select cut, clause_id, basis, bound, amount, project_id from settlement_lines"
        " where settlement_id = $1 order by number",
        settlement,
    )


async def test_F3_no_platform_is_awarded_more_than_six_million(world: World) -> None:
    """21 × 300,000 = 6,300,000: the line that cuts 300,000 cites F3, and the database keeps the cap as well."""
    await (await (await world.drafted(21)).approved()).decided(cost="1200000.00")
    key = await settle(world)
    assert await award(world) == Decimal("6000000.00")
    [cap] = [line for line in await lines(world, key) if line["cut"] == "platform_cap"]
    assert (cap["clause_id"], cap["basis"], cap["bound"], cap["amount"]) == (
        "F3",
        Decimal(6_300_000),
        Decimal(6_000_000),
        Decimal(-300_000),
    )
    row = await world.work.connection.fetchrow("select award, award_cap from settlements where id = $1", key)
    assert row["award"] <= row["award_cap"]


async def test_F4_a_ratio_of_the_estimate_is_prepaid_once(world: World) -> None:
    await (await world.drafted()).approved()
    assert await ledger(world) == [("prepayment", Decimal("1200000.00"))]  # 10 × 240,000 × 0.5
    again = remittances.propose_prepayments(world.work, world[TREASURY], [world.platform], PAID)
    await refused(again, "PREPAID_ALREADY", "F4")


async def test_F4_a_prepayment_waits_for_a_second_person(world: World) -> None:
    await (await world.drafted()).signed()
    from api.services import plans, reference

    await plans.submit(world.work, world[Role.PROVINCIAL_SME_OFFICER], [world.plan], date(2022, 9, 26))
    await plans.approve(world.work, world[Role.PROGRAMME_OFFICER], [world.plan], date(2022, 10, 17))
    await reference.set_prepayment_ratio(world.work, world[TREASURY], 1, Decimal("0.5"))
    on = date(2022, 11, 1)
    [order] = await remittances.propose_prepayments(world.work, world[TREASURY], [world.platform], on)
    await refused(remittances.approve(world.work, world[TREASURY], [Step(order)], on), "SAME_PERSON", "F4")
    await remittances.approve(world.work, world.second, [Step(order)], on)
    assert await ledger(world) == []  # approved is not paid


async def test_F5_nothing_is_settled_before_the_year_is_over(world: World) -> None:
    await (await (await world.drafted()).approved()).decided()
    last = date(2023, 10, 31)
    early = settlements.propose(world.work, world[TREASURY], [Proposal(world.platform)], last)
    refusal = await refused(early, "TERM_RUNNING", "F5")
    assert "2023-10-31" in refusal.message("en")
    assert await settlements.propose(
        world.work, world[TREASURY], [Proposal(world.platform)], date(2023, 11, 1)
    )


async def test_F5_what_was_delivered_after_the_year_counts_only_with_an_extension(world: World) -> None:
    await (await (await world.drafted(11)).approved()).decided()
    late = world.projects[0]
    await world.work.connection.execute(
        "update projects set delivered_on = '2023-11-02', accepted_on = '2023-11-20' where id = $1", late
    )
    first = await settle(world)
    [line] = [line for line in await lines(world, first) if line["project_id"] == late]
    assert (line["cut"], line["clause_id"], line["amount"]) == ("late", "F5", 0)
    assert await award(world) == Decimal("2400000.00")  # ten of the eleven

    officer = world[Role.PROGRAMME_OFFICER]
    too_short = [More(late, date(2023, 10, 31), "设备到货延误")]
    await refused(extensions.grant(world.work, officer, too_short, ON), "NO_EXTENSION", "F5")
    await refused(
        extensions.grant(world.work, officer, [More(late, date(2023, 12, 31), " ")], ON), "NO_REASON", "F5"
    )
    await extensions.grant(world.work, officer, [More(late, date(2023, 12, 31), "设备到货延误")], ON)
    await settle(world)
    assert await award(world) == Decimal("2640000.00")


async def test_F6_only_what_passed_and_was_confirmed_counts(world: World) -> None:
    await (await (await world.drafted(12)).approved()).decided()
    await world.work.connection.execute(
        "update projects set confirmed_on = null where id = $1", world.projects[0]
    )
    await world.work.connection.execute(
        "update projects set confirmed_on = null, state = 'failed' where id = $1", world.projects[1]
    )
    key = await settle(world)
    assert await award(world) == Decimal("2400000.00")
    told = {line["project_id"]: (line["cut"], line["clause_id"]) for line in await lines(world, key)}
    assert told[world.projects[0]] == ("unconfirmed", "F6")
    assert world.projects[1] not in told


async def test_F6_a_settlement_waits_for_a_second_person_and_the_database_insists(world: World) -> None:
    await (await (await world.drafted()).approved()).decided()
    [key] = await settlements.propose(world.work, world[TREASURY], [Proposal(world.platform)], ON)
    await refused(settlements.approve(world.work, world[TREASURY], [Step(key)], ON), "SAME_PERSON", "F6")
    with pytest.raises(asyncpg.CheckViolationError, match="settlements_two_people"):
        async with world.work.connection.transaction():
            await world.work.connection.execute(
                "update settlements set state = 'approved', approved_at = now(), approved_by_id = proposed_by_id"
                " where id = $1",
                key,
            )
    await settlements.approve(world.work, world.second, [Step(key)], ON)
    assert await world.state("settlements", key) == "approved"


async def test_F7_nine_are_too_few_unless_an_exception_is_recorded(world: World) -> None:
    await (await (await world.drafted()).approved()).decided(9)
    first = await settle(world)
    assert await award(world) == 0
    last = (await lines(world, first))[-1]
    assert (last["cut"], last["clause_id"], last["basis"], last["bound"]) == (
        "too_few",
        "F7",
        Decimal(9),
        Decimal(10),
    )
    await settle(world, "一家企业遭遇洪灾")
    assert await award(world) == Decimal("2160000.00")
    kept = await world.work.connection.fetchval(
        "select exception from settlements where platform_id = $1 and state = 'approved'", world.platform
    )
    assert kept == "一家企业遭遇洪灾"


async def test_S1_a_penalty_changes_the_award_and_is_recovered(world: World) -> None:
    """Settled and paid first, then decided and served: a new settlement takes the old one's place with the difference."""
    await (await (await world.drafted()).approved()).decided()
    first = await settle(world)
    await paid(world.work, world[TREASURY], [world.platform], PAID)
    await (await opened(world)).through([deduction("480000.00")])
    second = await world.work.connection.fetchval("select id from settlements where state = 'approved'")
    assert await world.state("settlements", first) == "superseded"
    assert await award(world) == Decimal("1920000.00")
    cut = (await lines(world, second))[-1]
    assert (cut["cut"], cut["clause_id"], cut["amount"]) == ("deduction", "S1", Decimal(-480_000))
    row = await world.work.connection.fetchrow(
        "select kind, amount, state from remittances where settlement_id = $1", second
    )
    assert tuple(row) == ("recovery", Decimal("480000.00"), "approved")
    await paid(world.work, world[TREASURY], [world.platform], PAID)
    assert (await ledger(world))[-1] == ("recovery", Decimal("480000.00"))


async def test_S1_a_disqualified_platform_gives_everything_back(world: World) -> None:
    await (await (await world.drafted()).approved()).decided()
    await settle(world)
    await (await opened(world)).through([NewPenalty(PenaltyOutcome.CANCELLATION)])
    assert (await award(world), await world.state("platforms", world.platform)) == (0, "disqualified")
    row = await world.work.connection.fetchrow(
        "select award, balance from settlements where platform_id = $1 and state = 'approved'", world.platform
    )
    assert tuple(row) == (0, Decimal("-1200000.00"))
