"""The record of what the staff of an enterprise was taught (P9)."""

from collections.abc import Sequence
from datetime import date, datetime

from api.services.days import after, not_ahead
from api.services.rows import Row, insert
from api.services.steps import Step, allow, own_rows_only, take
from api.viewer import Viewer
from db.store import Work


async def record(
    work: Work, viewer: Viewer, rows: Sequence[Row], *, at: dict[int, datetime] | None = None
) -> list[int]:
    """Sessions that were held; with the first one that somebody attended the project counts as trained.

    ``at``: when it was entered, by project.

    Raises:
        Refusal: a session lies before the start of the work, or in the future.
    """
    allow(viewer, "Training", "record")
    ids = sorted({row["project_id"] for row in rows})
    await own_rows_only(work, viewer, "Project", ids)
    started = dict(await work.connection.fetch("select id, started_on from projects where id = any($1)", ids))
    last: dict[int, date] = {}
    for row in rows:
        project, held = row["project_id"], row["held_on"]
        not_ahead("held_on", held)
        after("held_on", held, [("开工日期 | the start of the work", started.get(project))], "P9")
        last[project] = max(held, last.get(project, held))
    known = dict(
        await work.connection.fetch(
            "select project_id, max(held_on) from trainings where project_id = any($1) group by project_id",
            ids,
        )
    )
    steps = [
        Step(project, {"trained_on": max(day, known.get(project) or day)}, (at or {}).get(project))
        for project, day in last.items()
    ]
    await take(work, viewer, "Project", "train", steps)
    return await insert(work, "Training", rows)
