"""Settlements and remittances as rows: frozen, recomputable, paid once, by two people, in books that agree."""

from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from api.policy.bank_file import BankFormat
from api.services import bank_batches, remittances, settlements, verification
from api.services.remittances import Confirmation
from api.services.settlements import Proposal
from api.services.steps import Step
from db.enums import LedgerAccount, Role
from tests.services.test_money_and_cases import ON, PAID, award, ledger
from tests.services.test_plans import refused
from tests.services.treasury import PAYER, paid, sent, settled
from tests.services.world import World

TREASURY = Role.FINANCE_OFFICER


async def ready(world: World, count: int | None = None) -> World:
    return await (await (await world.drafted()).approved()).decided(count)


async def settle(world: World) -> int:
    [key] = await settled(world.work, world[TREASURY], world.second, [world.platform], ON)
    return key


async def orders(world: World) -> list[Any]:
    return await world.work.connection.fetch(
        "select id, kind, state, amount from remittances where platform_id = $1 order by id", world.platform
    )


async def test_a_settlement_is_recomputed_to_the_fen_and_an_edited_one_is_found(world: World) -> None:
    await ready(world)
    key = await settle(world)
    [check] = await verification.check_settlements(world.work.connection, [key])
    assert check.sound
    assert check.again == check.award == Decimal("2400000.00")
    assert await verification.check_books(world.work.connection) == []


@pytest.mark.parametrize(
    "statement",
    [
        "update settlements set award = award - 1",
        "update settlements set inputs = '{}'",
        "update settlements set proposed_by_id = null",
        "delete from settlements",
        "update settlement_lines set amount = 0",
        "delete from settlement_lines",
        "update remittances set amount = amount + 1",
        "update remittances set payee_account = '1'",
        "update ledger_entries set amount = 1",
        "delete from ledger_entries",
        "update disbursements set amount = 1",
        "update bank_batches set total = 0",
        "update extensions set until = '2099-01-01'",
    ],
)
async def test_the_application_cannot_change_what_is_frozen(world: World, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with world.work.connection.transaction():
            await world.work.connection.execute(statement)


async def test_what_changed_after_the_proposal_is_not_approved(world: World) -> None:
    await ready(world)
    [key] = await settlements.propose(world.work, world[TREASURY], [Proposal(world.platform)], ON)
    await world.work.connection.execute("update platforms set deduction = 1000 where id = $1", world.platform)
    await refused(settlements.approve(world.work, world.second, [Step(key)], ON), "INPUTS_CHANGED", "F6")
    await settlements.reject(world.work, world.second, [Step(key, why="扣减后重新核定")])
    await settle(world)
    assert await award(world) == Decimal("2399000.00")


async def test_what_was_previewed_is_what_is_proposed(world: World) -> None:
    from api.services.account_facts import facts_of

    await ready(world)
    [facts] = await facts_of(world.work.connection, [world.platform])
    seen = settlements.preview(facts).input_hash
    await world.work.connection.execute("update platforms set deduction = 1 where id = $1", world.platform)
    stale = settlements.propose(world.work, world[TREASURY], [Proposal(world.platform, seen=seen)], ON)
    await refused(stale, "INPUTS_CHANGED", "F6")


async def test_a_second_proposal_waits_and_a_third_needs_news(world: World) -> None:
    await ready(world)
    [key] = await settlements.propose(world.work, world[TREASURY], [Proposal(world.platform)], ON)
    again = settlements.propose(world.work, world.second, [Proposal(world.platform)], ON)
    await refused(again, "PROPOSED_ALREADY", "F6")
    await settlements.approve(world.work, world.second, [Step(key)], ON)
    await refused(settlements.approve(world.work, world.second, [Step(key)], ON), "WRONG_STATE", "F6")
    idle = settlements.propose(world.work, world.second, [Proposal(world.platform)], ON)
    await refused(idle, "NOTHING_CHANGED", "F6")


async def test_a_settlement_is_not_sent_back_without_a_reason(world: World) -> None:
    await ready(world)
    [key] = await settlements.propose(world.work, world[TREASURY], [Proposal(world.platform)], ON)
    await refused(settlements.reject(world.work, world.second, [Step(key, why=" ")]), "NO_REASON", "F6")


async def test_a_claim_approved_below_the_limits_cuts_the_award(world: World) -> None:
    await ready(world)
    await world.work.connection.execute(
        "update claims set approved_amount = 200000 where id = $1", world.claims[0]
    )
    await settle(world)
    assert await award(world) == Decimal("2360000.00")


async def test_the_plan_is_settled_with_its_last_platform(world: World) -> None:
    await ready(world)
    await world.work.connection.execute("update plans set state = 'evaluated' where id = $1", world.plan)
    await settle(world)
    assert await world.state("plans", world.plan) == "settled"


async def test_a_plan_evaluated_late_is_settled_by_hand(world: World) -> None:
    await ready(world)
    await world.work.connection.execute("update plans set state = 'evaluated' where id = $1", world.plan)
    early = settlements.settle_plan(world.work, world[TREASURY], world.plan)
    await refused(early, "NOT_SETTLED", "F6")


async def test_the_books_follow_prepayment_award_and_payment(world: World) -> None:
    from api.services.ledger import balances

    await ready(world)
    before = (await balances(world.work.connection, [world.platform]))[world.platform]
    assert before[LedgerAccount.PREPAID] == Decimal("1200000.00")
    assert before[LedgerAccount.COMMITTED] == Decimal("2400000.00")
    await settle(world)
    awarded = (await balances(world.work.connection, [world.platform]))[world.platform]
    assert -awarded[LedgerAccount.PAYABLE] == Decimal("1200000.00")
    assert awarded[LedgerAccount.PREPAID] == awarded[LedgerAccount.COMMITTED] == 0
    await paid(world.work, world[TREASURY], [world.platform], PAID)
    done = (await balances(world.work.connection, [world.platform]))[world.platform]
    assert done[LedgerAccount.PAYABLE] == 0
    assert -done[LedgerAccount.BANK] == done[LedgerAccount.AWARDED] == Decimal("2400000.00")
    assert await verification.check_books(world.work.connection) == []


async def test_a_payment_goes_through_the_bank_once(world: World) -> None:
    await ready(world)
    await settle(world)
    due = next(row["id"] for row in await orders(world) if row["kind"] == "settlement")
    receipt = Confirmation(due, PAID, "HD1")
    await refused(remittances.confirm(world.work, world[TREASURY], [receipt]), "NOT_SENT", None)


async def test_a_confirmed_payment_is_not_confirmed_again(world: World) -> None:
    await ready(world)
    await settle(world)
    [due] = await paid(world.work, world[TREASURY], [world.platform], PAID)
    receipt = Confirmation(due, PAID, "HD1")
    await refused(remittances.confirm(world.work, world.second, [receipt]), "WRONG_STATE", None)
    with pytest.raises(asyncpg.UniqueViolationError, match="disbursements_once_per_order"):
        async with world.work.connection.transaction():
            await world.work.connection.execute(
                "insert into disbursements (unit_code, platform_id, remittance_id, kind, amount, paid_on, reference,"
                " synthetic) select unit_code, platform_id, id, kind, amount, paid_on, 'X', false"
                " from remittances where id = $1",
                due,
            )


async def test_the_same_batch_is_the_same_file_and_says_that_it_is_the_second(world: World) -> None:
    await ready(world)
    await settle(world)
    first = await sent(world.work, world[TREASURY], [world.platform], PAID)
    assert first
    batch = await world.work.connection.fetchval("select max(id) from bank_batches")
    again = await bank_batches.export(world.work, world.second, batch, BankFormat.CSV, PAYER)
    assert again.file.content == first.file.content
    assert (first.before, again.before) == (0, 1)
    text = first.file.content.decode("utf-8-sig")
    assert "6222000000000009000" in text
    assert "1200000.00" in text


async def test_who_may_not_see_accounts_makes_no_file(world: World) -> None:
    await ready(world)
    await settle(world)
    await sent(world.work, world[TREASURY], [world.platform], PAID)
    batch = await world.work.connection.fetchval("select max(id) from bank_batches")
    stranger = bank_batches.export(world.work, world[Role.AUDITOR], batch, BankFormat.CSV, PAYER)
    await refused(stranger, "FORBIDDEN", None)


async def test_what_failed_is_ordered_anew_and_the_old_file_stays(world: World) -> None:
    await ready(world)
    await settle(world)
    first = await sent(world.work, world[TREASURY], [world.platform], PAID)
    assert first
    [old] = [row["id"] for row in await orders(world) if row["state"] == "exported"]
    await remittances.fail(world.work, world[TREASURY], [Step(old, why="账户已销户")])
    await world.work.connection.execute(
        "update platforms set bank_account = '6222000000000007777' where id = $1", world.platform
    )
    await remittances.relist(world.work, world[TREASURY], [Step(old)], PAID)
    second = await sent(world.work, world[TREASURY], [world.platform], PAID)
    assert second
    assert b"6222000000000007777" in second.file.content
    batch = await world.work.connection.fetchval(
        "select min(id) from bank_batches where sha256 = $1", first.sha256
    )
    again = await bank_batches.export(world.work, world[TREASURY], batch, BankFormat.CSV, PAYER)
    assert again.file.content == first.file.content


async def test_what_the_bank_gives_back_is_reversed_and_paid_again(world: World) -> None:
    await ready(world)
    await settle(world)
    [due] = await paid(world.work, world[TREASURY], [world.platform], PAID)
    await remittances.returned(world.work, world[TREASURY], due, date(2024, 4, 20), "账号有误退汇")
    assert (await ledger(world))[-1] == ("settlement", Decimal("-1200000.00"))
    assert await verification.check_books(world.work.connection) == []
    await paid(world.work, world[TREASURY], [world.platform], date(2024, 4, 22))
    assert sum(amount for _, amount in await ledger(world)) == await award(world)
    assert await verification.check_books(world.work.connection) == []


async def test_a_payment_with_the_bank_holds_up_a_new_settlement(world: World) -> None:
    await ready(world)
    await settle(world)
    await sent(world.work, world[TREASURY], [world.platform], PAID)
    await world.work.connection.execute("update platforms set deduction = 1 where id = $1", world.platform)
    [key] = await settlements.propose(world.work, world[TREASURY], [Proposal(world.platform)], ON)
    await refused(settlements.approve(world.work, world.second, [Step(key)], ON), "PAYMENT_UNDER_WAY", "F6")


async def test_a_new_settlement_takes_the_place_of_what_was_not_paid(world: World) -> None:
    await ready(world)
    await settle(world)
    await world.work.connection.execute(
        "update platforms set deduction = 400000 where id = $1", world.platform
    )
    await settle(world)
    assert [(row["kind"], row["state"], row["amount"]) for row in await orders(world)][1:] == [
        ("settlement", "cancelled", Decimal("1200000.00")),
        ("settlement", "approved", Decimal("800000.00")),
    ]
    await paid(world.work, world[TREASURY], [world.platform], PAID)
    assert sum(amount for _, amount in await ledger(world)) == await award(world) == Decimal("2000000.00")


async def test_an_empty_batch_is_not_made(world: World) -> None:
    await ready(world)
    nothing = bank_batches.list_batch(world.work, world[TREASURY], world.plan, PAID)
    await refused(nothing, "NOTHING_TO_PAY", None)
