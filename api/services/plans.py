"""Plans, their industries and platforms: drafting, signing, submitting, approving, carrying out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from api.errors import Refusal
from api.policy.breach import Breach
from api.policy.plan import EnterpriseLine, IndustryLine, PlanDraft, PlatformLine, check_plan
from api.services.book import policy_book
from api.services.rows import Row, insert
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.store import Work


async def draft(work: Work, viewer: Viewer, rows: Sequence[Row], *, at: datetime | None = None) -> list[int]:
    """New plans, one per unit and batch."""
    return await create(work, viewer, "Plan", "create", rows, at=at)


async def name_industries(work: Work, viewer: Viewer, rows: Sequence[Row]) -> list[int]:
    """The industries of plans that are still being drawn up."""
    allow(viewer, "Plan", "create")
    await _open_for_changes(work, [row["plan_id"] for row in rows])
    return await insert(work, "PlanIndustry", rows)


async def appoint(
    work: Work, viewer: Viewer, rows: Sequence[Row], *, at: datetime | Sequence[datetime] | None = None
) -> list[int]:
    """The platforms of the industries of plans that are still being drawn up."""
    allow(viewer, "Platform", "appoint")
    industries = [row["plan_industry_id"] for row in rows]
    plans = await work.connection.fetch(
        "select distinct plan_id from plan_industries where id = any($1)", industries
    )
    await _open_for_changes(work, [plan for (plan,) in plans])
    return await create(work, viewer, "Platform", "appoint", rows, at=at, figure="planned")


async def replan(
    work: Work, viewer: Viewer, planned: Mapping[int, int], *, at: datetime | None = None
) -> None:
    """How many enterprises platforms take instead, by platform, while their plans are being drawn up."""
    allow(viewer, "Platform", "replan")
    plans = await work.connection.fetch(
        "select distinct plan_id from plan_industries join platforms on platforms.unit_code = plan_industries.unit_code"
        " and platforms.plan_industry_id = plan_industries.id where platforms.id = any($1)",
        list(planned),
    )
    await _open_for_changes(work, [plan for (plan,) in plans])
    steps = [Step(platform, {"planned": count}, at, figure=count) for platform, count in planned.items()]
    await take(work, viewer, "Platform", "replan", steps)


async def sign_for_sme(
    work: Work, viewer: Viewer, ids: Sequence[int], on: date, *, at: datetime | None = None
) -> None:
    """The SME department's signature (A1)."""
    steps = [Step(plan, {"sme_signed_on": on}, at) for plan in ids]
    await take(work, viewer, "Plan", "sign_sme", steps)


async def sign_for_finance(
    work: Work, viewer: Viewer, ids: Sequence[int], on: date, *, at: datetime | None = None
) -> None:
    """The finance department's signature (A1)."""
    steps = [Step(plan, {"finance_signed_on": on}, at) for plan in ids]
    await take(work, viewer, "Plan", "sign_finance", steps)


async def submit(
    work: Work, viewer: Viewer, ids: Sequence[int], on: date, *, at: datetime | None = None
) -> None:
    """Hand plans in: both departments have signed, and every limit is kept.

    Raises:
        Refusal: a signature is missing (A1), or the plan breaks a limit (P1, P6, P7, P8).
    """
    allow(viewer, "Plan", "submit")
    unsigned = await work.connection.fetchval(
        "select id from plans where id = any($1) and (sme_signed_on is null or finance_signed_on is null) limit 1",
        list(ids),
    )
    if unsigned is not None:
        raise Refusal(
            "NOT_SIGNED",
            "方案{id}须由中小企业主管部门和财政部门共同签署 | Plan {id} needs the signatures of both departments",
            hint="两部门签署后再上报 | Have both sign, then submit",
            clause="A1",
            id=unsigned,
        )
    book = await policy_book(work)
    for plan in ids:
        blocking = [breach for breach in check_plan(await _draft(work, plan), book, on) if breach.blocking]
        if blocking:
            raise _refusal(blocking)
    await take(work, viewer, "Plan", "submit", [Step(plan, {"submitted_on": on}, at) for plan in ids])


async def approve(
    work: Work,
    viewer: Viewer,
    ids: Sequence[int],
    on: date,
    *,
    at: datetime | None = None,
    why: str | None = None,
) -> None:
    """The national approval."""
    await take(work, viewer, "Plan", "approve", [Step(plan, {"approved_on": on}, at, why) for plan in ids])


async def send_back(
    work: Work, viewer: Viewer, ids: Sequence[int], why: str, *, at: datetime | None = None
) -> None:
    """Return plans with a reason; they may be changed and submitted again."""
    await take(work, viewer, "Plan", "return", [Step(plan, {}, at, why) for plan in ids])


async def advance(
    work: Work,
    viewer: Viewer,
    action: str,
    ids: Sequence[int],
    *,
    at: datetime | None = None,
    why: str | None = None,
) -> None:
    """The steps that only change the state.

    Raises:
        Refusal: not now, or not by this viewer.
        ValueError: ``action`` has a function of its own.
    """
    if action not in {"implement", "self_evaluate", "evaluate", "settle", "close"}:
        raise ValueError(f"no plain step of a plan: {action}")
    await take(work, viewer, "Plan", action, [Step(plan, {}, at, why) for plan in ids])


async def _open_for_changes(work: Work, ids: Sequence[int]) -> None:
    closed = await work.connection.fetchval(
        "select id from plans where id = any($1) and state not in ('draft', 'returned') limit 1", list(ids)
    )
    if closed is not None:
        raise Refusal(
            "PLAN_CLOSED",
            "方案{id}已上报，不能再修改细分行业和平台 | Plan {id} is submitted: its industries and platforms are fixed",
            hint="退回后方可修改 | Have it returned first",
            clause="A1",
            status=409,
            id=closed,
        )


def _refusal(blocking: Sequence[Breach]) -> Refusal:
    """All that blocks a plan, said as the workbook's report says it; the first gives code and clause."""
    breach = blocking[0]
    return Refusal(
        breach.code,
        "{zh} | {en}",
        hint="{do_zh} | {do_en}" if breach.hint else "",
        clause=breach.clause,
        zh="；".join(breach.say("zh") for breach in blocking),
        en="; ".join(breach.say("en") for breach in blocking),
        do_zh=breach.advise("zh"),
        do_en=breach.advise("en"),
    )


async def _draft(work: Work, plan: int) -> PlanDraft:
    """A plan as it is stored, for the same check as a workbook's."""
    unit = await work.connection.fetchval("select unit_code from plans where id = $1", plan)
    industries = await work.connection.fetch(
        """select plan_industries.id, industry_id, name, annex, common_problems, scenarios
           from plan_industries join industries on industries.id = industry_id where plan_id = $1 order by 1""",
        plan,
    )
    platforms = await work.connection.fetch(
        """select platforms.id, uscc, name, plan_industry_id, planned, solution, target
           from platforms join organizations on organizations.id = organization_id
           where platforms.unit_code = $2 and plan_industry_id = any($1) order by 1""",
        [row["id"] for row in industries],
        unit,
    )
    enterprises = await work.connection.fetch(
        """select projects.id, uscc, name, platform_id, size,
                  exists (select from little_giants where little_giants.uscc = organizations.uscc) as giant
           from projects join organizations on organizations.id = enterprise_id
           where projects.unit_code = $2 and platform_id = any($1) and state not in ('failed', 'withdrawn')
           order by 1""",
        [row["id"] for row in platforms],
        unit,
    )
    return PlanDraft(
        plan,
        sme_signed=True,
        finance_signed=True,
        industries=[
            IndustryLine(
                row["id"],
                row["id"],
                row["name"],
                row["annex"],
                bool(row["common_problems"]),
                bool(row["scenarios"]),
            )
            for row in industries
        ],
        # By number and not by credit code: one operator may serve two industries.
        platforms=[
            PlatformLine(
                row["id"],
                str(row["id"]),
                row["name"],
                row["plan_industry_id"],
                row["planned"],
                bool(row["solution"]),
                bool(row["target"]),
            )
            for row in platforms
        ],
        enterprises=[
            EnterpriseLine(
                row["id"], row["uscc"], row["name"], str(row["platform_id"]), row["size"], row["giant"]
            )
            for row in enterprises
        ],
        costs=(),
    )
