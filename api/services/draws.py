"""Claims drawn by lot for audit, whatever the rules say of them, and what the auditors found (P15)."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from api.errors import Refusal
from api.policy.sampling import draw as draw_lots
from api.services.clock import today
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.store import Work

#: Less would say too little about what the rules miss.
LEAST = Decimal("0.05")


async def draw(
    work: Work,
    viewer: Viewer,
    share: Decimal = LEAST,
    seed: str | None = None,
    *,
    batch: int | None = None,
    on: date | None = None,
    at: datetime | None = None,
) -> list[int]:
    """Draw ``share`` of every unit's claims (of a batch) that were not in an earlier draw; their keys.

    Flagged or not: each claim has the same chance, so what is found speaks for all. The seed is kept with each.

    Raises:
        Refusal: the share is below 5 %, or nothing is left to draw from.
    """
    allow(viewer, "Draw", "draw")
    if not LEAST <= share <= 1:
        raise Refusal(
            "SHARE_TOO_SMALL",
            "随机抽取比例须在5%到100%之间 | The share to draw is from 5 % to 100 %",
            hint="比例过小时，估计不出漏查的虚假申请 | With less, missed fraud can't be estimated",
            clause="S1",
            field="share",
        )
    rows = await work.connection.fetch(
        """
        select claims.id, claims.unit_code, claims.synthetic,
               dense_rank() over (order by claims.unit_code)::integer as place,
               exists (select from flags where flags.unit_code = claims.unit_code and flags.claim_id = claims.id
                       and flags.state in ('open', 'in_case')) as flagged
        from claims
        join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
        join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
        join plan_industries on plan_industries.unit_code = platforms.unit_code
                            and plan_industries.id = platforms.plan_industry_id
        join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
        join batches on batches.id = plans.batch_id
        where claims.state not in ('rejected', 'withdrawn') and ($1::integer is null or batches.number = $1)
          and not exists (select from draws where draws.unit_code = claims.unit_code and draws.claim_id = claims.id)
        order by claims.id
        """,
        batch,
    )
    if not rows:
        raise Refusal(
            "NOTHING_TO_DRAW",
            "没有可抽取的申请 | There is no claim left to draw from",
            clause="S1",
            status=409,
        )
    seed = seed or secrets.token_hex(8)
    drawn = frozenset(draw_lots(((row["place"], row["id"]) for row in rows), share, seed))
    return await create(
        work,
        viewer,
        "Draw",
        "draw",
        [
            {
                "unit_code": row["unit_code"],
                "claim_id": row["id"],
                "seed": seed,
                "share": share,
                "flagged": row["flagged"],
                "drawn_on": on or today(),
                "synthetic": row["synthetic"],
            }
            for row in rows
            if row["id"] in drawn
        ],
        at=at,
    )


async def clear(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """These claims are as they were told. Values: audited_on, remark."""
    await take(work, viewer, "Draw", "clear", await _with_cost(work, steps))


async def fault(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """These claims are false. Values: audited_on, found_cost (yuan of the cost that proved real), remark.

    Raises:
        Refusal: more was found than was claimed.
    """
    costs = await _claimed(work, steps)
    for step in steps:
        found = step.values.get("found_cost")
        if step.id in costs and found is not None and found >= costs[step.id]:
            raise Refusal(
                "NOT_LESS",
                "审定成本不低于申报成本，应记为属实 | No less was found than was claimed: it is sound",
                field="found_cost",
                clause="S1",
            )
    await take(work, viewer, "Draw", "fault", steps)


async def _with_cost(work: Work, steps: Sequence[Step]) -> list[Step]:
    """What is sound was found to cost what was claimed."""
    costs = await _claimed(work, steps)
    return [
        Step(step.id, {**step.values, "found_cost": costs.get(step.id)}, step.at, step.why) for step in steps
    ]


async def _claimed(work: Work, steps: Sequence[Step]) -> dict[int, Decimal]:
    rows = await work.connection.fetch(
        "select draws.id, claims.actual_cost from draws join claims on claims.unit_code = draws.unit_code"
        " and claims.id = draws.claim_id where draws.id = any($1)",
        [step.id for step in steps],
    )
    return {row["id"]: row["actual_cost"] for row in rows}
