"""Claims: a platform asks for the award of a project; others check, approve, hold or reject."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy.settlement import award_of_project
from api.policy.wording import yuan
from api.services.book import policy_book
from api.services.rows import Row, update
from api.services.steps import Step, allow, create, own_rows_only, take
from api.viewer import Viewer
from db.store import Work


async def submit(
    work: Work, viewer: Viewer, rows: Sequence[Row], *, at: datetime | Sequence[datetime] | None = None
) -> list[int]:
    """New claims on projects that passed.

    Raises:
        Refusal: a project has not passed (F6), its cost is not covered by eligible cost items (F1),
            or more is asked than 30 % of it, or than 300,000 (F1, F2).
    """
    allow(viewer, "Claim", "submit")
    ids = [row["project_id"] for row in rows]
    await own_rows_only(work, viewer, "Project", ids)
    found = await work.connection.fetch(
        """
        select projects.id, projects.state, coalesce(costs.eligible, 0) as eligible
        from projects
        left join lateral (select sum(amount) as eligible from cost_items
                           where cost_items.unit_code = projects.unit_code
                             and cost_items.project_id = projects.id and eligible) costs on true
        where projects.id = any($1)
        """,
        ids,
    )
    projects = {row["id"]: row for row in found}
    book = await policy_book(work)
    for row in rows:
        _check(
            row,
            projects.get(row["project_id"]),
            award_of_project(row["actual_cost"], book, row["submitted_on"]),
        )
    claims = await create(work, viewer, "Claim", "submit", rows, at=at)
    await update(
        work,
        "Project",
        [
            {"id": row["project_id"], "actual_cost": row["actual_cost"], "claimed": row["amount"]}
            for row in rows
        ],
    )
    return claims


async def check(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The provincial finance department has looked at the papers."""
    await take(work, viewer, "Claim", "check", steps)


async def approve(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The national decision. Values: approved_amount, decided_on.

    Raises:
        Refusal: more is approved than asked.
    """
    asked = dict(
        await work.connection.fetch(
            "select id, amount from claims where id = any($1)", [step.id for step in steps]
        )
    )
    for step in steps:
        if step.id in asked and step.values["approved_amount"] > asked[step.id]:
            raise Refusal(
                "MORE_THAN_ASKED",
                "核准金额高于申请金额 | More is approved than was asked for",
                clause="F6",
                id=step.id,
            )
    await take(work, viewer, "Claim", "approve", steps)


async def reject(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Turn claims down. Values: decided_on."""
    await take(work, viewer, "Claim", "reject", steps)
    # The project no longer asks for anything; a better claim may follow.
    rows = await work.connection.fetch(
        "select distinct project_id from claims where id = any($1)", [step.id for step in steps]
    )
    await update(work, "Project", [{"id": row["project_id"], "claimed": None} for row in rows])


async def hold(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """A case is open on these claims: nothing is paid on them."""
    await take(work, viewer, "Claim", "hold", steps)


async def release(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The case left these claims untouched: they go on as checked."""
    await take(work, viewer, "Claim", "release", steps)


def _check(claim: Row, project: Any, most: Decimal) -> None:
    if project is None:
        raise Refusal(
            "NOT_FOUND",
            "项目{id}不存在 | Project {id} does not exist",
            status=404,
            id=claim["project_id"],
        )
    if project["state"] != "passed":
        raise Refusal(
            "NOT_PASSED",
            "项目{id}尚未通过验收，不能申请奖补 | Project {id} has not passed, so nothing can be claimed for it",
            clause="F6",
            status=409,
            id=project["id"],
        )
    if claim["actual_cost"] > project["eligible"]:
        raise Refusal(
            "COST_NOT_COVERED",
            "项目{id}申报成本{cost}元，可计入的成本项合计仅{eligible}元"
            " | Project {id}: the cost is given as CNY {cost}, its eligible items add up to {eligible}",
            hint="补充成本项，或按成本项合计申报 | Add the missing items, or claim what they add up to",
            clause="F1",
            id=project["id"],
            cost=yuan(claim["actual_cost"]),
            eligible=yuan(project["eligible"]),
        )
    if claim["amount"] > most:
        raise Refusal(
            "ABOVE_LIMIT",
            "项目{id}申请{amount}元，按成本{cost}元最多{most}元"
            " | Project {id} asks for CNY {amount}; a cost of {cost} allows {most} at most",
            hint="按30%且不超过30万元重新测算 | At most 30 % of the cost, and CNY 300,000",
            clause="F1" if most < Decimal(300_000) else "F2",
            id=project["id"],
            amount=yuan(claim["amount"]),
            cost=yuan(claim["actual_cost"]),
            most=yuan(most),
        )
