"""What is asked of the whole country in the name of the system, whoever's turn it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from db.store import Work


@asynccontextmanager
async def nationally(work: Work) -> AsyncIterator[None]:
    """What a check must see, though the person whose turn it is does not: nothing of it is told to them."""
    before = await work.connection.fetchval("select current_setting('app.national', true)")
    await work.connection.execute("select set_config('app.national', 'y', true)")
    try:
        yield
    finally:
        await work.connection.execute("select set_config('app.national', $1, true)", before or "")
