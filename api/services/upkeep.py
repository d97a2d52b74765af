"""Removes what has expired; the worker's only periodic job so far."""

from db.config import Database
from db.store import NATION, Store


async def upkeep(database: Database) -> int:
    """Deletes expired sessions and says how many."""
    store = await Store.open(database.app_url, size=1)
    try:
        async with store.write(NATION) as work:
            status: str = await work.connection.execute("delete from sessions where expires_at < now()")
    finally:
        await store.close()
    return int(status.split()[-1])
