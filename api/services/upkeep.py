"""Removes what has expired, and files that nothing names: the worker's periodic job."""

from api.services.files.base import Files
from api.services.files.sweep import sweep
from db.config import Database
from db.store import NATION, Store


async def upkeep(database: Database, files: Files) -> tuple[int, int]:
    """Deletes expired sessions, accounts of past hours, old attempts, what is known of old imports, and files that no row names.

    How many rows, how many files.
    """
    store = await Store.open(database.app_url, size=1)
    try:
        async with store.write(NATION) as work:
            swept = [
                await work.connection.execute("delete from sessions where expires_at < now()"),
                # The hour before this one is kept: the clocks of several machines differ.
                await work.connection.execute(
                    "delete from hourly_points where hour < date_trunc('hour', now()) - interval '1 hour'"
                ),
                # Whoever tried so long ago begins anew: nothing need be known of them.
                await work.connection.execute(
                    "delete from attempts where greatest(last_at, until) < now() - interval '1 day'"
                ),
                await work.connection.execute(
                    "delete from running_imports where at < now() - interval '1 day'"
                ),
            ]
        cleared = await sweep(store, files)
    finally:
        await store.close()
    return sum(int(status.split()[-1]) for status in swept), cleared
