"""The process for work that nobody waits for: runs of the rules, the day's anchor of the audit trail, clearing up."""

import asyncio
import logging
import time
from datetime import timedelta
from typing import NoReturn

import asyncpg
from pgqueuer.applications import PgQueuer
from pgqueuer.models import Job, Schedule

from api.config import Settings
from api.services import scans
from api.services.audit_anchor import anchor_today
from api.services.files.cabinet import open_cabinet
from api.services.upkeep import upkeep
from api.viewer import SYSTEM
from db.config import Database
from db.enums import ScanScope
from db.jobs import queries
from db.store import NATION, Store

log = logging.getLogger("dengta.worker")

#: When the rules run over the country, and over what has changed; when is cleared up (cron, China's time).
NIGHTLY, OFTEN, CLEARING = "0 2 * * *", "*/10 * * * *", "*/10 * * * *"
#: A job whose worker has not been heard of for so long is taken up by another.
LOST = timedelta(seconds=60)
#: Seconds before a database that was gone is tried again.
AGAIN = 5.0


async def work(settings: Settings, database: Database) -> None:
    """Answer the queue until cancelled.

    Raises:
        OSError, asyncpg.PostgresError: the database is gone.
    """
    store = await Store.open(database.app_url, size=4)
    connection = await asyncpg.connect(database.app_url, server_settings={"timezone": "Asia/Shanghai"})
    try:
        own = queries(connection)
        queue = PgQueuer(own.driver, queries=own)
        _answer(queue, store, settings, database)
        await queue.run(dequeue_timeout=timedelta(seconds=30), heartbeat_timeout=LOST)
    finally:
        await connection.close()
        await store.close()


def keep_working(settings: Settings, database: Database) -> NoReturn:
    """Until a signal ends it; a database that is gone for a while is waited for."""
    while True:
        try:
            asyncio.run(work(settings, database))
        except (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError) as error:
            log.warning("No database just now, trying again later: %s", error)
        time.sleep(AGAIN)


async def round_once(settings: Settings, database: Database) -> None:
    """All that is due, once: what is queued, the anchor, and clearing up."""
    store = await Store.open(database.app_url, size=4)
    try:
        for key in await scans.waiting(store):
            await scans.run(store, key)
    finally:
        await store.close()
    await clear_up(settings, database)


async def clear_up(settings: Settings, database: Database) -> None:
    files = open_cabinet(settings.files).files
    rows, cleared = await upkeep(database, files)
    log.info("Removed %d expired rows and %d files that nothing names.", rows, cleared)
    if (day := await anchor_today(database, settings.database.data)) is not None:
        log.info("Signed the audit anchor of %s.", day)


def _answer(queue: PgQueuer, store: Store, settings: Settings, database: Database) -> None:
    @queue.entrypoint(scans.JOB, concurrency_limit=1)
    async def scan(job: Job) -> None:
        assert job.payload is not None
        ran = await scans.run(store, int(job.payload))
        log.info(
            "Run %s of the rules: %d new, %d lapsed.", job.payload.decode(), len(ran.raised), len(ran.lapsed)
        )

    @queue.schedule("scan_country", NIGHTLY)
    async def nightly(_: Schedule) -> None:
        async with store.write(NATION) as work:
            await scans.ask(work, SYSTEM, ScanScope.COUNTRY)

    @queue.schedule("scan_changes", OFTEN)
    async def often(_: Schedule) -> None:
        async with store.write(NATION) as work:
            if await scans.due(work):
                await scans.ask(work, SYSTEM, ScanScope.CHANGES)

    @queue.schedule("clear_up", CLEARING)
    async def clearing(_: Schedule) -> None:
        await clear_up(settings, database)
