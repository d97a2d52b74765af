"""Makes empty tables look new to PostgreSQL's planner."""

from typing import Any

from db.catalog import catalog


async def sweep(owner: Any) -> None:
    """Truncate the tables that have no rows.

    A load that was cut short leaves a large empty file, and autovacuum then notes that the table has no
    rows: the next load, one transaction in which nothing is analyzed, would be planned for nothing at all
    and take minutes in place of seconds. A truncated table is planned by its size as it grows.
    """
    empty = {
        entity.name
        for entity in catalog().values()
        if not await owner.fetchval(f"select exists (select from {entity.table})")
    }
    while bound := {name for name in empty if _pointed_at(name) - empty}:
        empty -= bound
    if empty:
        await owner.execute(f"truncate {', '.join(catalog()[name].table for name in sorted(empty))}")


def _pointed_at(name: str) -> set[str]:
    """The entities whose rows may point at a row of this one: PostgreSQL truncates them together only."""
    return {relation.target for relation in catalog()[name].relations.values() if relation.many}
