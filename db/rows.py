"""Whose rows a connection may see."""

from dataclasses import dataclass
from typing import Any

from db.guards import OPERATOR_ROLE


@dataclass(frozen=True)
class Rows:
    """Whose rows: all of them, those of some units, and within these only one operator's platforms.

    ``expert``: the user who sees their own scores of a selection, and nobody else's while it lasts (P12).
    ``closed``: tables of whose rows not even what happened to them may be read.
    """

    national: bool = False
    units: tuple[str, ...] = ()
    organization: int | None = None
    expert: int | None = None
    closed: tuple[str, ...] = ()


NATION = Rows(national=True)
NOTHING = Rows()


async def enter(
    connection: Any, rows: Rows, limit: str, *, local: bool = True, planned_once: bool = False
) -> None:
    """Whose rows, for how long a statement: until the transaction ends when ``local``, else until it is said anew.

    ``planned_once``: a statement keeps its first plan, whatever its values. With row security a join of a few tables
    takes ten times longer to plan than to run.
    """
    await connection.execute(
        "select set_config('app.national', $1, $6), set_config('app.units', $2, $6),"
        " set_config('app.organization', $3, $6), set_config('role', $4, $6),"
        " set_config('statement_timeout', $5, $6), set_config('app.expert', $7, $6),"
        " set_config('app.closed', $8, $6), set_config('plan_cache_mode', $9, $6)",
        "y" if rows.national else "",
        ",".join(rows.units),
        "" if rows.organization is None else str(rows.organization),
        "none" if rows.organization is None else OPERATOR_ROLE,
        limit,
        local,
        "" if rows.expert is None else str(rows.expert),
        ",".join(rows.closed),
        "force_generic_plan" if planned_once else "auto",
    )
