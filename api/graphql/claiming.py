"""How a project's papers stand before a claim: the amount with its clauses, and what is not in order."""

from decimal import Decimal
from typing import Annotated

import strawberry

from api.graphql.deeds import global_id, key_of
from api.services.claiming import review_of
from api.services.clock import today
from db.resource import both


@strawberry.type(description="测算的一步 | A step of the sum")
class ClaimLine:
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    clause: str = strawberry.field(description="条款 | Clause")
    basis: Decimal = strawberry.field(description="基数 | Basis")
    limit: Decimal = strawberry.field(description="比例或上限 | Share or cap")
    amount: Decimal = strawberry.field(description="金额 | Amount; a cut is negative")


@strawberry.type(description="一处不符 | Something that is not in order")
class ClaimIssue:
    code: str = strawberry.field(description="代码 | Stable code")
    message: str = strawberry.field(description="说明 | What is wrong, in the caller's language")
    hint: str | None = strawberry.field(description="建议 | What to do")
    clause: str | None = strawberry.field(description="条款 | Clause it rests on")
    blocking: bool = strawberry.field(description="阻止申请 | Stops the claim")
    about: strawberry.ID | None = strawberry.field(description="所在凭证 | The paper it is about")


@strawberry.type(
    description="奖补测算与凭证核对 | What may be claimed for a project, and how its papers stand"
)
class ClaimReview:
    cost: Decimal = strawberry.field(description="可计入成本 | Eligible cost")
    amount: Decimal = strawberry.field(description="可申请金额 | What may be asked for")
    lines: list[ClaimLine] = strawberry.field(description="测算过程 | How it comes about")
    issues: list[ClaimIssue] = strawberry.field(description="核对结果 | What is not in order")


async def claim_review(
    info: strawberry.Info,
    of: Annotated[strawberry.ID, strawberry.argument(description="改造项目 | Project")],
    cost: Annotated[
        Decimal | None,
        strawberry.argument(description="申报成本 | The cost to claim; all that is eligible if not given"),
    ] = None,
) -> ClaimReview | None:
    viewer = info.context.viewer
    async with info.context.store.read(viewer.rows) as connection:
        found = await review_of(connection, key_of("Project", of), today(), cost=cost)
    if found is None:
        return None
    return ClaimReview(
        cost=found.cost,
        amount=found.amount,
        lines=[
            ClaimLine(
                label=both(line.cut.label)[0],
                label_en=both(line.cut.label)[1],
                clause=line.clause,
                basis=line.basis,
                limit=line.limit,
                amount=line.amount,
            )
            for line in found.lines
        ],
        issues=[
            ClaimIssue(
                code=breach.code,
                message=breach.say(viewer.lang),
                hint=breach.advise(viewer.lang) or None,
                clause=breach.clause,
                blocking=breach.blocking,
                about=global_id(*breach.where) if breach.where else None,
            )
            for breach in found.breaches
        ],
    )
