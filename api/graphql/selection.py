"""How far the country is with appointing platforms, and how a plan's places fall on operators (G3, P12)."""

from typing import Annotated

import strawberry

from api.graphql.deeds import key_of
from api.services.book import read_policy_book
from api.services.calls import scatter
from api.services.clock import today


@strawberry.type(description="平台集中度 | How a plan's places fall on operators")
class Scatter:
    platforms: int = strawberry.field(description="平台数，含拟入选 | Platforms, with those proposed")
    operators: int = strawberry.field(description="运营主体数 | Different operators")
    enterprises: int = strawberry.field(description="计划改造家数 | Enterprises planned")
    each: int = strawberry.field(description="每个主体平均家数 | Enterprises per operator")
    too_scattered: bool = strawberry.field(description="过于分散（P12） | Too scattered (P12)")


@strawberry.type(description="平台遴选的全国目标 | The national goal of selection")
class SelectionGoal:
    appointed: int = strawberry.field(description="全国已遴选 | Appointed in the whole country")
    goal: int = strawberry.field(description="目标（G3） | Goal (G3)")
    scatter: Scatter | None = strawberry.field(
        description="所问公告的方案 | The plan of the call asked about"
    )


async def selection_goal(
    info: strawberry.Info,
    call: Annotated[
        strawberry.ID | None, strawberry.argument(description="遴选公告 | A call for platforms")
    ] = None,
) -> SelectionGoal:
    async with info.context.store.read(info.context.viewer.rows) as connection:
        appointed = await connection.fetchval("select platforms_appointed()")
        book = await read_policy_book(connection)
        # An operator sees its own platforms only, of which nothing follows for the plan.
        whole = call is not None and info.context.viewer.rows.organization is None
        found = await scatter(connection, int(key_of("Call", call))) if whole else None
    return SelectionGoal(
        appointed=appointed,
        goal=int(book.limit("platforms", today()).value),
        scatter=Scatter(**found) if found else None,
    )
