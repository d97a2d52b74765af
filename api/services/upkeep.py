"""Removes what has expired; the worker's only periodic job so far."""

from db.config import Database
from db.store import NATION, Store


async def upkeep(database: Database) -> int:
    """Deletes expired sessions, accounts of past hours and what is known of old imports, and says how many."""
    store = await Store.open(database.app_url, size=1)
    try:
        async with store.write(NATION) as work:
            swept = [
                await work.connection.execute("delete from sessions where expires_at < now()"),
                # The hour before this one is kept: the clocks of several machines differ.
                await work.connection.execute(
                    "delete from hourly_points where hour < date_trunc('hour', now()) - interval '1 hour'"
                ),
                await work.connection.execute(
                    "delete from running_imports where at < now() - interval '1 day'"
                ),
            ]
    finally:
        await store.close()
    return sum(int(status.split()[-1]) for status in swept)
