"""Clears away stored files that no row names: uploads that were refused or broken off, attachments removed."""

from datetime import datetime, timedelta
from typing import Any

from api.services.clock import now
from api.services.files.base import Files
from db.store import NATION, Store

#: So old a file is when it is looked at: an upload under way has long ended.
KEPT = timedelta(days=1)


async def hold(connection: Any, sha256: str) -> None:
    """Until the transaction ends, nobody else takes a file of this fingerprint into use, or clears it away."""
    await connection.execute("select pg_advisory_xact_lock(hashtextextended('file:' || $1, 0))", sha256)


async def sweep(store: Store, files: Files, before: datetime | None = None) -> int:
    """How many files were cleared away, of those stored ``before`` (a day ago)."""
    swept = 0
    async for sha256 in files.older(before or now() - KEPT):
        async with store.write(NATION) as work:
            await hold(work.connection, sha256)
            # The row counts as it is now, not as it was when the list was made.
            if not await work.connection.fetchval(
                "select exists (select from attachments where sha256 = $1)", sha256
            ):
                await files.remove(sha256)
                swept += 1
    return swept
