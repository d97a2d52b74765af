"""A load that was cut short does not slow the next one down."""

import asyncpg

from db.config import Database
from seed.synthetic.sweep import sweep
from tests.db.rows import programme

EVENTS = """insert into events (synthetic, subject, subject_id, action, at)
            select true, 'Plan', number, 'draft', now() from generate_series(1, 1000) as number"""


async def test_what_a_failed_load_taught_the_planner_is_forgotten(fresh_database: Database) -> None:
    owner = await asyncpg.connect(fresh_database.owner_url)
    known = "select reltuples from pg_class where relname = 'events'"
    transaction = owner.transaction()
    await transaction.start()
    await owner.execute(EVENTS)
    await transaction.rollback()
    await owner.execute("vacuum events")
    assert await owner.fetchval(known) == 0
    await sweep(owner)
    assert await owner.fetchval(known) == -1
    await owner.close()


async def test_what_has_rows_and_what_they_point_at_is_left_alone(fresh_database: Database) -> None:
    owner = await asyncpg.connect(fresh_database.owner_url)
    await programme(owner, "110000")
    units = await owner.fetchval("select count(*) from reporting_units")
    await sweep(owner)
    for table in ("organizations", "plans", "platforms", "projects", "claims"):
        assert await owner.fetchval(f"select count(*) from {table}") == 1
    assert await owner.fetchval("select count(*) from reporting_units") == units == 37
    await owner.close()
