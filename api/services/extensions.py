"""More time for single projects, recorded with its reason (F5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.errors import Refusal
from api.services.steps import allow, create
from api.viewer import Viewer
from db.store import Work


@dataclass(frozen=True)
class More:
    """``until``: the last day on which the project may be delivered and still counts."""

    project: int
    until: date
    reason: str


async def grant(
    work: Work, viewer: Viewer, extensions: Sequence[More], on: date, *, at: datetime | None = None
) -> list[int]:
    """Let projects count that are delivered after the year of their batch.

    Raises:
        Refusal: no reason is given; the day lies within the year anyway.
    """
    allow(viewer, "Extension", "grant")
    found = await work.connection.fetch(
        """select projects.id, projects.unit_code, projects.synthetic, batches.ends_on from projects
           join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
           join plan_industries on plan_industries.unit_code = platforms.unit_code
                               and plan_industries.id = platforms.plan_industry_id
           join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
           join batches on batches.id = plans.batch_id where projects.id = any($1)""",
        [one.project for one in extensions],
    )
    projects = {row["id"]: row for row in found}
    rows = []
    for one in extensions:
        row = projects.get(one.project)
        if row is None:
            raise Refusal(
                "NOT_FOUND",
                "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
                status=404,
                id=one.project,
            )
        if not one.reason.strip():
            raise Refusal("NO_REASON", "请写明事由 | Say why", clause="F5", field="reason")
        if one.until <= row["ends_on"]:
            raise Refusal(
                "NO_EXTENSION",
                "实施期本至{day}，延期须在其后 | The year of the batch runs until {day}: more time ends after that",
                clause="F5",
                field="until",
                day=row["ends_on"].isoformat(),
            )
        rows.append(
            {
                "unit_code": row["unit_code"],
                "project_id": one.project,
                "until": one.until,
                "reason": one.reason,
                "granted_on": on,
                "synthetic": row["synthetic"],
            }
        )
    return await create(work, viewer, "Extension", "grant", rows, at=at)
