"""How the database runs a compiled statement: for those who want to know why a question is slow."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.query.compile import Statement
from db.query.plan import Given


@dataclass(frozen=True)
class Explained:
    """``plan`` is PostgreSQL's own (EXPLAIN … FORMAT JSON); ``buffers`` are pages of 8 KiB, times milliseconds.

    ``rows`` are those that the plan's scans gave in all, loops included.
    """

    sql: str
    values: tuple[Any, ...]
    plan: dict[str, Any]
    rows: int
    buffers: dict[str, int]
    planning: float
    execution: float


async def explain(connection: Any, statement: Statement, given: Sequence[Any] = ()) -> Explained:
    """Runs the statement once more, and says how.

    Args:
        connection: of ``Store.read``: the plan is made, and the rows are counted, as the caller may see them.

    Raises:
        asyncpg.QueryCanceledError: it took longer than ``statement_timeout``.
    """
    values = [given[one.number] if isinstance(one, Given) else one.value for one in statement.values]
    text = await connection.fetchval(
        f"explain (analyze, buffers, settings, format json) {statement.sql}", *values
    )
    [found] = json.loads(text)
    top = found["Plan"]
    return Explained(
        statement.sql,
        tuple(values),
        top,
        _scanned(top),
        {"hit": top["Shared Hit Blocks"], "read": top["Shared Read Blocks"]},
        found["Planning Time"],
        found["Execution Time"],
    )


def _scanned(node: dict[str, Any]) -> int:
    below = node.get("Plans", ())
    own = round(node["Actual Rows"] * node["Actual Loops"]) if node["Node Type"].endswith("Scan") else 0
    return own + sum(_scanned(inner) for inner in below)
