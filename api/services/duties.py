"""Keeps duties apart: what each person did for a project, and who may decide on it at all."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from api.errors import Refusal
from api.policy.conflicts import IMPARTIAL, Tie, other_duty, tied
from api.policy.move import Move
from api.policy.workflow import names
from api.services.clock import now, today
from api.services.rows import insert
from api.viewer import Viewer
from db.catalog import catalog
from db.enums import DutyKind, InterestKind
from db.store import Work


class Concerned(NamedTuple):
    """A project that a step is about; ``row_id`` is the row that takes the step, ``held`` what the user did for it."""

    row_id: int
    unit_code: str
    project_id: int
    platform_owner: int
    enterprise: int
    synthetic: bool
    held: Sequence[str]


async def concerned(connection: Any, noun: str, ids: Sequence[int], user_id: int) -> list[Concerned]:
    """The projects of rows of ``noun``: itself, the one it hangs on, or all that are left of its platform.

    With the duties that the user had for each.

    Raises:
        KeyError: rows of this table concern no project.
    """
    entity = catalog()[noun]
    if noun == "Project":
        way, key = "", "projects.id"
    elif "project" in entity.relations:
        way = f"join {entity.table} this on this.unit_code = projects.unit_code and this.project_id = projects.id"
        key = "this.id"
    elif noun == "Platform":
        way, key = "", "projects.platform_id"
    else:
        relation = entity.relations["platform"]
        assert not relation.many
        way = f"join {entity.table} this on this.unit_code = projects.unit_code and this.platform_id = projects.platform_id"
        key = "this.id"
    left = (
        "" if "projects.id" in key or "project" in entity.relations else "and projects.state <> 'withdrawn'"
    )
    rows = await connection.fetch(
        f"select {key}, projects.unit_code, projects.id, platforms.organization_id, projects.enterprise_id,"  # noqa: S608
        " projects.synthetic, array(select duty from duties where duties.unit_code = projects.unit_code"
        f" and duties.project_id = projects.id and user_id = $2) from projects {way}"
        " join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id"
        f" where {key} = any($1) {left} order by 3",
        list(ids),
        user_id,
    )
    return [Concerned(*row) for row in rows]


async def check_duties(work: Work, viewer: Viewer, step: Move, ids: Sequence[int]) -> Sequence[Concerned]:
    """The projects that the step gives the viewer a duty for, for ``keep_duties``.

    Raises:
        Refusal: the viewer has another duty for one of the projects, or a tie to one of its parties.
    """
    if step.duty is None or viewer.user_id is None or not ids:
        return ()
    projects = await concerned(work.connection, step.noun, ids, viewer.user_id)
    other = next((one for one in projects if set(one.held) - {step.duty}), None)
    if other is not None:
        before = other_duty([DutyKind(duty) for duty in other.held], step.duty)
        assert before
        raise Refusal(
            "TWO_DUTIES",
            "您对项目{id}承担过“{before_zh}”，不能再承担“{duty_zh}”，须由他人办理"
            " | For project {id} you had the duty “{before_en}”, so somebody else must have “{duty_en}”",
            hint="申报、验收、审核、核定须由不同的人办理 | Submitting, accepting, reviewing and settling need different people",
            clause=step.clause,
            status=403,
            id=other.project_id,
            before_zh=names([before], "zh"),
            before_en=names([before], "en"),
            duty_zh=names([step.duty], "zh"),
            duty_en=names([step.duty], "en"),
        )
    if step.duty in IMPARTIAL:
        await _check_ties(work, viewer, step, projects)
    return projects


async def keep_duties(
    work: Work,
    viewer: Viewer,
    step: Move,
    times: Mapping[int, datetime | None],
    projects: Sequence[Concerned] | None = None,
) -> None:
    """Write down the duty that the step was; the database refuses a second one of the same person.

    ``times``: when, by the row that took the step; ``projects``: as ``check_duties`` found them, if it did.
    """
    if step.duty is None or viewer.user_id is None or not times:
        return
    if projects is None:
        projects = await concerned(work.connection, step.noun, list(times), viewer.user_id)
    rows = [
        {
            "unit_code": project.unit_code,
            "project_id": project.project_id,
            "user_id": viewer.user_id,
            "duty": step.duty,
            "at": times[project.row_id] or now(),
            "synthetic": project.synthetic,
        }
        for project in projects
        if step.duty not in project.held
    ]
    await insert(work, "Duty", rows, skip="unit_code, project_id, user_id, duty")


async def ties_of(connection: Any, user_id: int) -> list[Tie]:
    """What ties a user to organizations: the account's own, and what was declared."""
    rows = await connection.fetch(
        "select organization_id, kind, until from interests where user_id = $1"
        " union all select organization_id, null, null from users where id = $1 and organization_id is not null",
        user_id,
    )
    return [
        Tie(row["organization_id"], row["kind"] and InterestKind(row["kind"]), row["until"]) for row in rows
    ]


async def impartial(connection: Any, user_id: int, organizations: set[int], on: date | None = None) -> bool:
    """Whether the user has no tie to any of the organizations: for choosing experts, scoring, assigning."""
    return tied(await ties_of(connection, user_id), organizations, on or today()) is None


async def _check_ties(work: Work, viewer: Viewer, step: Move, projects: Sequence[Concerned]) -> None:
    assert viewer.user_id is not None
    ties = await ties_of(work.connection, viewer.user_id)
    if not ties:
        return
    for project in projects:
        tie = tied(ties, {project.platform_owner, project.enterprise}, today())
        if tie is None:
            continue
        raise Refusal(
            "INTERESTED_PARTY",
            "您与项目{id}的{party_zh}有利害关系（{kind_zh}），须回避"
            " | You have an interest in the {party_en} of project {id} ({kind_en}), so it is not for you to decide",
            hint="请由无利害关系的人办理 | Somebody without a tie to it must do this",
            clause=step.clause,
            status=403,
            id=project.project_id,
            party_zh="平台" if tie.organization == project.platform_owner else "企业",
            party_en="platform" if tie.organization == project.platform_owner else "enterprise",
            kind_zh=names([tie.kind], "zh") if tie.kind else "账户所属单位",
            kind_en=names([tie.kind], "en") if tie.kind else "the account belongs to it",
        )
