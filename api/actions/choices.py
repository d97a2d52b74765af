"""What a link of a form may name: the rows of its table that the viewer sees, by what was typed."""

from typing import Any

from api.actions.field import Field
from api.errors import Refusal
from api.policy.access import may_read
from api.viewer import Viewer
from db.catalog import Entity, catalog

MOST = 20


async def choices(
    connection: Any, viewer: Viewer, field: Field, row_id: int, text: str
) -> list[tuple[Any, str]]:
    """(key, title) of rows whose title or searched fields contain ``text``; the first ones for no text.

    Raises:
        Refusal: the viewer may not read the table.
    """
    if field.choices is not None:
        return await field.choices(connection, viewer, row_id, text)
    entity = catalog()[field.entity]
    if not may_read(viewer.roles, entity.resource.readers):
        raise Refusal("FORBIDDEN", "您无权查看此表 | You may not read this table", status=403)
    joins: dict[str, str] = {}
    title = column(entity, entity.resource.title, joins)
    found, given = "true", []
    if typed := _plain(text):
        searched = [
            column(entity, path, joins) for path in entity.resource.search or (entity.resource.title,)
        ]
        found, given = " or ".join(f"{column}::text ilike $1" for column in searched), [f"%{typed}%"]
    rows = await connection.fetch(
        f"select this.{entity.key} as key, {title}::text as title from {entity.table} this"  # noqa: S608
        f" {' '.join(joins.values())} where {found} order by 2, 1 limit {MOST}",
        *given,
    )
    return [(row["key"], row["title"] or str(row["key"])) for row in rows]


def column(entity: Entity, path: str, joins: dict[str, str]) -> str:
    """The SQL of a dotted path, with the joins that lead there."""
    here, at = "this", entity
    *steps, last = path.split(".")
    for step in steps:
        relation = at.relations[step]
        there = f"{here}_{step}"
        target = catalog()[relation.target]
        on = " and ".join(f"{there}.{theirs} = {here}.{ours}" for ours, theirs in relation.columns)
        joins[there] = f"left join {target.table} {there} on {on}"
        here, at = there, target
    return f"{here}.{last}"


def _plain(text: str) -> str:
    """Typed text with nothing special to ``like`` in it."""
    text = text.replace("\0", "")[:80]
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
