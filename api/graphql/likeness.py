"""``likeMine``: the published lighthouses most like an enterprise, why, and what that lets it expect (W2, P11)."""

import decimal
from typing import Annotated

import strawberry

from api.errors import Refusal
from api.graphql.deeds import global_id, key_of
from api.graphql.words import word_enum
from api.policy.likeness import ALIKE, SHOWN, Like, Range, Trait
from api.services.likeness import compare, sector_of, trait_of
from db.enums import EnterpriseSize
from db.resource import both

SizeEnum = word_enum(EnterpriseSize, "规模 | Size")


@strawberry.type(description="一项相似之处 | One trait and how alike it is")
class LikeReason:
    trait: str = strawberry.field(description="特征 | industry, size, employees, revenue or level")
    points: decimal.Decimal = strawberry.field(description="得分 | Points")
    most: int = strawberry.field(description="满分 | Points there are")
    text: str = strawberry.field(description="说明 | In the caller's language")


@strawberry.type(description="相似的灯塔企业 | A lighthouse that is like it")
class LikeLighthouse:
    proof: strawberry.ID = strawberry.field(description="灯塔佐证 | The proof")
    points: decimal.Decimal = strawberry.field(description="相似度（0–100） | How alike, of 100")
    reasons: list[LikeReason] = strawberry.field(description="为何相似 | Why")


@strawberry.type(
    description="预期范围，中间一半在 low 与 high 之间 | The middle half lies between low and high"
)
class LikeRange:
    count: int = strawberry.field(description="依据的灯塔数 | Lighthouses behind it")
    low: decimal.Decimal | None = strawberry.field(
        description="下四分位 | Lower quartile; null where too few"
    )
    middle: decimal.Decimal | None = strawberry.field(description="中位数 | Median")
    high: decimal.Decimal | None = strawberry.field(description="上四分位 | Upper quartile")


@strawberry.type(description="与某企业相似的灯塔 | Lighthouses like an enterprise")
class Likeness:
    least: int = strawberry.field(
        description="计入预期的最低相似度 | How alike one must be to count for the ranges"
    )
    cost: LikeRange = strawberry.field(description="改造成本（元） | Cost in yuan")
    months: LikeRange = strawberry.field(description="历时（月） | Months taken")
    nearest: list[LikeLighthouse] = strawberry.field(description="最相似的灯塔 | The most alike first")


async def like_mine(
    info: strawberry.Info,
    organization: Annotated[
        strawberry.ID | None,
        strawberry.argument(description="登记的企业，未另填的特征取自登记 | A registered enterprise"),
    ] = None,
    industry: Annotated[
        str | None, strawberry.argument(description="行业代码 | Code of its industry")
    ] = None,
    size: Annotated[SizeEnum | None, strawberry.argument(description="规模 | Size")] = None,  # type: ignore[valid-type]
    employees: Annotated[int | None, strawberry.argument(description="从业人数 | Employees")] = None,
    revenue: Annotated[
        decimal.Decimal | None, strawberry.argument(description="年营业收入（元） | Revenue in yuan")
    ] = None,
    level: Annotated[
        int | None, strawberry.argument(description="现有数字化水平 1–4 | Its digital level now")
    ] = None,
) -> Likeness:
    if level is not None and not 1 <= level <= 4:
        raise Refusal("BAD_VALUE", "数字化水平为1至4级 | A digital level is 1 to 4")
    key = int(key_of("Organization", organization)) if organization else None
    async with info.context.store.read(info.context.viewer.rows) as connection:
        known = await trait_of(connection, key) if key is not None else Trait()
        code = industry or known.industry
        mine = Trait(
            code,
            await sector_of(connection, code) if code else None,
            getattr(size, "value", size) or known.size,
            employees if employees is not None else known.employees,
            revenue if revenue is not None else known.revenue,
            level or known.level,
        )
        likes, cost, months = await compare(connection, mine, key)
    lang = info.context.viewer.lang == "en"
    return Likeness(
        least=ALIKE,
        cost=_range(cost),
        months=_range(months),
        nearest=[_like(one, lang) for one in likes[:SHOWN] if one.points],
    )


def _range(found: Range) -> LikeRange:
    return LikeRange(count=found.count, low=found.low, middle=found.middle, high=found.high)


def _like(one: Like, english: bool) -> LikeLighthouse:
    return LikeLighthouse(
        proof=global_id("Proof", one.lighthouse.id),
        points=one.points,
        reasons=[
            LikeReason(
                trait=reason.trait, points=reason.points, most=reason.most, text=both(reason.text)[english]
            )
            for reason in one.reasons
        ],
    )
