"""The evidence in a private columnar database for the time of one run: DuckDB, where whole columns are compared.

Copied from the run's own snapshot, so it holds what the run may see and nothing else. It is kept in memory; what
passes through the disk lies in a folder that only this user can read, and is gone when the run ends.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import duckdb

from db.evidence import SCHEMA

#: Together with PostgreSQL's and Python's own this stays under the 2 GiB that a run may take.
MEMORY = "1200MB"
#: What is reckoned from another view in columns, quicker than copied: its statement, and the view.
_RECKONED = {
    "bands": (
        "prints",
        f"create view {SCHEMA}.bands as select id as print_id, unit_code, section,"  # noqa: S608
        " (place::bigint << 32) + ('0x' || substr(minima, place::integer * 8 + 1, 8))::bigint as key"
        f" from {SCHEMA}.prints cross join range(8) as places(place) where minima <> ''",
    )
}
_COLUMNS = """
select column_name, case data_type when 'numeric' then format('decimal(%s,%s)', numeric_precision, numeric_scale)
                                   when 'character varying' then 'varchar' else data_type end as kind
from information_schema.columns where table_schema = $1 and table_name = $2 order by ordinal_position
"""


class EvidenceCopy:
    """``run`` asks it; made by ``copied``."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self._database = database

    async def run(self, statement: str, arguments: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The rows of a statement, by column."""
        return await asyncio.to_thread(self._run, statement, arguments)

    async def columns(self, table: str) -> list[str]:
        return [row["column_name"] for row in await self.run(f"describe {table}")]

    async def keep(self, name: str, statement: str, arguments: Sequence[Any] = ()) -> None:
        """A table of what a statement finds, for those that follow."""
        await asyncio.to_thread(
            self._database.execute, f"create or replace temp table {name} as {statement}", list(arguments)
        )

    def _run(self, statement: str, arguments: Sequence[Any]) -> list[dict[str, Any]]:
        found = self._database.execute(statement, list(arguments))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@asynccontextmanager
async def copied(connection: Any, views: Collection[str]) -> AsyncIterator[EvidenceCopy]:
    """The views as ``connection`` sees them now."""
    with tempfile.TemporaryDirectory(prefix="dengta-") as folder:
        database = await asyncio.to_thread(_open, Path(folder))
        try:
            reckoned = {view: _RECKONED[view] for view in views if view in _RECKONED}
            needed = sorted({*views, *(source for source, _ in reckoned.values())} - set(reckoned))
            await _copy(connection, database, Path(folder), needed)
            for _, statement in reckoned.values():
                await asyncio.to_thread(database.execute, statement)
            yield EvidenceCopy(database)
        finally:
            await asyncio.to_thread(database.close)


def _open(folder: Path) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(folder / "spill"),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    database.execute("attach ':memory:' as copy (compress)")
    database.execute("use copy")
    database.execute(f"create schema {SCHEMA}")
    return database


async def _copy(
    connection: Any, database: duckdb.DuckDBPyConnection, folder: Path, views: Sequence[str]
) -> None:
    """One view after the other; while PostgreSQL writes one out, the one before is taken in."""
    async with asyncio.TaskGroup() as tasks:
        before: asyncio.Task[None] | None = None
        for view in views:
            columns = {
                row["column_name"]: row["kind"] for row in await connection.fetch(_COLUMNS, SCHEMA, view)
            }
            sheet = folder / f"{view}.csv"
            await connection.copy_from_query(f"select * from {SCHEMA}.{view}", output=sheet, format="csv")  # noqa: S608
            if before is not None:
                await before
            before = tasks.create_task(asyncio.to_thread(_take_in, database, sheet, view, columns))


def _take_in(database: duckdb.DuckDBPyConnection, sheet: Path, view: str, columns: dict[str, str]) -> None:
    listed = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    read = (
        f"read_csv('{sheet}', columns = {{{listed}}}, header = false, auto_detect = false, delim = ',', quote = '\"',"
        " escape = '\"', nullstr = '', allow_quoted_nulls = false, strict_mode = true, max_line_size = 10000000)"
    )
    # In PostgreSQL's CSV an empty field is null and a quoted one is text.
    database.execute(f"create table {SCHEMA}.{view} as select * from {read}")  # noqa: S608
    sheet.unlink()
