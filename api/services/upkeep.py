"""Removes what has expired, and files that nothing names: the worker's periodic job."""

from api.services.files.base import Files
from api.services.files.sweep import sweep
from db.config import Database
from db.store import NATION, Store


async def upkeep(database: Database, files: Files) -> tuple[int, int]:
    """Deletes expired sessions, accounts of past hours, what is known of old imports, and files that no row names.

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
                await work.connection.execute(
                    "delete from running_imports where at < now() - interval '1 day'"
                ),
            ]
        cleared = await sweep(store, files)
    finally:
        await store.close()
    return sum(int(status.split()[-1]) for status in swept), cleared
