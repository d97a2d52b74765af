"""Foreign keys and plain indexes set aside while a great many rows come in, then made anew in one go."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from seed.progress import Progress

_LABEL = "建立索引、核对外键 | Building indexes, checking foreign keys"


@asynccontextmanager
async def set_aside(
    connection: Any, tables: Iterable[str], progress: Progress, *, indexes: Iterable[str] | None = None
) -> AsyncIterator[None]:
    """Inside a transaction: afterwards the tables are as guarded as before, and every row has been checked.

    Keys checked row by row, and indexes filled row by row, take several times as long. ``indexes``: the tables in
    which nothing is looked up meanwhile, where these are not all.
    """
    names = list(tables)
    unread = names if indexes is None else list(indexes)
    keys = await connection.fetch(
        "select conrelid::regclass::text as on_table, conname as name, pg_get_constraintdef(oid) as definition"
        " from pg_constraint where contype = 'f' and conrelid = any($1::text[]::regclass[])",
        names,
    )
    # Unique ones stay: foreign keys of other tables hold on to them.
    plain = await connection.fetch(
        "select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition"
        " from pg_index where indrelid = any($1::text[]::regclass[]) and not indisunique",
        unread,
    )
    for key in keys:
        await connection.execute(f'alter table {key["on_table"]} drop constraint "{key["name"]}"')
    for index in plain:
        await connection.execute(f"drop index {index['name']}")
    yield
    # Whatever was read in pieces meanwhile still holds on to its tables.
    await connection.execute("close all")
    await connection.execute("set local maintenance_work_mem = '256MB'")
    # A big table changed beyond recognition: else the planner checks keys by nested loops.
    for name in names:
        await connection.execute(f"analyze {name}")
    total = len(plain) + len(keys)
    for done, index in enumerate(plain):
        progress(_LABEL, done, total)
        await connection.execute(index["definition"])
    for done, key in enumerate(keys, len(plain)):
        progress(_LABEL, done, total)
        await connection.execute(
            f'alter table {key["on_table"]} add constraint "{key["name"]}" {key["definition"]}'
        )
    progress(_LABEL, total, total)
