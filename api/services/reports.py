"""Lessons and problems reported upward: to MIIT, copied to MOF (A4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from api.errors import Refusal
from api.services.parents import above
from api.services.steps import Step, create, take
from api.viewer import Viewer
from db.store import Work


async def draft(
    work: Work,
    viewer: Viewer,
    values: Mapping[str, Any],
    *,
    plan: int | None = None,
    at: datetime | None = None,
) -> int:
    """A report of the viewer's unit. Values: kind, topic, title, body.

    Raises:
        Refusal: without a plan it is not clear which of several units reports.
    """
    if plan is not None:
        row = await above(work, "Plan", plan)
        unit, synthetic = row["unit_code"], row["synthetic"]
    else:
        units = viewer.rows.units
        if len(units) != 1:
            raise Refusal(
                "WHICH_UNIT",
                "请从实施方案页面起草 | Write it from the page of a plan: it must belong to one unit",
                clause="A4",
            )
        unit, synthetic = units[0], False
    [made] = await create(
        work,
        viewer,
        "Report",
        "draft",
        [
            {
                "unit_code": unit,
                "synthetic": synthetic,
                "plan_id": plan,
                "author_id": viewer.user_id,
                **values,
            }
        ],
        at=at,
    )
    return made


async def revise(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Change what is not sent yet. Values: kind, topic, title, body."""
    await take(work, viewer, "Report", "revise", steps)


async def send(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """To both ministries at once. Values: sent_on."""
    await take(work, viewer, "Report", "send", steps)


async def read(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """MIIT has read it. Values: read_on."""
    await take(work, viewer, "Report", "read", steps)


async def read_copy(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """MOF has read its copy, once. Values: copy_read_on.

    Raises:
        Refusal: it has already.
    """
    known = await work.connection.fetchval(
        "select id from reports where id = any($1) and copy_read_on is not null limit 1",
        [step.id for step in steps],
    )
    if known is not None:
        raise Refusal(
            "READ_ALREADY", "抄件已阅 | The copy has been read already", clause="A4", status=409, id=known
        )
    await take(work, viewer, "Report", "read_copy", steps)


async def answer(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """MIIT's answer. Values: answer, answered_on."""
    await take(work, viewer, "Report", "answer", steps)
