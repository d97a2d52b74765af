"""Scale data: consistent, deterministic, guarded as before, and in little memory whatever the size."""

import hashlib
import random
from datetime import date

import asyncpg
import pytest

from api.errors import Refusal
from db.catalog import catalog
from db.config import Database
from seed.synthetic import scale, scale_rows
from seed.synthetic.scale import seed_scale
from seed.synthetic.scale_rows import COLUMNS, Batch, Industry, Sheets, Unit

UNITS = [Unit(f"{number}0000", name) for number, name in ((32, "江苏"), (33, "浙江"), (44, "广东"))]
BATCHES = [Batch(number, number, date(2021 + number, 11, 1)) for number in (1, 2, 3)]
INDUSTRIES = [Industry(number, "泵及真空设备制造") for number in range(100)]


async def digest(connection: asyncpg.Connection) -> str:
    whole = hashlib.sha256()
    for table in COLUMNS:
        text = await connection.fetchval(
            f"select string_agg(md5(row::text), '' order by id) from {table} row"
        )
        whole.update(str(text).encode())
    return whole.hexdigest()


async def guards(connection: asyncpg.Connection) -> list[str]:
    rows = await connection.fetch(
        "select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as line from pg_constraint"
        " where connamespace = 'public'::regnamespace"
        " union all select indexdef from pg_indexes where schemaname = 'public' order by 1"
    )
    return [row["line"] for row in rows]


async def test_scale(fresh_database: Database) -> None:
    told: list[tuple[int, int]] = []
    connection = await asyncpg.connect(fresh_database.owner_url)
    try:
        before = await guards(connection)
        counts = await seed_scale(fresh_database, 1_500, lambda _, done, total: told.append((done, total)))
        assert counts["projects"] == 1_500
        for table, count in counts.items():
            assert await connection.fetchval(f"select count(*) from {table}") == count > 0
            assert await connection.fetchval(f"select bool_and(synthetic) from {table}")
        # Foreign keys were set aside meanwhile: all of them are back, and so checked.
        assert await guards(connection) == before
        assert (1_500, 1_500) in told
        assert counts["invoices"] > 2 * 1_500
        assert await connection.fetchval("select count(distinct state) from projects") >= 6
        assert (
            await connection.fetchval(
                "select max(n) from (select count(*) n from plan_industries group by plan_id) _"
            )
            <= 5
        )
        # A claim never asks for more than F1 and F2 allow.
        assert await connection.fetchval(
            "select bool_and(amount <= least(actual_cost * 0.3, 300000)) from claims"
        )
        # Sequences go on where the data ends.
        for table in COLUMNS:
            assert await connection.fetchval(
                f"select nextval(pg_get_serial_sequence('{table}', 'id')) > max(id) from {table}"
            )
        with pytest.raises(Refusal, match=r"."):
            await seed_scale(fresh_database, 10)
        assert await connection.fetchval("select count(*) from projects") == 1_500
    finally:
        await connection.close()


async def test_same_seed_same_rows(fresh_database: Database) -> None:
    connection = await asyncpg.connect(fresh_database.owner_url)
    try:
        digests = []
        for _ in range(2):
            await seed_scale(fresh_database, 200)
            digests.append(await digest(connection))
            await connection.execute(f"truncate {', '.join(COLUMNS)} restart identity cascade")
        assert digests[0] == digests[1]
    finally:
        await connection.close()


@pytest.mark.parametrize("projects", [1, 14, 15, 24_975, 100_001, 3_000_000])
def test_sizes_add_up(projects: int) -> None:
    sizes = scale._sizes(projects, 37 * 3 * 5)
    assert sum(sizes) == projects
    assert min(sizes) >= 1
    assert max(sizes) - min(sizes) <= 1
    assert max(sizes) <= 2_000


def test_columns_exist() -> None:
    by_table = {entity.table: entity for entity in catalog().values()}
    for table, columns in COLUMNS.items():
        entity = by_table[table]
        links = {relation.column for relation in entity.relations.values() if not relation.many}
        assert set(columns) <= set(entity.fields) | links


@pytest.mark.parametrize("projects", [100_000, 1_000_000, 20_000_000])
def test_one_lot_at_a_time_in_memory_and_no_lot_big(projects: int) -> None:
    sheets = Sheets(dict.fromkeys(COLUMNS, 0), "1")
    made = scale._rows(sheets, random.Random(7), UNITS, BATCHES, INDUSTRIES, projects)
    count, lot = scale._next_lot(sheets, made)
    assert 2_000 < count < 10_000
    assert sum(map(len, lot.values())) < 16 * 1024**2
    assert sheets.size == 0


def test_lines_have_as_many_cells_as_columns() -> None:
    sheets = Sheets(dict.fromkeys(COLUMNS, 0), "1")
    unit, batch, industry = UNITS[0], BATCHES[0], INDUSTRIES[0]
    plan = scale_rows.plan(sheets, unit, batch)
    key = scale_rows.plan_industry(sheets, random.Random(1), unit, plan, industry)
    scale_rows.platform(sheets, random.Random(1), unit, batch, industry, key, 40)
    for table, lines in sheets.take().items():
        for line in lines.decode().splitlines():
            assert line.count("\t") + 1 == len(COLUMNS[table]), (table, line)
