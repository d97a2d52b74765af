"""Takes papers off their project for good: the row goes, what was attached to it, and who did it stays."""

from collections.abc import Sequence

from api.services.attachments import drop_of
from api.services.rows import delete
from api.services.steps import Happened, allow, record
from api.viewer import Viewer
from db.catalog import catalog
from db.store import Work


async def discard(work: Work, viewer: Viewer, noun: str, ids: Sequence[int]) -> None:
    """
    Raises:
        Refusal: the viewer may not, or other rows hang on one of them.
    """
    step = allow(viewer, noun, "remove")
    entity = catalog()[noun]
    rows = await work.connection.fetch(
        f"select id, unit_code, synthetic, {entity.resource.title}::text as title"  # noqa: S608
        f" from {entity.table} where id = any($1) order by id for update",
        list(ids),
    )
    happened = [
        Happened(row["id"], row["unit_code"], None, None, row["title"], row["synthetic"]) for row in rows
    ]
    await drop_of(work, noun, ids)
    await record(work, viewer, step, happened)
    await delete(work, noun, [row["id"] for row in rows])
