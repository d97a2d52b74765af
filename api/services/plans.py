"""Plans, their industries and platforms: drafting, signing, submitting, approving, carrying out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from api.errors import Refusal
from api.policy.plan import check_plan
from api.services.book import policy_book
from api.services.breaches import refusal
from api.services.clock import today
from api.services.plan_contents import content_changed, fingerprints, load_draft, policy_day
from api.services.plan_remarks import Remark, remark
from api.services.rows import Row
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.store import Work


async def draft(work: Work, viewer: Viewer, rows: Sequence[Row], *, at: datetime | None = None) -> list[int]:
    """New plans, one per unit and batch."""
    return await create(work, viewer, "Plan", "create", rows, at=at)


async def name_industries(
    work: Work, viewer: Viewer, rows: Sequence[Row], *, at: datetime | None = None
) -> list[int]:
    """The industries of plans that are still being drawn up."""
    plans = [row["plan_id"] for row in rows]
    await open_for_changes(work, plans)
    ids = await create(work, viewer, "PlanIndustry", "name", rows, at=at)
    await content_changed(work, viewer, plans, at=at)
    return ids


async def appoint(
    work: Work, viewer: Viewer, rows: Sequence[Row], *, at: datetime | Sequence[datetime] | None = None
) -> list[int]:
    """The platforms of the industries of plans that are still being drawn up."""
    allow(viewer, "Platform", "appoint")
    industries = [row["plan_industry_id"] for row in rows]
    plans = await work.connection.fetch(
        "select distinct plan_id from plan_industries where id = any($1)", industries
    )
    await open_for_changes(work, [plan for (plan,) in plans])
    ids = await create(work, viewer, "Platform", "appoint", rows, at=at, figure="planned")
    await content_changed(work, viewer, [plan for (plan,) in plans])
    return ids


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
    await open_for_changes(work, [plan for (plan,) in plans])
    steps = [Step(platform, {"planned": count}, at, figure=count) for platform, count in planned.items()]
    await take(work, viewer, "Platform", "replan", steps)
    await content_changed(work, viewer, [plan for (plan,) in plans], at=at)


async def sign_for_sme(
    work: Work, viewer: Viewer, ids: Sequence[int], on: date, *, at: datetime | None = None
) -> None:
    """The SME department's signature (A1)."""
    await _sign(work, viewer, "sme", ids, on, at)


async def sign_for_finance(
    work: Work, viewer: Viewer, ids: Sequence[int], on: date, *, at: datetime | None = None
) -> None:
    """The finance department's signature (A1)."""
    await _sign(work, viewer, "finance", ids, on, at)


async def _sign(
    work: Work, viewer: Viewer, department: str, ids: Sequence[int], on: date, at: datetime | None
) -> None:
    """A signature is of what the plan says now: whatever is changed later is not signed."""
    contents = await fingerprints(work.connection, ids)
    steps = [
        Step(plan, {f"{department}_signed_on": on, f"{department}_signed_content": contents.get(plan)}, at)
        for plan in ids
    ]
    await take(work, viewer, "Plan", f"sign_{department}", steps)


async def withdraw_signature(
    work: Work, viewer: Viewer, department: str, ids: Sequence[int], why: str, *, at: datetime | None = None
) -> None:
    """A department takes its signature back while the plan is not handed in; ``department``: sme or finance.

    Raises:
        Refusal: it has not signed.
    """
    allow(viewer, "Plan", f"unsign_{department}")
    column = f"{department}_signed_on"
    unsigned = await work.connection.fetchval(
        f"select id from plans where id = any($1) and {column} is null limit 1",  # noqa: S608
        list(ids),
    )
    if unsigned is not None:
        raise Refusal(
            "NOT_SIGNED",
            "方案{id}尚无该部门签署 | Plan {id} has no signature of this department",
            clause="A1",
            status=409,
            id=unsigned,
        )
    nothing = {column: None, f"{department}_signed_content": None}
    await take(work, viewer, "Plan", f"unsign_{department}", [Step(plan, nothing, at, why) for plan in ids])


async def submit(
    work: Work, viewer: Viewer, ids: Sequence[int], on: date, *, at: datetime | None = None
) -> None:
    """Hand plans in: both departments have signed, and every limit is kept.

    Raises:
        Refusal: a signature is missing or of another content (A1), or the plan breaks a limit (P1, P6, P7, P8).
    """
    allow(viewer, "Plan", "submit")
    book = await policy_book(work)
    for plan in ids:
        found = check_plan(
            await load_draft(work.connection, plan), book, await policy_day(work.connection, plan)
        )
        # What both departments have to do comes last: the rest is to be mended before they sign.
        found.sort(key=lambda breach: breach.code == "NOT_SIGNED")
        barring = [breach for breach in found if breach.bars_submission]
        if barring:
            raise refusal(barring)
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
    work: Work,
    viewer: Viewer,
    ids: Sequence[int],
    why: str,
    *,
    remarks: Sequence[Remark] = (),
    on: date | None = None,
    at: datetime | None = None,
) -> None:
    """Return plans with a reason, and remarks on their items; they may be changed and submitted again.

    Raises:
        Refusal: a remark is about an item of another plan.
    """
    await take(work, viewer, "Plan", "return", [Step(plan, {}, at, why) for plan in ids])
    for plan in ids:
        await remark(work, viewer, plan, remarks, on or today(), at=at)


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


async def open_for_changes(work: Work, ids: Sequence[int]) -> None:
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
