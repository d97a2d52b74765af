"""A new database is made at once, and is what the migrations would have made of it step by step."""

import asyncpg

from db.baseline import BASELINE, covered
from db.config import Database
from db.migrate import drawn_by_steps, migrate
from tests.databases import Server


async def test_it_is_what_the_steps_make() -> None:
    assert await drawn_by_steps() == BASELINE.read_text("utf-8"), "run `make migrations`"


def test_it_stands_for_every_migration() -> None:
    steps = {path.stem for path in BASELINE.parent.glob("[0-9]*.py")}
    assert set(covered(BASELINE.read_text("utf-8"))) == steps, "run `make migrations`"


async def test_an_empty_database_takes_it_and_a_second_run_does_nothing(postgres: Server) -> None:
    async with postgres.clone("template1") as database:
        await migrate(database)
        before = await _recorded(database)
        await migrate(database)
        assert before == await _recorded(database)
        assert len(before) == len(covered(BASELINE.read_text("utf-8")))


async def _recorded(database: Database) -> list[str]:
    connection = await asyncpg.connect(database.owner_url)
    rows = await connection.fetch("select name from tortoise_migrations order by name")
    await connection.close()
    return [row["name"] for row in rows]
