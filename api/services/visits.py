"""Visits on the spot: planned, made, and their findings followed until they are closed (A2)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from api.errors import Refusal
from api.services.clock import today
from api.services.duties import impartial
from api.services.parents import above, beneath
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.store import Work


async def plan_visit(
    work: Work, viewer: Viewer, platform: int, values: Mapping[str, Any], *, at: datetime | None = None
) -> int:
    """A visit to a platform, or with ``project_id`` to one of its enterprises. Values: purpose, planned_on, visitors.

    Raises:
        Refusal: the viewer belongs to the platform; the project is another platform's.
    """
    allow(viewer, "Visit", "plan")
    row = await above(work, "Platform", platform, "organization_id")
    await _nobody_s_own(work, viewer, row["organization_id"])
    if values.get("project_id"):
        await _of_platform(work, platform, [values["project_id"]])
    [made] = await create(
        work,
        viewer,
        "Visit",
        "plan",
        [{**beneath(row), "platform_id": platform, "organiser_id": viewer.user_id, **values}],
        at=at,
    )
    return made


async def record_visit(
    work: Work,
    viewer: Viewer,
    visit: int,
    values: Mapping[str, Any],
    findings: Sequence[Mapping[str, Any]] = (),
    *,
    at: datetime | None = None,
    on: date | None = None,
) -> list[int]:
    """What was seen, and what is to be put right. Values: visited_on, visitors, summary.

    A finding has kind, severity, description, due_on, and project_id where it is about one enterprise.

    Raises:
        Refusal: the day lies ahead; a finding is due before it was found, or about another platform's project.
    """
    allow(viewer, "Visit", "record")
    row = await above(work, "Visit", visit, "platform_id", "project_id")
    await _nobody_s_own(
        work,
        viewer,
        await work.connection.fetchval(
            "select organization_id from platforms where id = $1", row["platform_id"]
        ),
    )
    if values["visited_on"] > (on or today()):
        raise Refusal(
            "DAY_AHEAD",
            "现场日期不能晚于今天 | The day of the visit lies ahead",
            clause="A2",
            field="visited_on",
        )
    await take(work, viewer, "Visit", "record", [Step(visit, dict(values), at)])
    return await add_findings(work, viewer, visit, findings, since=values["visited_on"], at=at)


async def add_findings(
    work: Work,
    viewer: Viewer,
    visit: int,
    findings: Sequence[Mapping[str, Any]],
    *,
    since: date | None = None,
    at: datetime | None = None,
) -> list[int]:
    """Findings of a visit that was made.

    Raises:
        Refusal: the visit was not made; a finding is due before it, or about another platform's project.
    """
    if not findings:
        return []
    row = await above(work, "Visit", visit, "platform_id", "project_id", "visited_on", "state")
    if row["state"] != "done":
        raise Refusal(
            "VISIT_NOT_MADE",
            "现场督促尚未开展，不能登记问题 | The visit was not made yet",
            clause="A2",
            status=409,
        )
    for place, finding in enumerate(findings):
        if finding["due_on"] < (since or row["visited_on"]):
            raise Refusal(
                "DUE_BEFORE_VISIT",
                "整改期限早于现场日期 | A finding is due before the day of the visit",
                clause="A2",
                field=f"findings.{place}.due_on" if since else "due_on",
            )
    await _of_platform(work, row["platform_id"], [f["project_id"] for f in findings if f.get("project_id")])
    return await create(
        work,
        viewer,
        "Finding",
        "find",
        [
            {
                **beneath(row),
                "visit_id": visit,
                "project_id": finding.get("project_id") or row["project_id"],
                **{name: finding[name] for name in ("kind", "severity", "description", "due_on")},
            }
            for finding in findings
        ],
        at=at,
    )


async def cancel_visit(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """A visit that will not be made; the why says so."""
    await take(work, viewer, "Visit", "cancel", steps)


async def answer_finding(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """What was done about it. Values: answer, answered_on."""
    await take(work, viewer, "Finding", "answer", steps)


async def reopen_finding(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Not good enough; the why says what is missing."""
    await take(
        work,
        viewer,
        "Finding",
        "reopen",
        [Step(step.id, {**step.values, "answered_on": None}, step.at, step.why) for step in steps],
    )


async def close_finding(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Put right: seen by somebody who did not say so themselves. Values: closed_on."""
    await take(work, viewer, "Finding", "close", steps)


async def _of_platform(work: Work, platform: int, projects: Sequence[int]) -> None:
    strange = await work.connection.fetchval(
        "select count(*) from unnest($1::bigint[]) as named (id) where not exists"
        " (select from projects where projects.id = named.id and projects.platform_id = $2)",
        list(projects),
        platform,
    )
    if strange:
        raise Refusal(
            "NOT_ONE_PLATFORM",
            "所选项目不属于该服务平台 | A project named is another platform's",
            clause="A2",
            field="project_id",
        )


async def _nobody_s_own(work: Work, viewer: Viewer, organization: int) -> None:
    """
    Raises:
        Refusal: the viewer has a tie to the platform that is looked at.
    """
    if viewer.user_id is not None and not await impartial(work.connection, viewer.user_id, {organization}):
        raise Refusal(
            "INTERESTED_PARTY",
            "您与该服务平台有利害关系，须回避 | You have an interest in this platform and may not inspect it",
            clause="A2",
            status=403,
        )
