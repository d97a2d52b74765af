"""Runs a compiled statement with the values of one request."""

from collections.abc import Sequence
from typing import Any

from db.query.compile import Statement
from db.query.plan import Given


async def run(connection: Any, statement: Statement, given: Sequence[Any] = ()) -> tuple[bytes, ...]:
    """The JSON of each root, in the plan's order.

    Args:
        connection: of ``Store.ask``, so that it knows whose rows it may see.
        given: what the plan's ``Given(0)``, ``Given(1)``, … are this time.

    Raises:
        asyncpg.DataError: a value cannot be what it is compared with.
        asyncpg.QueryCanceledError: it took longer than ``statement_timeout``.
    """
    values = [given[one.number] if isinstance(one, Given) else one.value for one in statement.values]
    # Not fetchrow: a statement of which only so many rows are asked for never runs in parallel.
    (row,) = await connection.fetch(statement.sql, *values)
    return tuple(row)
