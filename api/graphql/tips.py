"""How to reach who told something, in GraphQL: told once to the officer who looks into it, and written down."""

from typing import Annotated, Any

import strawberry

from api.graphql.deeds import key_of
from api.services.steps import writing
from api.services.tip_contact import unseal


async def unseal_tip(
    info: strawberry.Info,
    tip: Annotated[strawberry.ID, strawberry.argument(description="举报线索 | The tip-off")],
    why: Annotated[str, strawberry.argument(description="事由，留痕 | Why; it is written down")],
) -> str:
    context: Any = info.context
    async with writing(context.store, context.viewer) as work:
        return await unseal(work, context.vault, context.viewer, key_of("Tip", tip), why)
