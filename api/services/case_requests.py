"""Explanations asked of a platform, which its operator answers: it reads the question and nothing else of the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.errors import Refusal
from api.policy import clock
from api.services.case_terms import keep_terms
from api.services.clock import today
from api.services.parents import above, beneath
from api.services.steps import Step, create, take
from api.viewer import Viewer
from db.enums import CaseState, PauseReason
from db.store import Work

#: Working days that may be given.
LEAST, MOST = 3, 30


@dataclass(frozen=True)
class NewRequest:
    """``days``: working days to answer in."""

    subject: str
    question: str
    asked_on: date
    days: int = clock.EXPLANATION_DAYS
    project: int | None = None


async def ask(
    work: Work, viewer: Viewer, case: int, request: NewRequest, *, at: datetime | None = None
) -> int:
    """Ask the platform of a case under investigation.

    Raises:
        Refusal: too few or too many days; the project is another platform's; the case is past its investigation.
    """
    if not LEAST <= request.days <= MOST:
        raise Refusal(
            "BAD_VALIDITY",
            "答复期限须为{least}至{most}个工作日 | {least} to {most} working days are given to answer",
            clause="S1",
            field="days",
            least=LEAST,
            most=MOST,
        )
    row = await above(work, "Case", case, "platform_id", "state")
    if row["state"] not in (CaseState.OPENED, CaseState.INVESTIGATING):
        raise Refusal(
            "NOT_THAT_FAR",
            "仅在调查阶段要求说明 | Explanations are asked for while a case is investigated",
            clause="S1",
            status=409,
        )
    if request.project is not None:
        platform = await work.connection.fetchval(
            "select platform_id from projects where id = $1", request.project
        )
        if platform != row["platform_id"]:
            raise Refusal(
                "NOT_ONE_PLATFORM",
                "所选项目不属于该服务平台 | A project named is another platform's",
                clause="S1",
                field="project_id",
            )
    [made] = await create(
        work,
        viewer,
        "ExplanationRequest",
        "ask",
        [
            {
                **beneath(row),
                "platform_id": row["platform_id"],
                "case_id": case,
                "project_id": request.project,
                "subject": request.subject,
                "question": request.question,
                "asked_on": request.asked_on,
                "due_on": clock.explanation_due(request.asked_on, request.days),
            }
        ],
        at=at,
    )
    await keep_terms(work, [case], request.asked_on)
    return made


async def answer(
    work: Work, viewer: Viewer, request: int, text: str, on: date | None = None, *, at: datetime | None = None
) -> None:
    """The platform's own words; late ones are taken too, and their lateness shows."""
    await take(
        work,
        viewer,
        "ExplanationRequest",
        "answer",
        [Step(request, {"answer": text, "answered_on": on or today()}, at)],
    )
    await _terms(work, [request])


async def judge(work: Work, viewer: Viewer, action: str, steps: Sequence[Step]) -> None:
    """accept, refuse or withdraw.

    Raises:
        ValueError: another action.
    """
    if action not in ("accept", "refuse", "withdraw"):
        raise ValueError(f"no judgement of an explanation: {action}")
    await take(work, viewer, "ExplanationRequest", action, steps)
    await _terms(work, [step.id for step in steps])


async def pause(
    work: Work, viewer: Viewer, case: int, reason: PauseReason, since: date, note: str | None = None
) -> int:
    """Days from here on do not count for the ninety of the decision.

    Raises:
        Refusal: the clock stands still already.
    """
    row = await above(work, "Case", case)
    [made] = await create(
        work,
        viewer,
        "CasePause",
        "pause",
        [{**beneath(row), "case_id": case, "reason": reason, "since": since, "note": note}],
    )
    await keep_terms(work, [case])
    return made


async def resume(work: Work, viewer: Viewer, pause_: int, until: date) -> None:
    """The last day that did not count."""
    await take(work, viewer, "CasePause", "resume", [Step(pause_, {"until": until})])
    case = await work.connection.fetchval("select case_id from case_pauses where id = $1", pause_)
    await keep_terms(work, [case])


async def _terms(work: Work, requests: Sequence[int]) -> None:
    rows = await work.connection.fetch(
        "select distinct case_id from explanation_requests where id = any($1)", list(requests)
    )
    await keep_terms(work, [row["case_id"] for row in rows])
