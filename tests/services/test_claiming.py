"""Claims as people make them: from the papers, by the clauses, with the sources of funds (F1, F2, F8, W4, W5)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from api.errors import Refusal
from api.services import claiming, claims, funding, papers
from api.services.claiming import review_of
from api.services.steps import Step
from db.enums import CostKind, FundingSource, Role
from tests.services.world import World, cost_row, invoice_row, payment_row

ON = date(2023, 11, 10)
SME, OPERATOR = Role.PROVINCIAL_SME_OFFICER, Role.PLATFORM_OPERATOR


async def refusal(doing: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        await doing
    assert caught.value.message("zh")
    assert caught.value.message("en")
    return caught.value


async def codes(world: World, project: int, *, blocking: bool) -> list[str]:
    found = await review_of(world.work.connection, project, ON)
    assert found
    return sorted(breach.code for breach in found.breaches if breach.blocking is blocking)


async def test_a_claim_proposes_what_the_clauses_give(world: World) -> None:
    project = (await (await world.drafted()).approved()).projects[0]
    await world.passed(1)
    made = await claiming.claim(world.work, world[SME], project, ON)
    row = await world.work.connection.fetchrow("select actual_cost, amount from claims where id = $1", made)
    assert tuple(row) == (Decimal(800_000), Decimal(240_000))


async def test_what_belongs_to_another_enterprise_stops_the_claim(world: World) -> None:
    project = (await (await world.drafted()).approved()).projects[0]
    await world.passed(1)
    other = invoice_row(project, world.enterprises[5], 5, "1000.00")
    [bill] = await papers.enter(world.work, world[SME], "Invoice", project, [_given(other)])
    found = await refusal(claiming.claim(world.work, world[SME], project, ON))
    assert (found.code, found.clause) == ("OTHER_BUYER", "F8")
    await papers.drop(world.work, world[SME], "Invoice", bill)
    assert await claiming.claim(world.work, world[SME], project, ON)


async def test_what_another_enterprise_paid_stops_the_claim(world: World) -> None:
    project = (await (await world.drafted()).approved()).projects[0]
    await world.passed(1)
    bill = await world.work.connection.fetchval("select id from invoices where project_id = $1", project)
    paid = payment_row({**invoice_row(project, 0, 5, "1000.00")}, bill)
    [made] = await papers.enter(world.work, world[SME], "Payment", project, [_given(paid)])
    assert (await refusal(claiming.claim(world.work, world[SME], project, ON))).code == "OTHER_PAYER"
    await papers.correct(world.work, world[SME], "Payment", made, {"payer": "样例0号有限公司"})
    # Now the invoice is paid twice over, which is told and stops nothing.
    assert "PAID_ABOVE_INVOICE" in await codes(world, project, blocking=False)
    assert await claiming.claim(world.work, world[SME], project, ON)


async def test_hardware_does_not_count(world: World) -> None:
    project = (await (await world.drafted()).approved()).projects[0]
    await world.delivered(1)
    hardware = {"kind": CostKind.HARDWARE, "name": "传感器", "amount": Decimal(100), "eligible": True}
    found = await refusal(papers.enter(world.work, world[SME], "CostItem", project, [hardware]))
    assert (found.code, found.facts["field"]) == ("HARDWARE_NOT_ELIGIBLE", "eligible")
    [made] = await papers.enter(
        world.work, world[SME], "CostItem", project, [{**hardware, "eligible": False}]
    )
    assert (await review_of(world.work.connection, project, ON)).cost == Decimal(800_000)  # type: ignore[union-attr]
    found = await refusal(papers.correct(world.work, world[SME], "CostItem", made, {"eligible": True}))
    assert found.code == "HARDWARE_NOT_ELIGIBLE"


async def test_odd_papers_are_pointed_out_and_not_refused(world: World) -> None:
    project = (await (await world.drafted()).approved()).projects[0]
    await world.delivered(1)
    same = invoice_row(project, world.enterprises[0], 0, "800000.00")
    wrong = {**invoice_row(project, world.enterprises[0], 0, "1000.00"), "number": "9", "tax": Decimal(70)}
    await papers.enter(world.work, world[SME], "Invoice", project, [_given(same), _given(wrong)])
    loose = _given({**payment_row(same, 0), "invoice_id": None, "amount": Decimal(5)})
    await papers.enter(world.work, world[SME], "Payment", project, [loose])
    await papers.enter(world.work, world[SME], "CostItem", project, [_given(cost_row(project, "10.00"))])
    assert await codes(world, project, blocking=False) == [
        "COST_ABOVE_CONTRACT",
        *["DOCUMENT_MISSING"] * 4,
        "FUNDING_UNKNOWN",
        "INVOICE_TWICE",
        "INVOICE_TWICE",
        "PAYMENT_UNLINKED",
        "TAX_ARITHMETIC",
    ]
    assert await codes(world, project, blocking=True) == []


async def test_an_invoice_that_was_paid_stays(world: World) -> None:
    project = (await (await world.drafted()).approved()).projects[0]
    await world.delivered(1)
    bill = await world.work.connection.fetchval("select id from invoices where project_id = $1", project)
    assert (await refusal(papers.drop(world.work, world[SME], "Invoice", bill))).code == "STILL_PAID"


async def test_a_payment_of_another_project_s_invoice_is_refused(world: World) -> None:
    first, second = (await (await world.drafted()).approved()).projects[:2]
    await world.delivered(2)
    bill = await world.work.connection.fetchval("select id from invoices where project_id = $1", second)
    given = _given(payment_row(invoice_row(first, 0, 0, "1.00"), bill))
    found = await refusal(papers.enter(world.work, world[SME], "Payment", first, [given]))
    assert (found.code, found.facts["field"]) == ("NOT_THIS_PROJECT", "invoice_id")


async def test_sources_of_funds_must_come_to_the_cost(world: World) -> None:
    project = (await (await world.drafted()).approved()).projects[0]
    await world.passed(1)
    parts = {
        FundingSource.CENTRAL_AWARD: 240_000,
        FundingSource.LOCAL_SUPPORT: 60_000,
        FundingSource.PLATFORM_CONCESSION: 100_000,
        FundingSource.ENTERPRISE: 399_999,
    }
    made = [
        await funding.add(world.work, world[SME], project, {"source": source, "agreed": Decimal(amount)})
        for source, amount in parts.items()
    ]
    found = await refusal(claiming.claim(world.work, world[SME], project, ON))
    assert (found.code, found.clause) == ("FUNDING_DIFFERS", "W4")
    assert found.facts["difference"].startswith("1")
    await funding.change(world.work, world[SME], made[3], {"agreed": Decimal(400_000)})
    assert await claiming.claim(world.work, world[SME], project, ON)
    twice = funding.add(
        world.work, world[SME], project, {"source": FundingSource.ENTERPRISE, "agreed": Decimal(1)}
    )
    assert (await refusal(_within(world, twice))).code == "SOURCE_TWICE"


async def test_the_central_part_keeps_to_its_share_and_local_support_stands_apart(world: World) -> None:
    project = (await (await world.drafted()).approved()).projects[0]
    await world.passed(1)
    for source, amount in ((FundingSource.CENTRAL_AWARD, 240_001), (FundingSource.ENTERPRISE, 559_999)):
        await funding.add(world.work, world[SME], project, {"source": source, "agreed": Decimal(amount)})
    assert await codes(world, project, blocking=True) == ["AWARD_ABOVE_SHARE"]
    await world.work.connection.execute("update fundings set agreed = 240000 where source = 'central_award'")
    await world.work.connection.execute("update fundings set agreed = 160000 where source = 'enterprise'")
    local = {"source": FundingSource.LOCAL_SUPPORT, "agreed": Decimal(400_000)}
    await funding.add(world.work, world[SME], project, local)
    # Local support as large as may be: the central award is not a fen less for it.
    assert await codes(world, project, blocking=True) == []
    found = await review_of(world.work.connection, project, ON)
    assert found
    assert found.amount == Decimal(240_000)


async def test_fees_out_of_gains_have_a_share_a_base_and_instalments(world: World) -> None:
    project = (await (await world.drafted()).approved()).projects[0]
    await world.passed(1)
    gains = {"source": FundingSource.PAID_FROM_GAINS, "agreed": Decimal(90_000)}
    rest = {"source": FundingSource.ENTERPRISE, "agreed": Decimal(710_000)}
    made = await funding.add(world.work, world[SME], project, gains)
    await funding.add(world.work, world[SME], project, rest)
    assert "GAINS_UNSCHEDULED" in await codes(world, project, blocking=False)
    due = [
        {
            "due_on": date(2024, 6, 30),
            "amount": Decimal(40_000),
            "paid_on": date(2024, 7, 1),
            "paid": Decimal(40_000),
        },
        {"due_on": date(2025, 6, 30), "amount": Decimal(50_000)},
    ]
    terms = {"gains_share": Decimal("0.1"), "gains_base": "新增利润", "instalments": due}
    await funding.change(world.work, world[SME], made, terms)
    assert "GAINS_UNSCHEDULED" not in await codes(world, project, blocking=False)
    paid = await world.work.connection.fetchval("select paid from fundings where id = $1", made)
    assert paid == Decimal(40_000)
    wrong = funding.add(
        world.work,
        world[SME],
        project,
        {"source": FundingSource.LOCAL_SUPPORT, "agreed": Decimal(1), **terms},
    )
    assert (await refusal(wrong)).clause == "W5"
    await funding.remove(world.work, world[SME], made)
    assert await world.work.connection.fetchval("select count(*) from instalments") == 0


async def test_a_claim_taken_back_can_be_made_anew(world: World) -> None:
    project = (await (await world.drafted()).approved()).projects[0]
    await world.passed(1)
    first = await claiming.claim(world.work, world[SME], project, ON)
    again = claiming.claim(world.work, world[SME], project, ON)
    assert (await refusal(_within(world, again))).code == "CLAIMED_ALREADY"
    await claiming.withdraw(world.work, world[SME], [Step(first, why="成本有误")])
    assert await world.work.connection.fetchval("select claimed from projects where id = $1", project) is None
    second = await claiming.claim(world.work, world[SME], project, ON, cost=Decimal(700_000))
    await claims.reject(
        world.work, world[Role.PROVINCIAL_FINANCE_OFFICER], [Step(second, {"decided_on": ON}, why="缺凭证")]
    )
    third = await claiming.claim(world.work, world[SME], project, ON)
    assert [await world.state("claims", one) for one in (first, second, third)] == [
        "withdrawn",
        "rejected",
        "submitted",
    ]


async def test_less_than_asked_needs_a_reason(world: World) -> None:
    await (await (await world.drafted()).approved()).claimed(1)
    finance = world[Role.FINANCE_OFFICER]

    def approve(amount: str, why: str | None) -> Any:
        return claiming.approve(
            world.work, finance, world.claims[0], date(2024, 2, 20), amount=Decimal(amount), why=why
        )

    found = await refusal(approve("239999.99", " "))
    assert (found.code, found.facts["field"], found.facts["less"]) == ("NO_REASON", "why", "0.01")
    assert (await refusal(approve("240000.01", None))).code == "MORE_THAN_ASKED"
    await approve("239999.99", "扣除一项")
    assert await world.state("claims", world.claims[0]) == "approved"
    project = world.projects[0]
    late = papers.enter(world.work, world[SME], "CostItem", project, [_given(cost_row(project, "1.00"))])
    assert (await refusal(late)).code == "CLAIM_DECIDED"
    late = funding.add(
        world.work, world[SME], project, {"source": FundingSource.ENTERPRISE, "agreed": Decimal(1)}
    )
    assert (await refusal(late)).code == "CLAIM_DECIDED"


async def _within(world: World, doing: Any) -> None:
    async with world.work.savepoint():
        await doing


def _given(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("unit_code", "project_id")}
