"""Money: prepaid by ratio, settled by what passed; and what a scan finds. Cases: ``test_case*``."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from api.services import claims, flags, papers, plans, reference, remittances, scanning, settlements
from api.services.settlements import Proposal
from api.services.steps import Step
from api.viewer import SYSTEM
from db.enums import Role
from tests.services.test_plans import refused
from tests.services.treasury import paid, settled
from tests.services.world import World, claim_row, invoice_row

TREASURY, SUPERVISOR = Role.FINANCE_OFFICER, Role.SUPERVISOR
ON, PAID = date(2024, 3, 20), date(2024, 4, 15)
AT = datetime.fromisoformat("2023-12-04T10:00:00+08:00")


async def ledger(world: World) -> list[tuple[str, Decimal]]:
    rows = await world.work.connection.fetch(
        "select kind, amount from disbursements where platform_id = $1 order by id", world.platform
    )
    return [(row["kind"], row["amount"]) for row in rows]


async def settle(world: World, exception: str | None = None) -> None:
    reasons = {world.platform: exception} if exception else {}
    await settled(world.work, world[TREASURY], world.second, [world.platform], ON, exceptions=reasons)


async def pay(world: World) -> list[int]:
    return await paid(world.work, world[TREASURY], [world.platform], PAID)


async def award(world: World) -> Decimal:
    found: Decimal = await world.work.connection.fetchval(
        "select award from platforms where id = $1", world.platform
    )
    return found


async def test_a_platform_is_prepaid_the_ratio_once(world: World) -> None:
    await (await world.drafted()).approved()
    assert await ledger(world) == [("prepayment", Decimal("1200000.00"))]  # 10 × 240,000 × 0.5
    again = remittances.propose_prepayments(world.work, world[TREASURY], [world.platform], date(2022, 11, 2))
    await refused(again, "PREPAID_ALREADY", "F4")


async def test_nothing_is_prepaid_before_the_ratio_is_set_and_the_plan_approved(world: World) -> None:
    await world.drafted()
    early = date(2022, 11, 1)
    propose = remittances.propose_prepayments
    await refused(propose(world.work, world[TREASURY], [world.platform], early), "NO_RATIO", "F4")
    await reference.set_prepayment_ratio(world.work, world[TREASURY], 1, Decimal("0.5"))
    await refused(propose(world.work, world[TREASURY], [world.platform], early), "NOT_APPROVED", "F4")


async def test_the_ratio_is_fixed_once_money_has_moved(world: World) -> None:
    await (await world.drafted()).approved()
    change = reference.set_prepayment_ratio(world.work, world[TREASURY], 1, Decimal("0.9"))
    await refused(change, "PREPAID_ALREADY", "F4")


async def test_ten_that_passed_are_settled_and_the_balance_paid(world: World) -> None:
    await (await (await world.drafted()).approved()).decided()
    await settle(world)
    assert await award(world) == Decimal("2400000.00")
    assert await world.state("claims", world.claims[0]) == "settled"
    await pay(world)
    assert await ledger(world) == [
        ("prepayment", Decimal("1200000.00")),
        ("settlement", Decimal("1200000.00")),
    ]
    assert await pay(world) == []


async def test_nine_that_passed_give_the_prepayment_back(world: World) -> None:
    await (await (await world.drafted()).approved()).decided(9)
    await settle(world)
    await pay(world)
    assert await award(world) == 0
    assert (await ledger(world))[-1] == ("recovery", Decimal("1200000.00"))


async def test_nine_with_a_recorded_reason_are_awarded(world: World) -> None:
    await (await (await world.drafted()).approved()).decided(9)
    await settle(world, "一家企业遭遇洪灾")
    assert await award(world) == Decimal("2160000.00")


async def test_an_unconfirmed_project_earns_nothing(world: World) -> None:
    await (await (await world.drafted(11)).approved()).decided()
    await world.work.connection.execute(
        "update projects set confirmed_on = null where id = $1", world.projects[0]
    )
    await settle(world)
    assert await award(world) == Decimal("2400000.00")


@pytest.mark.parametrize("role", sorted(set(Role) - {TREASURY}))
async def test_only_the_finance_officer_moves_money(world: World, role: Role) -> None:
    await world.drafted()
    on = [world.platform]
    await refused(remittances.propose_prepayments(world.work, world[role], on, PAID), "FORBIDDEN", "F4")
    await refused(
        settlements.propose(world.work, world[role], [Proposal(world.platform)], PAID), "FORBIDDEN", "F6"
    )
    await refused(remittances.confirm(world.work, world[role], []), "FORBIDDEN", None)


async def flagged(world: World) -> list[int]:
    """Ten claims, two of them on one invoice."""
    await (await (await world.drafted()).approved()).passed()
    copy = invoice_row(world.projects[1], world.enterprises[1], 1, "800000.00")
    copy["number"] = f"23{world.projects[0]:018d}"
    await world.work.connection.execute(
        "update invoices set number = $2 where project_id = $1", world.projects[1], copy["number"]
    )
    world.claims = await claims.submit(
        world.work,
        world[Role.PROVINCIAL_SME_OFFICER],
        [claim_row(project, "800000.00") for project in world.projects],
    )
    await claims.check(
        world.work, world[Role.PROVINCIAL_FINANCE_OFFICER], [Step(claim) for claim in world.claims]
    )
    ran = await scanning.scan(world.work, world[SUPERVISOR], at=AT)
    # The world's enterprises are all alike, which other rules see as well.
    rows = await world.work.connection.fetch(
        "select id from flags where rule = 'I01' and id = any($1) order by id", ran.raised
    )
    return [row["id"] for row in rows]


async def test_a_scan_finds_the_duplicate_and_never_twice(world: World) -> None:
    found = await flagged(world)
    rows = await world.work.connection.fetch(
        "select rule, claim_id, state, at_risk, reason, reason_en from flags where id = any($1) order by claim_id",
        found,
    )
    assert [(row["rule"], row["claim_id"]) for row in rows] == [
        ("I01", world.claims[0]),
        ("I01", world.claims[1]),
    ]
    assert rows[0]["at_risk"] == Decimal("240000.00")
    assert "被申报2次" in rows[0]["reason"]
    assert "claimed 2 times" in rows[0]["reason_en"]
    await flags.dismiss(world.work, world[SUPERVISOR], [Step(found[0], why="已更正")])
    again = await scanning.scan(world.work, world[SUPERVISOR])
    assert not await world.work.connection.fetch(
        "select from flags where rule = 'I01' and id = any($1)", again.raised
    )


async def test_a_flag_is_not_dismissed_without_a_reason(world: World) -> None:
    found = await flagged(world)
    await refused(flags.dismiss(world.work, world[SUPERVISOR], [Step(found[0], why=" ")]), "NO_REASON", None)


async def test_a_scan_needs_the_whole_country_and_the_right(world: World) -> None:
    await refused(scanning.scan(world.work, world[Role.LEADER]), "FORBIDDEN", None)
    assert (await scanning.scan(world.work, SYSTEM)).raised == []


async def test_plain_steps_do_not_reach_what_has_a_function_of_its_own(world: World) -> None:
    await world.drafted()
    with pytest.raises(ValueError, match="no plain step"):
        await plans.advance(world.work, world[TREASURY], "approve", [])
    assert await papers.add_invoices(world.work, world[Role.PROVINCIAL_SME_OFFICER], []) == []
