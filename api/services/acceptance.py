"""The acceptance of projects (P10): an expert who is nobody's relation, a score sheet, and what it leads to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson

from api.errors import Refusal
from api.policy.acceptance import Criterion, Sheet, check_sheet, scored
from api.policy.acceptance import Work as Known
from api.policy.conflicts import tied
from api.policy.workflow import move
from api.services import projects
from api.services.book import policy_book
from api.services.breaches import refuse
from api.services.clock import today
from api.services.days import not_ahead
from api.services.duties import check_duties, impartial, ties_of
from api.services.rows import insert
from api.services.steps import Step, allow, check_states, take
from api.viewer import Viewer
from db.enums import Verdict
from db.store import Work


@dataclass(frozen=True)
class Given:
    """A sheet to hand in; ``scores``: (points given, remark) by the criterion's code."""

    project_id: int
    given_on: date
    scores: Mapping[str, tuple[Decimal | None, str]]
    verdict: Verdict
    findings: str = ""
    rectify_by: date | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Standard:
    """The criteria in force on a day, and the row they stand in."""

    id: int
    valid_from: date
    criteria: tuple[Criterion, ...]


async def assign(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The province names who inspects. Values: expert_id.

    Raises:
        Refusal: not an active expert of the unit, or one who belongs to the platform or the enterprise.
    """
    allow(viewer, "Project", "assign")
    rows = await work.connection.fetch(
        f"select projects.id, platforms.organization_id, projects.enterprise_id, {_IN_POOL} as expert"  # noqa: S608
        f" from projects {_PLATFORM} join unnest($1::bigint[], $2::bigint[]) as wanted (id, expert_id)"
        " on wanted.id = projects.id",
        [step.id for step in steps],
        [step.values["expert_id"] for step in steps],
    )
    found = {row["id"]: row for row in rows}
    ties = {
        expert: await ties_of(work.connection, expert)
        for expert in {step.values["expert_id"] for step in steps}
    }
    for step in steps:
        row = found.get(step.id)
        if row is not None and not row["expert"]:
            raise Refusal(
                "NOT_AN_EXPERT",
                "该人员不是本单位在册专家 | This person is not an active expert of the unit",
                hint="从专家库中选择 | Choose one of the pool",
                clause="P10",
                field="expert_id",
            )
        parties = (row["organization_id"], row["enterprise_id"]) if row else ()
        if tied(ties[step.values["expert_id"]], parties, today()):
            raise Refusal(
                "EXPERT_INVOLVED",
                "该专家与项目{id}的平台或企业有利害关系，须回避"
                " | This expert has an interest in the platform or enterprise of project {id}",
                hint="另选专家 | Choose another expert",
                clause="P10",
                status=403,
                id=step.id,
                field="expert_id",
            )
    await take(work, viewer, "Project", "assign", steps)


async def give(work: Work, viewer: Viewer, sheets: Sequence[Given]) -> list[int]:
    """Hand in score sheets, once for all; each project passes, is to be mended, or fails.

    Raises:
        Refusal: the viewer is not the expert assigned, or is related; or what ``check_sheet`` finds.
    """
    allow(viewer, "ScoreSheet", "give")
    if not sheets:
        return []
    ids = [one.project_id for one in sheets]
    rows = await work.connection.fetch(_KNOWN, ids)
    found: dict[int, Any] = {row["id"]: row for row in rows}
    check_states(move("Project", "accept"), ids, {key: row["state"] for key, row in found.items()})
    await check_duties(work, viewer, move("Project", "accept"), ids)
    book = await policy_book(work)
    if "AcceptanceStandard" not in work.known:
        work.known["AcceptanceStandard"] = await all_standards(work.connection)
    standards: list[Standard] = work.known["AcceptanceStandard"]
    made = []
    for one in sheets:
        row = found[one.project_id]
        if row["expert_id"] != viewer.user_id:
            raise projects.not_assigned(one.project_id)
        not_ahead("given_on", one.given_on)
        standard = in_force(standards, one.given_on)
        mark = book.limit("acceptance_pass_mark", one.given_on).value
        sheet = Sheet(
            scored(standard.criteria, one.scores), one.verdict, one.given_on, one.findings, one.rectify_by
        )
        refuse(check_sheet(sheet, _known(row), mark))
        made.append((one, row, standard, mark, sheet))
    keys = await insert(work, "ScoreSheet", [_row(viewer, *parts) for parts in made])
    for verdict in Verdict:
        steps = [
            Step(one.project_id, _values(sheet), one.at, one.findings or None)
            for one, _, _, _, sheet in made
            if one.verdict is verdict
        ]
        if steps:
            await _STEPS[verdict](work, viewer, steps)
    return keys


async def all_standards(connection: Any) -> list[Standard]:
    """Every standard there ever was, the oldest first."""
    rows = await connection.fetch(
        "select id, valid_from, criteria from acceptance_standards order by valid_from"
    )
    return [
        Standard(
            row["id"],
            row["valid_from"],
            tuple(
                Criterion(one["code"], one["zh"], one["en"], Decimal(str(one["points"])))
                for one in _list(row["criteria"])
            ),
        )
        for row in rows
    ]


def in_force(standards: Sequence[Standard], on: date) -> Standard:
    """
    Raises:
        Refusal: no standard was in force on that day.
    """
    for standard in reversed(standards):
        if standard.valid_from <= on:
            return standard
    raise Refusal(
        "NO_STANDARD",
        "{day}尚无验收标准 | No standard of acceptance was in force on {day}",
        clause="P10",
        field="given_on",
        day=on.isoformat(),
    )


async def experts(connection: Any, viewer: Viewer, project: int, text: str) -> list[tuple[Any, str]]:
    """(key, name) of the experts of a project's unit whom nothing ties to it."""
    rows = await connection.fetch(
        "select distinct users.id, users.name, users.username, platforms.organization_id, enterprise_id"  # noqa: S608
        f" from projects {_PLATFORM}"
        " join user_roles on user_roles.role = 'expert' and user_roles.unit_code = projects.unit_code"
        " join users on users.id = user_roles.user_id and users.active"
        " where projects.id = $1 and (users.name ilike $2 or users.username ilike $2)"
        " order by users.name, users.id limit 40",
        project,
        f"%{text[:40].translate(_PLAIN)}%",
    )
    free = [
        row
        for row in rows
        if await impartial(connection, row["id"], {row["organization_id"], row["enterprise_id"]})
    ]
    return [(row["id"], f"{row['name']}（{row['username']}）") for row in free[:20]]


_PLAIN = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\", "\0": ""})
_PLATFORM = (
    "join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id"
)
_IN_POOL = (
    "exists (select from user_roles join users on users.id = user_roles.user_id and users.active"
    " where users.id = wanted.expert_id and role = 'expert' and user_roles.unit_code = projects.unit_code)"
)
_KNOWN = """
select projects.id, projects.unit_code, projects.state, projects.synthetic, projects.expert_id,
       contracted_on is not null and contract_number is not null as contracted,
       trained_on is not null as trained, delivered_on, target_level, level_after,
       array(select name from services where services.unit_code = projects.unit_code
             and services.project_id = projects.id and services.delivered_on is null
             and dropped_on is null order by services.id) as undelivered,
       (select count(*) from score_sheets where score_sheets.unit_code = projects.unit_code
        and score_sheets.project_id = projects.id) as rounds
from projects
where projects.id = any($1)
for update
"""

_STEPS = {Verdict.PASS: projects.accept, Verdict.RECTIFY: projects.rectify, Verdict.FAIL: projects.fail}


def _known(row: Any) -> Known:
    return Known(
        row["contracted"],
        row["trained"],
        row["delivered_on"],
        row["target_level"],
        row["level_after"],
        row["undelivered"],
    )


def _row(
    viewer: Viewer, one: Given, row: Any, standard: Standard, mark: Decimal, sheet: Sheet
) -> dict[str, Any]:
    return {
        "unit_code": row["unit_code"],
        "project_id": one.project_id,
        "expert_id": viewer.user_id,
        "standard_id": standard.id,
        "round": row["rounds"] + 1,
        "given_on": one.given_on,
        "scores": [
            {
                "code": score.criterion.code,
                "zh": score.criterion.zh,
                "en": score.criterion.en,
                "points": str(score.criterion.points),
                "score": str(score.given),
                "remark": score.remark,
            }
            for score in sheet.scores
        ],
        "total": sheet.total,
        "pass_mark": mark,
        "verdict": one.verdict,
        "findings": one.findings or None,
        "rectify_by": one.rectify_by if one.verdict is Verdict.RECTIFY else None,
        "synthetic": row["synthetic"],
    }


def _values(sheet: Sheet) -> dict[str, Any]:
    day = {Verdict.PASS: "accepted_on", Verdict.FAIL: "left_on"}.get(sheet.verdict)
    term = sheet.rectify_by if sheet.verdict is Verdict.RECTIFY else None
    return {"acceptance_score": sheet.total, "rectify_by": term, **({day: sheet.given_on} if day else {})}


def _list(value: Any) -> list[Any]:
    found: list[Any] = orjson.loads(value) if isinstance(value, str) else value
    return found
