"""What is going to be decided is told beforehand: looked into, handed over where it must be, never heavier anew."""

from datetime import timedelta
from decimal import Decimal

from api.services import case_inquiry, case_review
from api.services.case_outcomes import NewPenalty
from db.enums import DefenceKind, FineBase, Organ, Role
from tests.services.casefile import AT, GRAVE, OPENED, ORDINARY, TOLD, TRANSFER, claimed, opened
from tests.services.test_plans import refused
from tests.services.world import World


async def test_no_notice_before_the_checklist_is_through(world: World) -> None:
    case = await opened(await claimed(world))
    await case_inquiry.investigate(world.work, case.first, case.id)
    await refused(case.told(ORDINARY), "CHECKLIST_OPEN", "S1")


async def test_what_comes_back_from_review_is_announced_anew_and_not_heavier(world: World) -> None:
    case = await (await (await opened(await claimed(world))).investigated()).told(ORDINARY)
    await case.heard(TOLD, DefenceKind.STATEMENT)
    await case_review.send_back(world.work, world[Role.AUDITOR], case.id, "事实不清", TOLD, at=AT)
    assert (await case.row())["state"] == "investigating"
    await refused(case.told(GRAVE), "HEAVIER_THAN_ANNOUNCED", "S1")
    await case.told(ORDINARY, TOLD + timedelta(days=7))
    assert await world.work.connection.fetchval("select max(number) from case_notices") == 2


async def test_the_departments_of_industry_hand_a_fine_over_and_the_band_is_reckoned(world: World) -> None:
    case = await (await opened(await claimed(world))).investigated()
    await refused(case.told(ORDINARY, fine_due=True), "NOT_HANDED_OVER", "S1")
    await refused(case.told(ORDINARY, false_invoices=True), "NOT_HANDED_OVER", "S1")

    over = NewPenalty(TRANSFER, Decimal("300000.00"), 14, Organ.FINANCE, FineBase.DEFRAUDED)
    await case.told([*ORDINARY, over], fine_due=True)
    row = await world.work.connection.fetchrow(
        "select least, most, cites from notice_items where organ = 'finance'"
    )
    assert tuple(row) == (
        Decimal("30000.00"),
        Decimal("150000.00"),
        "第14条：骗取资金10%以上50%以下",
    )


async def test_the_same_act_is_not_handed_over_for_a_fine_twice(world: World) -> None:
    await claimed(world)
    over = [NewPenalty(TRANSFER, Decimal("240000.00"), 14, Organ.AUDIT)]
    first = await opened(world)
    second = await opened(world, world.claims[1:3], OPENED + timedelta(days=1))
    third = await opened(world, world.claims[4:6], OPENED + timedelta(days=2))
    await first.through(over)
    await second.investigated()
    other = [NewPenalty(TRANSFER, Decimal("240000.00"), 14, Organ.FINANCE)]
    await refused(second.told(other), "FINED_BEFORE", "S1")
    await second.told([NewPenalty(TRANSFER, Decimal(0), 20, Organ.TAX)])
    await (await third.investigated()).told(other)
