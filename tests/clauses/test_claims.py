"""The clauses of a claim, each shown working: a refusal or a figure that cites it, beside the nearest miss."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from api.errors import Refusal
from api.services import claiming, funding, papers
from api.services.claiming import review_of
from db.enums import FundingSource, Role
from tests.services.world import World, invoice_row

SME = Role.PROVINCIAL_SME_OFFICER
ON = date(2023, 11, 10)


async def passed(world: World, cost: str = "800000.00") -> int:
    await (await (await world.drafted()).approved()).passed(1, cost)
    return world.projects[0]


async def refused(world: World, awaitable: Any, code: str, clause: str) -> None:
    """The refusal, with what was written before it undone, as whoever calls a service does."""
    with pytest.raises(Refusal) as caught:
        async with world.work.savepoint():
            await awaitable
    assert (caught.value.code, caught.value.clause) == (code, clause)


async def test_F1_the_award_is_thirty_per_cent_of_the_actual_cost_and_no_fen_more(world: World) -> None:
    project = await passed(world, "333333.33")
    found = await review_of(world.work.connection, project, ON)
    assert found
    assert found.amount == Decimal("99999.99")
    assert [line.clause for line in found.lines] == ["F1"]
    claim = claiming.claim(world.work, world[SME], project, ON, amount=Decimal("100000.00"))
    await refused(world, claim, "ABOVE_LIMIT", "F1")
    assert await claiming.claim(world.work, world[SME], project, ON, amount=Decimal("99999.99"))


async def test_F2_an_enterprise_s_award_is_cut_at_three_hundred_thousand(world: World) -> None:
    project = await passed(world, "1000000.01")
    found = await review_of(world.work.connection, project, ON)
    assert found
    assert found.amount == Decimal("300000.00")
    one_fen = await review_of(world.work.connection, project, ON, cost=Decimal("1000000.04"))
    assert one_fen
    assert [(line.clause, line.amount) for line in one_fen.lines] == [
        ("F1", Decimal("300000.01")),
        ("F2", Decimal("-0.01")),
    ]
    claim = claiming.claim(world.work, world[SME], project, ON, amount=Decimal("300000.01"))
    await refused(world, claim, "ABOVE_LIMIT", "F2")
    assert await claiming.claim(world.work, world[SME], project, ON)


async def test_F8_cost_of_another_enterprise_stops_the_claim(world: World) -> None:
    project = await passed(world)
    bill = invoice_row(project, world.enterprises[3], 3, "500.00")
    given = {name: value for name, value in bill.items() if name not in ("unit_code", "project_id")}
    [made] = await papers.enter(world.work, world[SME], "Invoice", project, [given])
    await refused(world, claiming.claim(world.work, world[SME], project, ON), "OTHER_BUYER", "F8")
    # The same invoice to the pilot enterprise itself is its own cost.
    own = {"buyer": "样例0号有限公司", "buyer_uscc": invoice_row(project, 0, 0, "1.00")["buyer_uscc"]}
    await papers.correct(world.work, world[SME], "Invoice", made, own)
    assert await claiming.claim(world.work, world[SME], project, ON)


async def test_F8_cost_that_no_invoice_of_the_enterprise_proves_stops_the_claim(world: World) -> None:
    project = await passed(world)
    await world.work.connection.execute(
        "update invoices set gross = 799999.99 where project_id = $1", project
    )
    await refused(world, claiming.claim(world.work, world[SME], project, ON), "COST_NOT_PROVEN", "F8")
    assert await claiming.claim(world.work, world[SME], project, ON, cost=Decimal("799999.99"))


async def test_W4_government_platform_and_enterprise_together_bear_the_actual_cost(world: World) -> None:
    project = await passed(world)
    parts = {
        FundingSource.CENTRAL_AWARD: "240000.00",
        FundingSource.PLATFORM_CONCESSION: "100000.00",
        FundingSource.ENTERPRISE: "459999.99",
    }
    for source, amount in parts.items():
        await funding.add(world.work, world[SME], project, {"source": source, "agreed": Decimal(amount)})
    await refused(world, claiming.claim(world.work, world[SME], project, ON), "FUNDING_DIFFERS", "W4")
    await funding.add(
        world.work,
        world[SME],
        project,
        {"source": FundingSource.LOCAL_SUPPORT, "agreed": Decimal("0.01")},
    )
    assert await claiming.claim(world.work, world[SME], project, ON)


async def test_W5_local_support_leaves_the_central_award_as_it_is(world: World) -> None:
    project = await passed(world)
    before = await review_of(world.work.connection, project, ON)
    local = {"source": FundingSource.LOCAL_SUPPORT, "agreed": Decimal("560000.00")}
    await funding.add(world.work, world[SME], project, local)
    central = {"source": FundingSource.CENTRAL_AWARD, "agreed": Decimal("240000.00")}
    await funding.add(world.work, world[SME], project, central)
    after = await review_of(world.work.connection, project, ON)
    assert before
    assert after
    assert before.amount == after.amount == Decimal("240000.00")
    assert after.blocking == ()


async def test_W5_service_fees_out_of_gains_are_told_until_their_terms_are_entered(world: World) -> None:
    project = await passed(world)
    made = await funding.add(
        world.work,
        world[SME],
        project,
        {"source": FundingSource.PAID_FROM_GAINS, "agreed": Decimal("800000.00")},
    )

    async def told() -> list[str | None]:
        found = await review_of(world.work.connection, project, ON)
        assert found
        return [breach.clause for breach in found.breaches if breach.code == "GAINS_UNSCHEDULED"]

    assert await told() == ["W5"]
    due = [{"due_on": date(2025, 6, 30), "amount": Decimal("800000.00")}]
    terms = {"gains_share": Decimal("0.2"), "gains_base": "新增利润", "instalments": due}
    await funding.change(world.work, world[SME], made, terms)
    assert await told() == []
