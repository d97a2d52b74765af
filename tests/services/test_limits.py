"""Limits are dated: changed from a day on with a reason, never for what is settled, one at a time."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import asyncpg
import pytest

from api.errors import Refusal
from api.policy.limit_change import LimitName
from api.services import limits
from api.services.book import policy_book
from api.services.clock import today
from db.enums import Role
from db.store import Rows
from tests.services.world import World

FINANCE, PROGRAMME = Role.FINANCE_OFFICER, Role.PROGRAMME_OFFICER
CAP = LimitName.AWARD_PER_ENTERPRISE


async def change(world: World, value: str, start: date, role: Role = FINANCE) -> int:
    return await limits.change(world.work, world[role], CAP, Decimal(value), start, "财建〔2026〕1号")


async def refused(world: World, code: str, value: str, start: date) -> None:
    with pytest.raises(Refusal) as caught:
        async with world.work.savepoint():
            await change(world, value, start)
    assert (caught.value.code, caught.value.clause) == (code, "F2")


@pytest.mark.parametrize("role", [FINANCE, PROGRAMME])
async def test_a_change_ends_the_entry_before_it_and_keeps_its_reason(world: World, role: Role) -> None:
    start = today() + timedelta(days=30)
    made = await change(world, "350000", start, role)
    book = await policy_book(world.work)
    assert book.limit(CAP, start - timedelta(days=1)).value == 300_000
    assert book.limit(CAP, start).value == 350_000
    row = await world.work.connection.fetchrow("select clause_id, reason from limits where id = $1", made)
    assert tuple(row) == ("F2", "财建〔2026〕1号")
    event = await world.work.connection.fetchrow(
        "select actor_id, why from events where subject = 'Limit' and subject_id = $1", made
    )
    assert event["actor_id"] == world[role].user_id
    assert "300000 → 350000" in event["why"]


@pytest.mark.parametrize("role", sorted(set(Role) - {FINANCE, PROGRAMME}))
async def test_only_officers_of_the_centre_change_limits(world: World, role: Role) -> None:
    with pytest.raises(Refusal) as caught:
        await change(world, "350000", today(), role)
    assert caught.value.code == "FORBIDDEN"


async def test_an_officer_of_one_unit_changes_nothing_for_the_country(world: World) -> None:
    world.people[FINANCE] = replace(world[FINANCE], rows=Rows(units=("320000",)))
    with pytest.raises(Refusal) as caught:
        await change(world, "350000", today())
    assert caught.value.code == "NOT_NATIONAL"


async def test_what_is_settled_is_not_changed_back_in_time(world: World) -> None:
    await world.work.connection.execute(
        "insert into events (unit_code, subject, subject_id, action, at, synthetic)"
        " values ('320000', 'Platform', 1, 'settle', '2024-03-01 23:30+08', true)"
    )
    await refused(world, "LIMIT_USED", "350000", date(2024, 3, 1))
    await change(world, "350000", date(2024, 3, 2))


async def test_a_batch_is_paid_by_the_caps_of_its_first_day(world: World) -> None:
    await change(world, "350000", date(2023, 11, 1))  # the first day of batch 2
    rows = await world.work.connection.fetch(
        "select number, per_enterprise, per_platform from batch_caps join batches on batches.id = batch_id order by 1"
    )
    assert [tuple(row) for row in rows] == [
        (1, Decimal("300000.00"), Decimal("6000000.00")),
        (2, Decimal("350000.00"), Decimal("6000000.00")),
        (3, Decimal("350000.00"), Decimal("6000000.00")),
    ]


async def test_the_ceiling_of_a_platform_follows_the_caps_of_its_batch(world: World) -> None:
    await world.drafted()
    ceiling = "select ceiling from platform_progress where platform_id = $1"
    assert await world.work.connection.fetchval(ceiling, world.platform) == Decimal("3000000.00")
    await change(world, "200000", date(2022, 10, 1))
    assert await world.work.connection.fetchval(ceiling, world.platform) == Decimal("2000000.00")


async def test_a_change_to_come_is_taken_back_and_one_in_force_is_not(world: World) -> None:
    made = await change(world, "350000", today() + timedelta(days=1))
    await limits.withdraw(world.work, world[FINANCE], made, "误录")
    book = await policy_book(world.work)
    assert book.limit(CAP, today() + timedelta(days=1)).value == 300_000
    again = await change(world, "350000", today())
    with pytest.raises(Refusal) as caught:
        await limits.withdraw(world.work, world[FINANCE], again, "误录")
    assert (caught.value.code, caught.value.clause) == ("LIMIT_IN_FORCE", "F2")


async def test_the_database_refuses_two_limits_for_one_day(world: World) -> None:
    with pytest.raises(asyncpg.ExclusionViolationError):
        async with world.work.savepoint():
            await world.work.connection.execute(
                "insert into limits (key, clause_id, value, valid_from, reason, synthetic)"
                " values ('award_per_enterprise', 'F2', 1, '2024-01-01', 'x', false)"
            )
