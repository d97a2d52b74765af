"""Leaves a trace of what was taken out of the system: by whom, when, which columns, how many rows."""

from collections.abc import Sequence
from datetime import UTC, datetime

from api.services.rows import insert
from api.viewer import Viewer
from db.enums import AuditKind
from db.store import NATION, Store

MOST_CHARACTERS = 2_000


async def record_export(store: Store, viewer: Viewer, name: str, rows: int, columns: Sequence[str]) -> None:
    """Append an event on the person; before the first row leaves, so that none leaves untold.

    The columns only: what was filtered by may be a sensitive value itself.

    Args:
        name: of list and format, as ``platforms.parquet``.
    """
    async with store.write(NATION) as work:
        event = {
            "unit_code": None,
            "subject": "User",
            "subject_id": viewer.user_id or 0,
            "action": "exported",
            "at": datetime.now(UTC),
            "actor_id": viewer.user_id,
            "why": f"{name}, {rows} rows: {', '.join(columns)}"[:MOST_CHARACTERS],
        }
        with work.trail.by(viewer.user_id):
            await insert(work, "Event", [event])
            work.trail.note(AuditKind.EXPORTED, facts={"file": name, "rows": rows, "columns": list(columns)})
