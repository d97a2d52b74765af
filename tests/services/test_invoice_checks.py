"""What the tax office says of an invoice, kept beside it by those who check (F8)."""

from datetime import date, timedelta
from typing import Any

import pytest

from api.services import invoice_checks, papers
from api.services.clock import today
from api.services.steps import Step
from db.enums import InvoiceCheck, Role
from tests.services.test_plans import refused
from tests.services.world import World

FINANCE, SUPERVISOR, SME = Role.FINANCE_OFFICER, Role.SUPERVISOR, Role.PROVINCIAL_SME_OFFICER
DAY = date(2023, 12, 20)


async def bill_of(world: World) -> int:
    await (await (await world.drafted()).approved()).passed(1)
    bill: int = await world.work.connection.fetchval(
        "select id from invoices where project_id = $1 order by id limit 1", world.projects[0]
    )
    return bill


async def check_of(world: World, bill: int) -> tuple[Any, ...]:
    return tuple(
        await world.work.connection.fetchrow("select checked, checked_on from invoices where id = $1", bill)
    )


def said(bill: int, result: InvoiceCheck, day: date | None = DAY) -> list[Step]:
    return [Step(bill, {"checked": result, "checked_on": day})]


@pytest.mark.parametrize("role", [FINANCE, Role.PROVINCIAL_FINANCE_OFFICER, SUPERVISOR])
async def test_who_checks_claims_keeps_what_the_tax_office_said(world: World, role: Role) -> None:
    bill = await bill_of(world)
    assert await check_of(world, bill) == ("unchecked", None)
    await invoice_checks.record(world.work, world[role], said(bill, InvoiceCheck.VOID))
    assert await check_of(world, bill) == ("void", DAY)
    told = await world.work.connection.fetchrow(
        "select actor_id from events where subject = 'Invoice' and subject_id = $1 and action = 'record_check'",
        bill,
    )
    assert told["actor_id"] == world[role].user_id


@pytest.mark.parametrize("role", [SME, Role.PLATFORM_OPERATOR, Role.EXPERT, Role.ANALYST])
async def test_who_brought_it_in_does_not_say_that_it_is_valid(world: World, role: Role) -> None:
    bill = await bill_of(world)
    await refused(
        invoice_checks.record(world.work, world[role], said(bill, InvoiceCheck.VALID)), "FORBIDDEN", "F8"
    )


async def test_a_mistake_is_taken_back(world: World) -> None:
    bill = await bill_of(world)
    await invoice_checks.record(world.work, world[FINANCE], said(bill, InvoiceCheck.UNKNOWN))
    await invoice_checks.record(world.work, world[FINANCE], said(bill, InvoiceCheck.UNCHECKED))
    assert await check_of(world, bill) == ("unchecked", None)


async def test_nobody_checks_tomorrow_or_before_there_was_an_invoice(world: World) -> None:
    bill = await bill_of(world)
    issued = await world.work.connection.fetchval("select issued_on from invoices where id = $1", bill)
    ahead = said(bill, InvoiceCheck.VALID, today() + timedelta(days=2))
    await refused(invoice_checks.record(world.work, world[FINANCE], ahead), "DAY_AHEAD", None)
    early = said(bill, InvoiceCheck.VALID, issued - timedelta(days=1))
    await refused(invoice_checks.record(world.work, world[FINANCE], early), "DATES_OUT_OF_ORDER", "F8")
    await invoice_checks.record(world.work, world[FINANCE], said(bill, InvoiceCheck.VALID, issued))


async def test_an_invoice_that_becomes_another_one_has_not_been_checked(world: World) -> None:
    bill = await bill_of(world)
    await invoice_checks.record(world.work, world[FINANCE], said(bill, InvoiceCheck.VOID))
    await papers.correct(world.work, world[SME], "Invoice", bill, {"item": "*信息技术服务*实施服务"})
    assert await check_of(world, bill) == ("void", DAY)
    await papers.correct(world.work, world[SME], "Invoice", bill, {"number": "23999999999999999999"})
    assert await check_of(world, bill) == ("unchecked", None)


async def test_what_is_reversed_after_the_claim_is_approved_is_still_recorded(world: World) -> None:
    await (await (await world.drafted()).approved()).decided(1)
    bill: int = await world.work.connection.fetchval(
        "select id from invoices where project_id = $1 order by id limit 1", world.projects[0]
    )
    await refused(
        papers.correct(world.work, world[SME], "Invoice", bill, {"item": "x"}), "CLAIM_DECIDED", "F6"
    )
    await invoice_checks.record(world.work, world[SUPERVISOR], said(bill, InvoiceCheck.REVERSED))
    assert await check_of(world, bill) == ("reversed", DAY)
