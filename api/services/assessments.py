"""The questionnaire of the digital level, before and after: drafts, and what was handed in (P8, P10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from api.errors import Refusal
from api.policy.breach import Breach
from api.policy.digital_level import (
    Questionnaire,
    Result,
    assess,
    check_answers,
    level_of_total,
    read_questionnaire,
)
from api.services.breaches import refuse
from api.services.days import not_ahead
from api.services.rows import insert, update
from api.services.steps import Happened, allow, check_states, own_rows_only, record
from api.viewer import Viewer
from db.enums import AssessmentPhase, ProjectState
from db.store import Work

#: When each phase can be filled in. Handed in it is fixed; but after a rectification there is something new to assess.
OPEN: Mapping[AssessmentPhase, frozenset[ProjectState]] = {
    AssessmentPhase.BEFORE: frozenset(
        {ProjectState.LISTED, ProjectState.CONTRACTED, ProjectState.TRANSFORMING}
    ),
    AssessmentPhase.AFTER: frozenset(
        {ProjectState.TRANSFORMING, ProjectState.DELIVERED, ProjectState.RECTIFYING}
    ),
}


@dataclass(frozen=True)
class Sheet:
    """``answers``: code → places of options or grade of a scene; ``notes``: the evidence for each.

    ``total`` is for an edition whose questions are not known.
    """

    project_id: int
    phase: AssessmentPhase
    edition: int
    assessed_on: date
    answers: Mapping[str, Any] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    total: Decimal | None = None
    final: bool = False


async def answer(work: Work, viewer: Viewer, sheet: Sheet) -> int:
    """Keep a draft, or hand the answers in: then the project carries the level.

    Raises:
        Refusal: the project is not where this phase is assessed, it was handed in before, or answers are wrong or missing.
    """
    step = allow(viewer, "Assessment", "answer")
    await own_rows_only(work, viewer, "Project", [sheet.project_id])
    project = await work.connection.fetchrow(
        "select unit_code, state, synthetic from projects where id = $1 for update", sheet.project_id
    )
    if project is None:
        check_states(step, [sheet.project_id], {})
    if project["state"] not in OPEN[sheet.phase]:
        raise Refusal(
            "NOT_NOW",
            "项目当前状态下不能填报本阶段评测 | In the state of the project this phase cannot be assessed",
            clause="P10",
            status=409,
        )
    not_ahead("assessed_on", sheet.assessed_on)
    known = await work.connection.fetchrow(
        "select id, draft from assessments where unit_code = $1 and project_id = $2 and phase = $3",
        project["unit_code"],
        sheet.project_id,
        sheet.phase,
    )
    if known is not None and not known["draft"] and project["state"] != ProjectState.RECTIFYING:
        raise Refusal(
            "ASSESSED_ALREADY",
            "该项目本阶段已有评测 | The project already has an assessment of this phase",
            hint="整改期间可重新评测 | During a rectification it can be assessed anew",
            status=409,
        )
    values = await _values(work, sheet)
    if known is None:
        row = {
            "unit_code": project["unit_code"],
            "project_id": sheet.project_id,
            "phase": sheet.phase,
            "synthetic": project["synthetic"],
        }
        [made] = await insert(work, "Assessment", [{**row, **values}])
    else:
        made = known["id"]
        await update(work, "Assessment", [{"id": made, **values}])
    if sheet.final:
        level = {f"level_{sheet.phase}": values["level"]}
        await update(work, "Project", [{"id": sheet.project_id, **level}])
        happened = Happened(made, project["unit_code"], None, None, None, project["synthetic"])
        await record(work, viewer, step, [happened])
    return made


async def questionnaire(connection: Any, edition: int) -> Questionnaire:
    """
    Raises:
        Refusal: there is no such edition.
    """
    body = await connection.fetchval("select body from questionnaires where edition = $1", edition)
    if body is None:
        raise Refusal(
            "NO_EDITION",
            "没有{edition}年版评测问卷 | There is no questionnaire of the edition {edition}",
            field="edition",
            edition=edition,
        )
    return read_questionnaire(edition, orjson.loads(body) if isinstance(body, str) else body)


async def judge(connection: Any, edition: int, answers: Mapping[str, Any]) -> Result:
    """What answers come to so far.

    Raises:
        Refusal: one of them cannot be.
    """
    of = await questionnaire(connection, edition)
    refuse(check_answers(of, answers, final=False))
    return assess(of, answers)


async def _values(work: Work, sheet: Sheet) -> dict[str, Any]:
    of = await questionnaire(work.connection, sheet.edition)
    if of.questions:
        refuse(check_answers(of, sheet.answers, final=sheet.final))
        result = assess(of, sheet.answers)
        score, level = result.score, result.level
        parts = [
            {"zh": one.zh, "en": one.en, "points": str(one.points), "score": str(part)}
            for one, part in zip(of.dimensions, result.dimensions, strict=True)
        ]
    else:
        refuse([_no_total()] if sheet.total is None else [])
        score = sheet.total or Decimal(0)
        level, parts = level_of_total(of, score), []
    return {
        "edition": sheet.edition,
        "level": level,
        "score": score,
        "assessed_on": sheet.assessed_on,
        "draft": not sheet.final,
        "answers": {"answers": dict(sheet.answers), "notes": dict(sheet.notes)},
        "dimensions": parts,
    }


def _no_total() -> Breach:
    return Breach(
        "NO_TOTAL",
        "本版题目未公开，请填写评测系统给出的总分 | The questions of this edition are not public: enter the total that the system gave",
        "P10",
        where=("total",),
    )
