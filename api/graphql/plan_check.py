"""How a plan stands with each clause of the notice, and what its platforms may expect, as it is stored now."""

import datetime
from decimal import Decimal
from typing import Annotated, Any

import strawberry

from api.errors import Refusal
from api.graphql.deeds import global_id, key_of
from api.graphql.names import camel
from api.graphql.words import word_enum
from api.policy.access import may_check_plans
from api.policy.plan_checklist import Standing
from api.services.plan_contents import examine
from db.store import Store

StandingEnum = word_enum(Standing, "与条款的关系 | How a plan stands with a clause")


@strawberry.type(description="方案的一个问题或提示 | Something about a plan that is to be mended or known")
class PlanProblem:
    code: str = strawberry.field(description="代码 | Stable code")
    message: str = strawberry.field(description="说明 | What it is, in the caller's language")
    hint: str | None = strawberry.field(description="建议 | What to do")
    bars: bool = strawberry.field(description="阻止上报 | Keeps the plan from being submitted")
    of: strawberry.ID | None = strawberry.field(
        description="所指记录 | The industry, platform or enterprise it is about"
    )
    field: str | None = strawberry.field(description="所指填写项 | The field it is about")


@strawberry.type(description="方案与一条款 | A plan held against one clause")
class PlanClause:
    clause: str = strawberry.field(description="条款 | Clause")
    standing: StandingEnum = strawberry.field(description="结论 | How it stands")  # type: ignore[valid-type]
    problems: list[PlanProblem] = strawberry.field(description="问题和提示 | What is wrong or to be known")


@strawberry.type(description="一个平台的测算 | What a platform of a plan may expect (F1, F2, F3)")
class PlanPlatform:
    platform: strawberry.ID = strawberry.field(description="服务平台 | Platform")
    enterprises: int = strawberry.field(description="列入企业数 | Enterprises listed")
    costed: int = strawberry.field(description="已测算成本的企业数 | Those with an expected cost")
    capped: int = strawberry.field(
        description="达到每家上限的企业数 | Those cut by the cap per enterprise (F2)"
    )
    cost: Decimal = strawberry.field(description="预计成本合计（元） | Expected cost (CNY)")
    share: Decimal = strawberry.field(description="30%合计（元） | The share of the cost (CNY, F1)")
    awards: Decimal = strawberry.field(description="逐家封顶后合计（元） | Within each cap (CNY, F2)")
    award: Decimal = strawberry.field(description="测算奖补（元） | Estimated award (CNY, F3)")


@strawberry.type(description="方案检查 | A plan held against the notice")
class PlanCheck:
    ready: bool = strawberry.field(description="可以上报 | Nothing keeps it from being submitted")
    day: datetime.date = strawberry.field(
        description="所依限额的日期 | The day whose limits hold: the first of the batch"
    )
    clauses: list[PlanClause] = strawberry.field(description="逐条结论 | Clause by clause")
    platforms: list[PlanPlatform] = strawberry.field(description="逐平台测算 | Platform by platform")


async def plan_check(
    info: strawberry.Info,
    plan: Annotated[strawberry.ID, strawberry.argument(description="实施方案 | The plan")],
) -> PlanCheck | None:
    viewer = info.context.viewer
    store: Store = info.context.store
    if viewer.rows.organization is not None or not may_check_plans(viewer.roles):
        raise Refusal("FORBIDDEN", "您无权查看方案检查 | You may not see how a plan is checked", status=403)
    key = int(key_of("Plan", plan))
    async with store.read(viewer.rows) as connection:
        found = await examine(connection, key)
    if found is None:
        return None
    return PlanCheck(
        ready=found.ready,
        day=found.day,
        clauses=[
            PlanClause(
                clause=item.clause,
                standing=StandingEnum(item.standing.value),
                problems=[
                    PlanProblem(
                        code=breach.code,
                        message=breach.say(viewer.lang),
                        hint=breach.advise(viewer.lang) or None,
                        bars=breach.bars_submission,
                        of=_subject(breach.where),
                        field=_field(breach.where),
                    )
                    for breach in item.breaches
                ],
            )
            for item in found.items
        ],
        platforms=[
            PlanPlatform(
                platform=global_id("Platform", one.platform),
                enterprises=one.enterprises,
                costed=one.costed,
                capped=one.capped,
                cost=one.cost,
                share=one.share,
                awards=one.awards,
                award=one.award,
            )
            for one in found.estimates
        ],
    )


def _subject(where: tuple[Any, ...]) -> strawberry.ID | None:
    return global_id(*where[0]) if where and where[0] else None


def _field(where: tuple[Any, ...]) -> str | None:
    return camel(where[1]) if len(where) > 1 and where[1] else None
