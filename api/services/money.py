"""The money of platforms: prepaid, settled, paid out or recovered."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from api.errors import Refusal
from api.policy.flag import yuan
from api.policy.settlement import FEN, Cut, Line, PlatformAccount, ProjectCost, Settlement, balance, settle
from api.services.book import policy_book
from api.services.rows import insert
from api.services.steps import Step, take
from api.viewer import Viewer
from db.enums import DisbursementKind, Role
from db.resource import both
from db.store import Work


@dataclass(frozen=True)
class Paid:
    """A line added to a platform's ledger."""

    platform_id: int
    kind: DisbursementKind
    amount: Decimal


async def prepay(work: Work, viewer: Viewer, platforms: Sequence[int], on: date) -> list[Paid]:
    """Prepay the batch's ratio of what the plan estimates, within the platform's cap (F3, F4), once.

    Raises:
        Refusal: no ratio is set for the batch; a plan is not approved; something was prepaid already.
    """
    _treasury(viewer)
    rows = await work.connection.fetch(
        """
        select platforms.id, platforms.unit_code, platforms.synthetic, batches.prepayment_ratio as ratio,
               plans.approved_on, coalesce(sum(projects.planned_award), 0) as estimated,
               exists (select from disbursements where disbursements.unit_code = platforms.unit_code
                       and disbursements.platform_id = platforms.id and kind = 'prepayment') as prepaid
        from platforms
        join plan_industries on plan_industries.unit_code = platforms.unit_code
                            and plan_industries.id = platforms.plan_industry_id
        join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
        join batches on batches.id = plans.batch_id
        left join projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
                          and projects.state <> 'withdrawn'
        where platforms.id = any($1) and platforms.state = 'appointed'
        group by 1, 2, 3, 4, 5
        order by 1
        """,
        list(platforms),
    )
    cap = (await policy_book(work)).limit("award_per_platform", on).value
    lines = []
    for row in rows:
        if row["ratio"] is None:
            raise Refusal(
                "NO_RATIO",
                "本批次未确定预拨比例 | The batch has no prepayment ratio yet",
                clause="F4",
                status=409,
            )
        if row["approved_on"] is None:
            raise Refusal(
                "NOT_APPROVED", "方案尚未批复，不能预拨 | The plan is not approved", clause="F4", status=409
            )
        if row["prepaid"]:
            raise Refusal(
                "PREPAID_ALREADY", "平台{id}已预拨 | Platform {id} is prepaid", clause="F4", id=row["id"]
            )
        amount = (min(row["estimated"], cap) * row["ratio"]).quantize(FEN, ROUND_DOWN)
        lines.append((row, DisbursementKind.PREPAYMENT, amount))
    return await _enter(work, lines, on)


async def settle_platforms(
    work: Work,
    viewer: Viewer,
    platforms: Sequence[int],
    on: date,
    *,
    exceptions: dict[int, str] | None = None,
    at: datetime | None = None,
) -> dict[int, Settlement]:
    """Compute and keep the award of each platform from its confirmed projects with approved claims (F6).

    May be repeated, after a penalty for instance. ``exceptions``: why a platform with fewer than ten
    passed is awarded all the same (F7). Approved claims become settled.
    """
    book = await policy_book(work)
    rows = await work.connection.fetch(
        """
        select platforms.id, platforms.deduction, platforms.state,
               array_agg(projects.id order by projects.id) filter (where claims.id is not null) as projects,
               array_agg(claims.actual_cost order by projects.id) filter (where claims.id is not null) as costs,
               array_agg(claims.id order by projects.id) filter (where claims.state = 'approved') as claims
        from platforms
        left join projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
                          and projects.state = 'passed' and projects.confirmed_on is not null
        left join claims on claims.unit_code = projects.unit_code and claims.project_id = projects.id
                        and claims.state in ('approved', 'settled')
        where platforms.id = any($1)
        group by platforms.id, platforms.deduction, platforms.state
        order by 1
        """,
        list(platforms),
    )
    settlements = {}
    for row in rows:
        costs = zip(row["projects"] or (), row["costs"] or (), strict=True)
        account = PlatformAccount(
            [ProjectCost(*cost) for cost in costs],
            row["deduction"],
            disqualified=row["state"] == "disqualified",
            exception=(exceptions or {}).get(row["id"]),
        )
        settlements[row["id"]] = settle(account, book, on)
    await take(
        work,
        viewer,
        "Platform",
        "settle",
        [
            Step(
                platform,
                {"award": settlement.award},
                at,
                _explained(settlement, (exceptions or {}).get(platform)),
                settlement.award,
            )
            for platform, settlement in settlements.items()
        ],
    )
    claims = [claim for row in rows for claim in row["claims"] or ()]
    await take(work, viewer, "Claim", "settle", [Step(claim, {}, at) for claim in claims])
    return settlements


async def pay_balance(work: Work, viewer: Viewer, platforms: Sequence[int], on: date) -> list[Paid]:
    """Pay what is still due to platforms that are settled or disqualified, or recover what is too much."""
    _treasury(viewer)
    rows = await work.connection.fetch(
        """
        select platforms.id, platforms.unit_code, platforms.synthetic, platforms.state, platforms.award,
               coalesce(sum(case when kind = 'recovery' then -amount else amount end), 0) as disbursed
        from platforms
        left join disbursements on disbursements.unit_code = platforms.unit_code
                               and disbursements.platform_id = platforms.id
        where platforms.id = any($1) group by 1, 2, 3, 4, 5 order by 1
        """,
        list(platforms),
    )
    lines = []
    for row in rows:
        if row["state"] == "appointed":
            raise Refusal(
                "NOT_SETTLED",
                "平台{id}尚未核定，不能清算拨付 | Platform {id} is not settled yet",
                clause="F6",
                status=409,
                id=row["id"],
            )
        due = balance(row["award"] or Decimal(0), row["disbursed"])
        if due:
            kind = DisbursementKind.SETTLEMENT if due > 0 else DisbursementKind.RECOVERY
            lines.append((row, kind, abs(due)))
    return await _enter(work, lines, on)


async def _enter(work: Work, lines: Sequence[tuple[Any, DisbursementKind, Decimal]], on: date) -> list[Paid]:
    lines = [line for line in lines if line[2] > 0]
    letters = {"prepayment": "YB", "settlement": "QS", "recovery": "ZJ"}
    await insert(
        work,
        "Disbursement",
        [
            {
                "unit_code": row["unit_code"],
                "platform_id": row["id"],
                "kind": kind,
                "amount": amount,
                "paid_on": on,
                "reference": f"{letters[kind]}{on:%Y%m%d}-{row['id']:06d}",
                "synthetic": row["synthetic"],
            }
            for row, kind, amount in lines
        ],
    )
    return [Paid(row["id"], kind, amount) for row, kind, amount in lines]


def _treasury(viewer: Viewer) -> None:
    if Role.FINANCE_OFFICER not in viewer.roles:
        raise Refusal(
            "FORBIDDEN", "资金拨付由财务管理员办理 | Money is moved by finance officers", status=403
        )


def _explained(settlement: Settlement, exception: str | None) -> str:
    """The settlement as its event keeps it: a sentence, and the lines from which each fen can be recomputed."""
    by_cut: dict[Cut, list[Line]] = {}
    for line in settlement.lines:
        by_cut.setdefault(line.cut, []).append(line)
    parts = [
        f"{both(cut.label)[0]}（{lines[0].clause}）{yuan(sum((line.amount for line in lines), Decimal(0)))}"
        for cut, lines in by_cut.items()
    ]
    if exception:
        parts.append(f"例外事由：{exception}")
    detail = [
        [line.cut, line.clause, str(line.amount), str(line.basis), str(line.limit), line.project_id]
        for line in settlement.lines
    ]
    return f"核定{yuan(settlement.award)}元：{'；'.join(parts)}\n{json.dumps(detail, separators=(',', ':'))}"
