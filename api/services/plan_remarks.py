"""What the centre asks to be mended in a plan, item by item, and what the province answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.errors import Refusal
from api.services.steps import Step, create, take
from api.viewer import Viewer
from db.store import Work


@dataclass(frozen=True)
class Remark:
    """``industry`` and ``platform`` are keys of the plan's own; with neither it is about the plan as a whole."""

    text: str
    industry: int | None = None
    platform: int | None = None


async def remark(
    work: Work,
    viewer: Viewer,
    plan: int,
    remarks: Sequence[Remark],
    on: date,
    *,
    at: datetime | None = None,
) -> list[int]:
    """
    Raises:
        Refusal: a remark is about an item of another plan.
    """
    if not remarks:
        return []
    head = await work.connection.fetchrow("select unit_code, title, synthetic from plans where id = $1", plan)
    names = await _names(work, plan, head["unit_code"])
    rows = []
    for one in remarks:
        subject = (
            ("Platform", one.platform)
            if one.platform
            else ("PlanIndustry", one.industry)
            if one.industry
            else ("Plan", plan)
        )
        name = head["title"] if subject[0] == "Plan" else names.get(subject)
        if name is None:
            raise Refusal(
                "NOT_OF_THE_PLAN",
                "退回意见所指的行业或平台不属于该方案 | A remark is about an industry or platform of another plan",
                clause="A1",
                field="remarks",
            )
        rows.append(
            {
                "unit_code": head["unit_code"],
                "plan_id": plan,
                "subject": subject[0],
                "subject_id": subject[1],
                "item": name,
                "text": one.text,
                "made_on": on,
                "synthetic": head["synthetic"],
            }
        )
    return await create(work, viewer, "PlanRemark", "make", rows, at=at)


async def answer(
    work: Work, viewer: Viewer, ids: Sequence[int], text: str, on: date, *, at: datetime | None = None
) -> None:
    """What the province did about remarks on a plan that came back.

    Raises:
        Refusal: the plan is handed in already.
    """
    closed = await work.connection.fetchval(
        "select plans.id from plan_remarks join plans on plans.unit_code = plan_remarks.unit_code"
        " and plans.id = plan_remarks.plan_id where plan_remarks.id = any($1)"
        " and plans.state not in ('draft', 'returned') limit 1",
        list(ids),
    )
    if closed is not None:
        raise Refusal(
            "PLAN_CLOSED",
            "方案{id}已上报，不能再答复 | Plan {id} is submitted: nothing can be answered any more",
            clause="A1",
            status=409,
            id=closed,
        )
    await take(
        work,
        viewer,
        "PlanRemark",
        "answer",
        [Step(row, {"answer": text, "answered_on": on}, at) for row in ids],
    )


async def _names(work: Work, plan: int, unit: str) -> dict[tuple[str, int], str]:
    rows = await work.connection.fetch(
        """select 'PlanIndustry' as noun, plan_industries.id, industries.name
           from plan_industries join industries on industries.id = industry_id
           where unit_code = $2 and plan_id = $1
           union all
           select 'Platform', platforms.id, organizations.name
           from platforms
           join plan_industries on plan_industries.unit_code = platforms.unit_code
                               and plan_industries.id = plan_industry_id
           join organizations on organizations.id = organization_id
           where platforms.unit_code = $2 and plan_id = $1""",
        plan,
        unit,
    )
    return {(row["noun"], row["id"]): row["name"] for row in rows}
