"""Takes many rows one step along their life: right, state, change, event."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from api.errors import Refusal
from api.policy.workflow import Move, move, names
from api.services.duties import Concerned, check_duties, keep_duties
from api.services.rows import insert, update
from api.viewer import Viewer
from db.catalog import catalog
from db.store import Store, Work

#: How an operator's own rows are found: from the row to its platform's organization.
_OWNERS = {
    "Solution": "select id from solutions where id = any($1) and organization_id = $2",
    "Proof": (
        "select proofs.id from proofs join solutions on solutions.unit_code = proofs.unit_code"
        " and solutions.id = solution_id where proofs.id = any($1) and organization_id = $2"
    ),
    "Candidate": "select id from candidates where id = any($1) and organization_id = $2",
    "Platform": "select id from platforms where id = any($1) and organization_id = $2",
    "Project": (
        "select projects.id from projects join platforms on platforms.unit_code = projects.unit_code"
        " and platforms.id = projects.platform_id where projects.id = any($1) and organization_id = $2"
    ),
    "ExplanationRequest": (
        "select explanation_requests.id from explanation_requests join platforms"
        " on platforms.unit_code = explanation_requests.unit_code and platforms.id = platform_id"
        " where explanation_requests.id = any($1) and organization_id = $2"
    ),
    "Finding": (
        "select findings.id from findings join visits on visits.unit_code = findings.unit_code"
        " and visits.id = findings.visit_id join platforms on platforms.unit_code = visits.unit_code"
        " and platforms.id = visits.platform_id where findings.id = any($1) and organization_id = $2"
    ),
}


@dataclass(frozen=True)
class Step:
    """One row's part of a bulk step: what to set beside its state, when it happened, and why.

    ``figure``: what its event keeps of the values, because a later step may set it anew.
    """

    id: int
    values: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    why: str | None = None
    figure: Decimal | int | None = None


@asynccontextmanager
async def writing(store: Store, viewer: Viewer) -> AsyncIterator[Work]:
    """A transaction over the viewer's units.

    The database role of platform operators may only read; ``take`` keeps them to their own platforms. An event is
    returned as it is written, so none may be closed to its writer.
    """
    async with store.write(replace(viewer.rows, organization=None, closed=())) as work:
        with work.trail.by(viewer.user_id):
            yield work


def allow(viewer: Viewer, noun: str, action: str) -> Move:
    """The step, if one of the viewer's roles may take it.

    Raises:
        Refusal: none may.
    """
    step = move(noun, action)
    if not viewer.roles & step.roles:
        raise Refusal(
            "FORBIDDEN",
            "您的角色不能执行“{zh}”；可由{who_zh}执行 | Your roles may not do “{en}”; it is for: {who_en}",
            clause=step.clause,
            status=403,
            zh=step.label.split(" | ")[0],
            en=step.label.split(" | ")[1],
            who_zh=names(step.roles, "zh"),
            who_en=names(step.roles, "en"),
        )
    return step


async def create(
    work: Work,
    viewer: Viewer,
    noun: str,
    action: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    at: datetime | Sequence[datetime] | None = None,
    why: str | None = None,
    figure: str | None = None,
) -> list[int]:
    """Add rows in their first state, with an event each; ``at`` is one time, or one per row.

    ``figure`` names the column whose first value the event keeps.
    """
    step = allow(viewer, noun, action)
    state = {"state": step.target} if step.target else {}
    with work.trail.by(viewer.user_id):
        ids = await insert(work, noun, [{**row, **state} for row in rows])
    projects = await check_duties(work, viewer, step, ids)
    times = at if isinstance(at, Sequence) else [at] * len(ids)
    await record(
        work,
        viewer,
        step,
        [
            Happened(
                row_id,
                row.get("unit_code"),
                None,
                time,
                why,
                row.get("synthetic", False),
                row[figure] if figure else None,
            )
            for row_id, row, time in zip(ids, rows, times, strict=True)
        ],
        projects,
    )
    return ids


async def take(work: Work, viewer: Viewer, noun: str, action: str, steps: Sequence[Step]) -> dict[int, str]:
    """Take rows one step on; the state each was in before. Rows of a table without states are only changed.

    Raises:
        Refusal: the viewer's roles, an earlier action of theirs, or a row's state forbid it.
    """
    step = allow(viewer, noun, action)
    if not steps:
        return {}
    ids = [row.id for row in steps]
    entity = catalog()[noun]
    state = "state" if "state" in entity.fields else "null as state"
    unit = "unit_code" if "unit_code" in entity.fields else "null as unit_code"
    found = await work.connection.fetch(
        f"select id, {unit}, {state}, synthetic from {entity.table} where id = any($1) for update",  # noqa: S608
        ids,
    )
    before = {row["id"]: row for row in found}
    await own_rows_only(work, viewer, noun, ids)
    check_states(step, ids, {row_id: row["state"] for row_id, row in before.items()})
    await _separate_duties(work, viewer, step, ids, sorted({row["unit_code"] or "" for row in found}))
    projects = await check_duties(work, viewer, step, ids)
    changes = [
        {"id": row.id, **row.values} | ({"state": step.target} if step.target else {}) for row in steps
    ]
    if len(changes[0]) > 1:
        with work.trail.by(viewer.user_id):
            await update(work, noun, changes)
    await record(
        work,
        viewer,
        step,
        [
            Happened(
                row.id,
                before[row.id]["unit_code"],
                before[row.id]["state"],
                row.at,
                row.why,
                before[row.id]["synthetic"],
                row.figure,
            )
            for row in steps
        ],
        projects,
    )
    return {row_id: row["state"] for row_id, row in before.items()}


class Happened(NamedTuple):
    """What an event tells beside who did what."""

    id: int
    unit_code: str | None
    state: str | None
    at: datetime | None
    why: str | None
    synthetic: bool
    figure: Decimal | int | None = None


async def record(
    work: Work,
    viewer: Viewer,
    step: Move,
    happened: Sequence[Happened],
    projects: Sequence[Concerned] | None = None,
) -> None:
    """Append an event for each, and the duty that it was; ``projects`` as ``check_duties`` found them, if it did."""
    now = datetime.now(UTC)
    await keep_duties(work, viewer, step, {row.id: row.at for row in happened}, projects)
    events = [
        {
            "unit_code": row.unit_code,
            "subject": step.noun,
            "subject_id": row.id,
            "action": step.action,
            "from_state": row.state,
            "to_state": step.target or row.state,
            "at": row.at or now,
            "actor_id": viewer.user_id,
            "why": row.why,
            "synthetic": row.synthetic,
            "figure": row.figure,
        }
        for row in happened
    ]
    with work.trail.by(viewer.user_id):
        await insert(work, "Event", events)


def _owners(noun: str) -> str:
    """For rows below a project: those whose project is the operator's."""
    if noun in _OWNERS:
        return _OWNERS[noun]
    entity = catalog()[noun]
    assert not entity.relations["project"].many
    return (
        f"select this.id from {entity.table} this"  # noqa: S608
        " join projects on projects.unit_code = this.unit_code and projects.id = this.project_id"
        " join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id"
        " where this.id = any($1) and organization_id = $2"
    )


async def own_rows_only(work: Work, viewer: Viewer, noun: str, ids: Sequence[int]) -> None:
    """Keep a platform operator to its own platforms.

    Raises:
        Refusal: one of the rows belongs to another platform.
    """
    if viewer.rows.organization is None:
        return
    owned = await work.connection.fetch(_owners(noun), list(ids), viewer.rows.organization)
    if len(owned) < len(set(ids)):
        raise Refusal(
            "NOT_YOUR_PLATFORM",
            "只能办理本平台的项目 | These belong to another platform than yours",
            status=403,
        )


def check_states(step: Move, ids: Sequence[int], states: Mapping[int, str]) -> None:
    """
    Raises:
        Refusal: one of the rows is not there, or its state does not allow the step.
    """
    for row_id in ids:
        if row_id not in states:
            raise Refusal(
                "NOT_FOUND",
                "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
                status=404,
                id=row_id,
            )
        if step.sources and states[row_id] not in step.sources:
            kind = type(next(iter(step.sources)))
            now = kind(states[row_id])
            raise Refusal(
                "WRONG_STATE",
                "编号{id}处于“{state_zh}”，不能“{zh}”；须处于：{from_zh}"
                " | Number {id} is “{state_en}”, so “{en}” is impossible; it must be: {from_en}",
                clause=step.clause,
                status=409,
                id=row_id,
                zh=step.label.split(" | ")[0],
                en=step.label.split(" | ")[1],
                state_zh=names([now], "zh"),
                state_en=names([now], "en"),
                from_zh=names(step.sources, "zh"),
                from_en=names(step.sources, "en"),
            )


async def _separate_duties(
    work: Work, viewer: Viewer, step: Move, ids: Sequence[int], units: Sequence[str]
) -> None:
    if not step.not_after or viewer.user_id is None:
        return
    action = await work.connection.fetchval(
        "select action from events where (unit_code = any($5) or unit_code is null and '' = any($5)) and subject = $1 and subject_id = any($2)"
        " and action = any($3) and actor_id = $4 limit 1",
        step.noun,
        list(ids),
        sorted(step.not_after),
        viewer.user_id,
        list(units),
    )
    if action is not None:
        done = move(step.noun, action)
        raise Refusal(
            "SAME_PERSON",
            "您已办理“{before_zh}”，不能再办理“{zh}”，须由他人办理"
            " | You did “{before_en}” here, so somebody else must do “{en}”",
            clause=step.clause,
            status=403,
            zh=step.label.split(" | ")[0],
            en=step.label.split(" | ")[1],
            before_zh=done.label.split(" | ")[0],
            before_en=done.label.split(" | ")[1],
        )
