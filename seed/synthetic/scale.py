"""Synthetic data of any size, for benchmarks: written by COPY as the database's owner, in constant memory."""

import asyncio
import io
import random
from collections.abc import Iterator
from typing import Any

import asyncpg

from api.errors import Refusal
from db.config import Database
from seed.progress import Progress, silent
from seed.synthetic import scale_rows, uscc
from seed.synthetic.bulk import set_aside
from seed.synthetic.scale_rows import COLUMNS, Batch, Industry, Sheets, Unit

_LABEL = "压力测试数据 | Scale data"
_PER_PLATFORM = 15  # while there are seats enough
_INDUSTRIES, _SEATS = 5, 3  # P1, P6
#: Beyond this many projects a platform's rows would no longer fit into little memory: more seats then.
_MOST_PER_PLATFORM = 1_000
_LOT = 60_000  # lines sent at once


async def seed_scale(
    database: Database, projects: int, progress: Progress = silent, seed: int = 7
) -> dict[str, int]:
    """Fill a database that holds only reference data with so many projects; all of them or none.

    One plan per unit and batch with its five industries, as the notice has it. Beyond some 25,000
    projects the platforms grow past any real size, and past 1.6 million there are more than three to an
    industry: the data is for measuring, not for reading.

    Returns:
        How many rows each table was given.

    Raises:
        Refusal: there are plans or organizations already, or more projects than credit codes.
    """
    connection = await asyncpg.connect(database.owner_url, command_timeout=None)
    try:
        async with connection.transaction():
            counts = await _fill(connection, projects, progress, random.Random(seed))
        # Not only analyze: without the visibility map the first benchmark pays for setting it.
        await connection.execute(f"vacuum (analyze) {', '.join(COLUMNS)}")
    finally:
        await connection.close()
    return counts


async def _fill(connection: Any, projects: int, progress: Progress, rng: random.Random) -> dict[str, int]:
    # Nobody else may begin to enter plans meanwhile; reading goes on.
    await connection.execute("lock table plans, organizations in share row exclusive mode")
    await _refuse_if_filled(connection, projects)
    standard = await connection.fetchval("select max(id)::text from acceptance_standards")
    sheets = Sheets({table: await _last_number(connection, table) for table in COLUMNS}, standard)
    first = dict(sheets.last)
    units = [
        Unit(*row)
        for row in await connection.fetch("select code, short_name from reporting_units order by number")
    ]
    batches = [
        Batch(*row)
        for row in await connection.fetch("select id, number, starts_on from batches order by number")
    ]
    industries = [
        Industry(*row)
        for row in await connection.fetch("select id, name from industries where annex order by code")
    ]
    async with set_aside(connection, COLUMNS, progress):
        await _copy(
            connection, sheets, _rows(sheets, rng, units, batches, industries, projects), projects, progress
        )
    for table in COLUMNS:
        await connection.execute(
            "select setval(pg_get_serial_sequence($1, 'id'), greatest($2::bigint, 1))",
            table,
            sheets.last[table],
        )
    return {table: sheets.last[table] - first[table] for table in COLUMNS}


async def _copy(
    connection: Any, sheets: Sheets, made: Iterator[int], projects: int, progress: Progress
) -> None:
    """While PostgreSQL takes one lot in, the next is made in a thread."""
    done = 0
    count, lot = await asyncio.to_thread(_next_lot, sheets, made)
    while count:
        progress(_LABEL, done, projects)
        done += count
        _, (count, lot) = await asyncio.gather(
            _send(connection, lot), asyncio.to_thread(_next_lot, sheets, made)
        )
    progress(_LABEL, done, projects)


def _next_lot(sheets: Sheets, made: Iterator[int]) -> tuple[int, dict[str, bytes]]:
    """How many projects more, and their rows by table; 0 at the end."""
    count = 0
    for size in made:
        count += size
        if sheets.size >= _LOT:
            break
    return count, sheets.take()


async def _send(connection: Any, lot: dict[str, bytes]) -> None:
    for table, lines in lot.items():
        await connection.copy_to_table(table, source=io.BytesIO(lines), columns=COLUMNS[table])


def _rows(
    sheets: Sheets,
    rng: random.Random,
    units: list[Unit],
    batches: list[Batch],
    industries: list[Industry],
    projects: int,
) -> Iterator[int]:
    """Writes platform after platform into the sheets, and after each says how many projects it had."""
    sizes = _sizes(projects, len(units) * len(batches) * _INDUSTRIES)
    plans: dict[tuple[int, int], str] = {}
    named: dict[int, list[tuple[str, Industry]]] = {}
    for index, size in enumerate(sizes):
        # All units and batches first, then their next industry, then its next seat.
        round_, place = divmod(index, len(units) * len(batches))
        at, which = divmod(place, len(batches))
        unit, batch = units[at], batches[which]
        if (at, which) not in plans:
            plans[at, which] = scale_rows.plan(sheets, unit, batch)
            named[place] = []
        if len(named[place]) < _INDUSTRIES:
            industry = industries[(place * _INDUSTRIES + round_ * 7) % len(industries)]
            key = scale_rows.plan_industry(sheets, rng, unit, plans[at, which], industry)
            named[place].append((key, industry))
        key, industry = named[place][round_ % _INDUSTRIES]
        scale_rows.platform(sheets, rng, unit, batch, industry, key, size)
        yield size


def _sizes(projects: int, plan_industries: int) -> list[int]:
    """How many projects each platform gets; together exactly ``projects``."""
    seats = max(plan_industries * _SEATS, -(-projects // _MOST_PER_PLATFORM))
    platforms = max(1, min(projects // _PER_PLATFORM, seats))
    each, more = divmod(projects, platforms)
    return [each + (number < more) for number in range(platforms)]


async def _refuse_if_filled(connection: Any, projects: int) -> None:
    if await connection.fetchval("select exists (select from plans) or exists (select from organizations)"):
        raise Refusal(
            "NOT_EMPTY",
            "数据库中已有实施方案或法人主体，压力测试数据只能装入空库"
            " | There are plans or organizations already: scale data goes into an empty database only",
            hint="请另建一个数据库 | Make another database for it",
        )
    if projects >= uscc.SERIALS - 1_000_000:
        raise Refusal(
            "TOO_MANY",
            "最多可生成{most}个项目 | At most {most} projects can be made",
            most=uscc.SERIALS - 1_000_001,
        )


async def _last_number(connection: Any, table: str) -> int:
    number: int = await connection.fetchval(f"select coalesce(max(id), 0) from {table}")
    return number
