"""Removes what has expired; the worker's only periodic job so far."""

import asyncpg

from db.config import Database


async def upkeep(database: Database) -> int:
    """Deletes expired sessions and says how many."""
    connection = await asyncpg.connect(database.app_url)
    try:
        status: str = await connection.execute("delete from session where expires_at < now()")
    finally:
        await connection.close()
    return int(status.split()[-1])
