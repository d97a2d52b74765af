"""Who applies to a call for platforms, and the check of form (P12)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from api.errors import Refusal
from api.services.book import policy_book
from api.services.rows import Row
from api.services.steps import Step, create, take
from api.viewer import Viewer
from db.store import Work


async def apply(
    work: Work, viewer: Viewer, rows: Sequence[Row], on: date, *, at: datetime | None = None
) -> list[int]:
    """New candidates. Each row: call_id, organization_id (an operator's own, without being named), solution,
    capability, target, planned, concession.

    Raises:
        Refusal: the call is not open on that day; fewer enterprises are planned than a platform must take (P7).
    """
    made = []
    for row in rows:
        call = await work.connection.fetchrow(
            "select unit_code, state, opens_on, closes_on, synthetic from calls where id = $1", row["call_id"]
        )
        if call is None or call["state"] != "open" or not call["opens_on"] <= on <= call["closes_on"]:
            raise Refusal(
                "CALL_NOT_OPEN",
                "不在征集期内，不能申请 | The call is not open for applications on this day",
                clause="P12",
                status=409,
            )
        await _check_planned(work, row["planned"], on)
        organization = row.get("organization_id")
        if viewer.rows.organization is not None:
            organization = viewer.rows.organization  # nobody applies in another's name
        if organization is None:
            raise Refusal(
                "MISSING_VALUE", "请指明申请主体 | Name the applicant", clause="P12", field="organization_id"
            )
        made.append(
            {
                **row,
                "organization_id": organization,
                "unit_code": call["unit_code"],
                "applied_on": on,
                "synthetic": call["synthetic"],
            }
        )
    return await create(work, viewer, "Candidate", "apply", made, at=at)


async def change(work: Work, viewer: Viewer, steps: Sequence[Step], on: date) -> None:
    """Values: solution, capability, target, planned, concession; while the call is open.

    Raises:
        Refusal: the call is closed, or too few enterprises are planned (P7).
    """
    for step in steps:
        values = {name: value for name, value in step.values.items() if value is not None}
        state = await _call_state(work, step.id)
        if state != "open":
            raise Refusal(
                "CALL_NOT_OPEN",
                "征集已截止，申请不能再修改 | The call is closed: applications are fixed",
                clause="P12",
                status=409,
            )
        if "planned" in values:
            await _check_planned(work, values["planned"], on)
        await take(work, viewer, "Candidate", "change", [Step(step.id, values, step.at, step.why)])


async def withdraw(work: Work, viewer: Viewer, candidate: int, *, at: datetime | None = None) -> None:
    """A candidate takes its application back while nothing is ranked; later it is excluded by the officer."""
    state = await _call_state(work, candidate)
    if state not in ("open", "closed"):
        raise Refusal(
            "WRONG_STATE",
            "排名后不能自行撤回，请联系主管部门 | After the ranking the office must take a candidate out",
            clause="P12",
            status=409,
        )
    await take(work, viewer, "Candidate", "withdraw", [Step(candidate, {}, at)])


async def reject(work: Work, viewer: Viewer, candidate: int, why: str, *, at: datetime | None = None) -> None:
    """The application is not in form; the reason is the candidate's to read.

    Raises:
        Refusal: experts have begun to score.
    """
    begun = await work.connection.fetchval(
        "select exists (select from panelists join candidates on candidates.unit_code = panelists.unit_code"
        " and candidates.call_id = panelists.call_id where candidates.id = $1 and panelists.state = 'submitted')",
        candidate,
    )
    if begun:
        raise Refusal(
            "SCORING_BEGUN",
            "专家已开始提交评分，不能再做形式审查 | Experts have submitted scores: the check of form is over",
            clause="P12",
            status=409,
        )
    await take(work, viewer, "Candidate", "reject", [Step(candidate, {}, at, why)])


async def _call_state(work: Work, candidate: int) -> Any:
    return await work.connection.fetchval(
        "select calls.state from candidates join calls on calls.unit_code = candidates.unit_code"
        " and calls.id = call_id where candidates.id = $1",
        candidate,
    )


async def _check_planned(work: Work, planned: int, on: date) -> None:
    limit = (await policy_book(work)).limit("projects_per_platform", on)
    if planned < limit.value:
        raise Refusal(
            "PLANNED_TOO_FEW",
            "每家服务平台应完成不少于{least}家企业改造，现计划{planned}家"
            " | A platform transforms at least {least} enterprises; {planned} are planned",
            clause=limit.clause,
            least=int(limit.value),
            planned=planned,
            field="planned",
        )
