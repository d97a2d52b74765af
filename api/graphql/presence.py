"""Whether the person at the other end of a connection that stays open may still be there."""

import asyncio

import asyncpg

from api.graphql.live import Live
from api.viewer import Again, Viewer


async def until_gone(live: Live, again: Again | None, secret: str | None, viewer: Viewer) -> Viewer | None:
    """Waits until the viewer is another one than before: nobody, or one with other rights. None: the server stops."""
    while True:
        try:
            async with asyncio.timeout(live.patience.recheck):
                await live.closed.wait()
            return None
        except TimeoutError:
            pass
        if again is None:
            continue
        try:
            now = await again(secret)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            continue  # no database just now: then there is nothing to read either
        if (now.user_id, now.roles, now.rows, now.scopes) != (
            viewer.user_id,
            viewer.roles,
            viewer.rows,
            viewer.scopes,
        ):
            return now
