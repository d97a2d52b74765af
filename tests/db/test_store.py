"""A connection is asked as one person after another: each sees their own rows, and can only read."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from db.config import Database
from db.store import NATION, NOTHING, Rows, Store

BEIJING, JIANGSU = Rows(units=("110000",)), Rows(units=("320000",))
UNITS = "select array_agg(distinct unit_code order by unit_code) from platforms"


@pytest_asyncio.fixture(scope="session")
async def one(demo_database: Database) -> AsyncIterator[Store]:
    """A store with a single connection, so that everybody comes after somebody else on it."""
    store = await Store.open(demo_database.app_url, size=1)
    yield store
    await store.close()


async def seen(store: Store, rows: Rows) -> list[str] | None:
    async with store.ask(rows) as connection:
        found: list[str] | None = await connection.fetchval(UNITS)
        return found


async def test_each_sees_their_own_rows_whoever_came_before(one: Store) -> None:
    assert await seen(one, BEIJING) == ["110000"]
    assert await seen(one, JIANGSU) == ["320000"]
    assert len(await seen(one, NATION) or ()) > 30
    assert await seen(one, NOTHING) is None
    assert await seen(one, BEIJING) == ["110000"]


async def test_an_operator_leaves_no_narrower_role_behind(one: Store) -> None:
    whole = await seen(one, JIANGSU)
    assert await seen(one, Rows(units=("320000",), organization=-1)) is None
    assert await seen(one, JIANGSU) == whole == ["320000"]


async def test_the_same_person_again_takes_one_statement(one: Store) -> None:
    statements: list[str] = []

    def note(record: object) -> None:
        statements.append(record.query)  # type: ignore[attr-defined]

    await seen(one, BEIJING)
    async with one.ask(BEIJING) as connection:
        connection.add_query_logger(note)
        await connection.fetchval(UNITS)
        await asyncio.sleep(0)  # asyncpg tells its loggers a moment later
        connection.remove_query_logger(note)
    assert statements == [UNITS]


async def test_a_statement_is_planned_once_or_for_its_values_whoever_asks(one: Store) -> None:
    text = "select count(*) from platforms where id > $1"
    plans = "select generic_plans, custom_plans from pg_prepared_statements where statement = $1"

    async def planned(planned_once: bool, rows: Rows) -> tuple[int, ...]:
        async with one.ask(rows, planned_once=planned_once) as connection:
            await connection.fetchval(text, 0)
            return tuple(await connection.fetchrow(plans, text))

    assert await planned(True, JIANGSU) == (1, 0)
    assert await planned(True, NATION) == (2, 0)
    assert await planned(False, NATION) == (2, 1)


async def test_whoever_comes_after_a_broken_off_change_is_not_taken_for_another(one: Store) -> None:
    await seen(one, NATION)
    async with one.ask(NATION) as connection:
        task = asyncio.create_task(connection.become(BEIJING, "15s"))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await seen(one, JIANGSU) == ["320000"]
    assert len(await seen(one, NATION) or ()) > 30


async def test_what_asks_cannot_write(one: Store) -> None:
    async with one.ask(NATION) as connection:
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await connection.execute("update platforms set planned = 0")
    assert len(await seen(one, NATION) or ()) > 30


async def test_a_failed_question_harms_nobody_behind_it(one: Store) -> None:
    with pytest.raises(asyncpg.DivisionByZeroError):
        async with one.ask(BEIJING) as connection:
            await connection.fetchval("select 1 / 0")
    assert await seen(one, BEIJING) == ["110000"]


async def test_more_people_than_connections_wait_for_their_turn(one: Store) -> None:
    found = await asyncio.gather(*(seen(one, rows) for rows in (BEIJING, JIANGSU) * 10))
    assert found == [["110000"], ["320000"]] * 10


async def test_a_connection_that_was_ended_is_made_anew(one: Store, demo_database: Database) -> None:
    async with one.ask(BEIJING) as connection:
        pid = connection.get_server_pid()
    owner = await asyncpg.connect(demo_database.owner_url)
    await owner.execute("select pg_terminate_backend($1)", pid)
    await owner.close()
    for _ in range(100):  # until this side has noticed
        if connection.is_closed():
            break
        await asyncio.sleep(0.02)
    assert await seen(one, JIANGSU) == ["320000"]


async def test_whoever_gives_up_waiting_leaves_the_connection_to_others(one: Store) -> None:
    async with one.ask(BEIJING):
        waiting = asyncio.create_task(seen(one, JIANGSU))
        await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert await seen(one, JIANGSU) == ["320000"]


async def test_a_cancelled_question_is_over_before_the_next(one: Store) -> None:
    async def long() -> None:
        async with one.ask(BEIJING) as connection:
            await connection.fetchval("select pg_sleep(60)")

    task = asyncio.create_task(long())
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await seen(one, JIANGSU) == ["320000"]
