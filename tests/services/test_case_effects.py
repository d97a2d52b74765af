"""A decision changes the money at once, and when it falls everything is as before, to the fen."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.services import case_challenges, case_execution, case_register, ledger
from api.services.case_challenges import NewChallenge
from api.services.case_outcomes import NewPenalty
from db.enums import ChallengeKind, LedgerAccount, Role
from tests.services.casefile import CANCEL, CIRCULAR, SERVED, CaseFile, deduction, opened
from tests.services.test_plans import refused
from tests.services.treasury import paid, sent, settled
from tests.services.world import World

ON, PAID, LATER = date(2024, 1, 20), date(2024, 4, 15), date(2024, 5, 20)
TREASURY = Role.FINANCE_OFFICER


@pytest_asyncio.fixture
async def awarded(world: World) -> AsyncIterator[World]:
    """Ten passed: 2,400,000 awarded, 1,200,000 of it prepaid, the rest ordered."""
    await (await (await world.drafted()).approved()).decided()
    await settled(world.work, world[TREASURY], world.second, [world.platform], ON)
    yield world


async def pay(world: World, on: date = PAID) -> None:
    await paid(world.work, world[TREASURY], [world.platform], on)


async def overturned(case: CaseFile, on: date = LATER) -> None:
    world = case.world
    what = NewChallenge(ChallengeKind.CORRECTION, on, "工业和信息化部", "事实认定有误")
    made = await case_challenges.file(world.work, case.decider, case.id, what)
    await case_challenges.overturn(world.work, case.decider, made, on, "原决定认定事实不清")


async def money(world: World) -> dict[str, Any]:
    """All that a platform's money is, as it stands."""
    connection = world.work.connection
    platform = await connection.fetchrow(
        "select state, award, deduction from platforms where id = $1", world.platform
    )
    books = (await ledger.balances(connection, [world.platform]))[world.platform]
    disbursed = await connection.fetchval(
        "select coalesce(sum(case when kind = 'recovery' then -amount else amount end), 0)"
        " from disbursements where platform_id = $1",
        world.platform,
    )
    due = await connection.fetchval(
        "select coalesce(sum(case when kind = 'recovery' then -amount else amount end), 0)"
        " from remittances where platform_id = $1 and state = 'approved'",
        world.platform,
    )
    inputs = await connection.fetchval(
        "select input_hash from settlements where platform_id = $1 and state = 'approved'", world.platform
    )
    return {
        "platform": tuple(platform),
        "books": dict(books),
        "disbursed": disbursed,
        "due": due,
        "inputs": inputs,
        "claims": await column(world, "claims", "state"),
    }


async def column(world: World, table: str, name: str) -> list[Any]:
    rows = await world.work.connection.fetch(f"select {name} from {table} order by id")
    return [row[0] for row in rows]


def balanced(found: dict[str, Any]) -> None:
    """What is ordered is what the award leaves, and the books say the same."""
    award = found["platform"][1] or Decimal(0)
    assert found["disbursed"] + found["due"] == award
    books = found["books"]
    assert -(books[LedgerAccount.PAYABLE] + books[LedgerAccount.RECEIVABLE]) == found["due"]
    assert sum(books.values()) == 0


async def test_a_deduction_reckons_the_award_anew_and_in_force_at_once(awarded: World) -> None:
    case = await (await opened(awarded)).through([deduction("480000.00")])
    found = await money(awarded)
    assert found["platform"] == ("settled", Decimal("1920000.00"), Decimal("480000.00"))
    balanced(found)
    row = await awarded.work.connection.fetchrow(
        "select number, proposed_by_id, approved_by_id, remark, case_id from settlements where state = 'approved'"
    )
    assert tuple(row) == (
        2,
        case.first.user_id,
        case.decider.user_id,
        "依2023-320000-001号处理决定核定",
        case.id,
    )
    assert await column(awarded, "settlements", "state") == ["superseded", "approved"]


async def test_nothing_changes_until_the_decision_is_served(awarded: World) -> None:
    before = await money(awarded)
    case = await (await opened(awarded)).investigated()
    await case.told([deduction("480000.00")])
    await (await case.heard()).reviewed()
    await case.decided([deduction("480000.00")])
    assert await money(awarded) == before


async def test_what_was_paid_beyond_the_new_award_is_to_be_recovered_and_execution_waits_for_it(
    awarded: World,
) -> None:
    await pay(awarded)
    case = await (await opened(awarded)).through([deduction("480000.00")])
    assert (await money(awarded))["due"] == Decimal("-480000.00")
    assert (await case.row())["next_clock"] == "payment"
    payment = await awarded.work.connection.fetchrow(
        "select due_on, met_on from case_deadlines where clock = 'payment'"
    )
    assert tuple(payment) == (date(2024, 2, 20), None)  # fifteen days
    execute = case_execution.execute(awarded.work, case.decider, case.id, PAID)
    await refused(execute, "NOT_RECOVERED", "S1")
    await pay(awarded)
    await case_execution.execute(awarded.work, case.decider, case.id, PAID)
    found = await money(awarded)
    balanced(found)
    assert found["disbursed"] == Decimal("1920000.00")


async def test_nothing_takes_effect_while_a_payment_is_with_the_bank(awarded: World) -> None:
    await sent(awarded.work, awarded[TREASURY], [awarded.platform], PAID)
    case = await (await opened(awarded)).investigated()
    await case.told([deduction("480000.00")])
    await (await case.heard()).reviewed()
    await case.decided([deduction("480000.00")])
    await refused(case.served(), "PAYMENT_UNDER_WAY", "F6")


@pytest.mark.parametrize("recovered", [False, True])
@pytest.mark.parametrize(
    "outcome", [deduction("480000.00"), NewPenalty(CANCEL)], ids=["deducted", "cancelled"]
)
async def test_an_overturned_decision_leaves_no_trace_in_the_money(
    awarded: World, outcome: NewPenalty, recovered: bool
) -> None:
    await pay(awarded)
    before = await money(awarded)
    case = await (await opened(awarded)).through([outcome])
    balanced(await money(awarded))
    if recovered:
        await pay(awarded)
    await overturned(case)
    after = await money(awarded)
    balanced(after)
    if recovered:
        assert after["due"] > 0
        await pay(awarded, LATER)
        after = await money(awarded)
    assert after == before
    assert (await case.row())["state"] == "revoked"
    assert set(await column(awarded, "flags", "state")) == {"open"}
    assert set(await column(awarded, "penalties", "state")) == {"revoked"}
    assert await column(awarded, "case_effects", "exact") == [True]
    assert await column(awarded, "settlements", "state") == ["approved", "revoked"]
    # Reversed, never erased.
    entries = await awarded.work.connection.fetch(
        "select settlement_id, reverses_id from ledger_entries where settlement_id is not null order by id"
    )
    undone = {row["reverses_id"] for row in entries} - {None}
    assert undone


async def test_an_unpaid_balance_that_a_decision_cut_is_ordered_whole_again(awarded: World) -> None:
    before = await money(awarded)
    case = await (await opened(awarded)).through([deduction("480000.00")])
    await overturned(case)
    assert await money(awarded) == before


async def test_a_platform_that_was_only_prepaid_gives_it_back_and_gets_it_again(world: World) -> None:
    await (await (await world.drafted()).approved()).claimed()
    before = await money(world)
    case = await (await opened(world)).through([NewPenalty(CANCEL)])
    cut = await money(world)
    assert cut["platform"][:2] == ("disqualified", Decimal(0))
    assert cut["due"] == Decimal("-1200000.00")
    assert cut["claims"][:3] == ["rejected", "rejected", "held"]
    await overturned(case)
    assert await money(world) == before


async def test_a_deduction_before_the_settlement_waits_for_it(world: World) -> None:
    await (await (await world.drafted(13)).approved()).decided()
    await world.work.connection.execute(
        "update claims set state = 'checked', approved_amount = null, decided_on = null where id = any($1)",
        world.claims[:2],
    )
    case = await (await opened(world)).through([deduction("100000.00")])
    assert (await money(world))["claims"][:3] == ["rejected", "rejected", "held"]
    await case_execution.execute(world.work, case.decider, case.id, SERVED)
    await settled(world.work, world[TREASURY], world.second, [world.platform], ON)
    found = await money(world)
    assert found["platform"][1] == 11 * Decimal("240000.00") - Decimal("100000.00")
    await overturned(case)
    found = await money(world)
    assert found["platform"] == ("settled", 11 * Decimal("240000.00"), Decimal(0))
    assert found["claims"][:3] == ["checked", "checked", "settled"]
    balanced(found)


async def test_a_cancelled_platform_s_other_claims_are_held_then_rejected(world: World) -> None:
    await (await (await world.drafted()).approved()).claimed()
    case = await (await opened(world)).through([NewPenalty(CANCEL)])
    await pay(world)
    await case_execution.execute(world.work, case.decider, case.id, PAID)
    assert set((await money(world))["claims"]) == {"rejected"}
    await overturned(case)
    assert set((await money(world))["claims"]) == {"checked"}


async def test_a_changed_decision_has_the_effect_of_what_is_left(awarded: World) -> None:
    before = await money(awarded)
    case = await (await opened(awarded)).through([deduction("480000.00")])
    made = await case_challenges.file(
        awarded.work,
        case.decider,
        case.id,
        NewChallenge(ChallengeKind.RECONSIDERATION, date(2024, 3, 20), "国务院", "过重"),
    )
    heavier = case_challenges.change(
        awarded.work, case.decider, made, [deduction("480000.01")], LATER, "变更"
    )
    with pytest.raises(Exception, match="HEAVIER_THAN_ANNOUNCED"):
        async with awarded.work.connection.transaction():
            await heavier
    await case_challenges.change(
        awarded.work, case.decider, made, [deduction("80000.00")], LATER, "变更为扣减8万元"
    )
    found = await money(awarded)
    assert found["platform"][1] == before["platform"][1] - Decimal("80000.00")
    balanced(found)
    await overturned(case)
    assert await money(awarded) == before


async def test_review_is_open_for_sixty_days_and_a_suit_for_six_months(awarded: World) -> None:
    case = await (await opened(awarded)).through([deduction("480000.00")])

    async def filed(kind: ChallengeKind, on: date) -> None:
        made = await case_challenges.file(
            awarded.work, case.decider, case.id, NewChallenge(kind, on, "某机关", "不服")
        )
        await case_challenges.confirm(awarded.work, case.decider, made, on, "维持")

    late = filed(ChallengeKind.RECONSIDERATION, date(2024, 4, 8))
    await refused(late, "CHALLENGED_TOO_LATE", "S1")
    await filed(ChallengeKind.RECONSIDERATION, date(2024, 4, 7))  # a Sunday that is worked
    await refused(filed(ChallengeKind.SUIT, date(2024, 4, 23)), "CHALLENGED_TOO_LATE", "S1")
    await filed(ChallengeKind.SUIT, date(2024, 4, 22))
    assert (await case.row())["state"] == "served"


async def test_only_what_was_served_is_challenged_and_once_at_a_time(awarded: World) -> None:
    case = await (await opened(awarded)).investigated()
    await refused(overturned(case), "NOTHING_TO_CHALLENGE", "S1")
    await case.told([deduction("480000.00")])
    await (await case.heard()).reviewed()
    await case.decided([deduction("480000.00")])
    before = await money(awarded)
    await overturned(case)  # corrected before it was served: nothing had changed
    assert (await money(awarded)) == before


async def test_what_was_published_is_withdrawn_when_the_decision_falls(awarded: World) -> None:
    work, officer = awarded.work, awarded[Role.PROGRAMME_OFFICER]
    case = await (await opened(awarded)).investigated()
    conduct = "张三以同一发票两次申报，联系电话13800001111"
    await refused(case_register.publish(work, officer, case.id, conduct, SERVED), "NOT_SERVED", "S1")
    outcomes = [deduction("480000.00"), NewPenalty(CIRCULAR)]
    await case.told(outcomes)
    await (await case.heard()).reviewed()
    await (await case.decided(outcomes)).served()
    await case_register.publish(work, officer, case.id, conduct, SERVED, persons=["张三"])
    row = await work.connection.fetchrow("select conduct, result from publications")
    assert row["conduct"] == "张某以同一发票两次申报，联系电话13*******11"
    assert row["result"] == "扣减奖补资金480,000.00元；通报批评"
    await overturned(case)
    row = await work.connection.fetchrow("select state, withdrawn_on, reason from publications")
    assert tuple(row) == ("withdrawn", LATER, "决定已撤销")
    term = await work.connection.fetchrow("select met_on from case_deadlines where clock = 'withdrawal'")
    assert term["met_on"] == LATER


amounts = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(2_400_000), places=2)
#: Decisions as (amount or None for a cancellation), and how they are mixed with payments and overturned.
decisions = st.lists(st.one_of(st.none(), amounts), min_size=1, max_size=3)


class _UndoneError(Exception):
    pass


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(found=decisions, data=st.data())
async def test_whatever_is_decided_and_overturned_in_whatever_order_the_money_comes_back(
    awarded: World, found: list[Decimal | None], data: st.DataObject
) -> None:
    try:
        async with awarded.work.connection.transaction():
            await _mixed(awarded, found, data)
            raise _UndoneError
    except _UndoneError:
        pass


async def _mixed(world: World, found: list[Decimal | None], data: st.DataObject) -> None:
    if data.draw(st.booleans(), label="paid before"):
        await pay(world)
    whole = Decimal("2400000.00")
    in_force: dict[int, tuple[CaseFile, Decimal | None]] = {}

    async def check() -> None:
        now = await money(world)
        balanced(now)
        taken = [amount for _, amount in in_force.values()]
        if None in taken:
            assert now["platform"][:2] == ("disqualified", Decimal(0))
        else:
            assert now["platform"][0] == "settled"
            assert now["platform"][1] == max(Decimal(0), whole - sum(filter(None, taken), Decimal(0)))

    for amount in found:
        award = (await money(world))["platform"][1]
        if amount is not None and amount > award:
            continue  # nothing more than the award can be deducted
        outcome = NewPenalty(CANCEL) if amount is None else deduction(str(amount))
        case = await (await opened(world)).through([outcome])
        in_force[case.id] = (case, amount)
        await check()
        if data.draw(st.booleans(), label="paid"):
            await pay(world, LATER)
            await check()
        if data.draw(st.booleans(), label="one falls at once"):
            gone = data.draw(st.sampled_from(sorted(in_force)))
            await overturned(in_force.pop(gone)[0])
            await check()
    for gone in data.draw(st.permutations(sorted(in_force))):
        await overturned(in_force.pop(gone)[0])
        await check()
    await pay(world, LATER)
    await check()
    end = await money(world)
    assert end["disbursed"] == whole
    assert end["platform"] == ("settled", whole, Decimal(0))
    owed = (LedgerAccount.PAYABLE, LedgerAccount.RECEIVABLE, LedgerAccount.PREPAID)
    assert all(end["books"][account] == 0 for account in owed)
    assert end["books"][LedgerAccount.BANK] == -whole
