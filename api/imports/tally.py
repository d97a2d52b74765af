"""Counts how far an import is, and tells those who follow it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.services.import_progress import Progress, keep_progress
from api.viewer import Viewer
from db.enums import ImportPhase
from db.store import Store

#: Seconds between two looks at a tally.
OFTEN = 0.25


class Tally:
    """Rows done of the phase under way. Worker threads count; the event loop only looks."""

    def __init__(self) -> None:
        self.phase = ImportPhase.READING
        self.done = 0
        self.total = 0
        self.problems = 0

    def begin(self, phase: ImportPhase, total: int = 0) -> None:
        self.phase, self.done, self.total = phase, 0, total

    def expect(self, rows: int) -> None:
        """There are so many rows more in this phase."""
        self.total += rows

    def step(self, rows: int = 1) -> None:
        self.done += rows

    def look(self) -> Progress:
        # The thread may count on between the two.
        done = self.done
        return Progress(self.phase, done, max(done, self.total), self.problems)


@asynccontextmanager
async def told(store: Store, viewer: Viewer, name: str | None) -> AsyncIterator[Tally]:
    """A tally that is kept under ``name`` as it grows, and at the end; without a name nobody follows it."""
    tally = Tally()
    if name is None or viewer.user_id is None:
        yield tally
        return
    await keep_progress(store, viewer, name, tally.look())
    teller = asyncio.create_task(_tell(store, viewer, name, tally))
    end = ImportPhase.FAILED
    try:
        yield tally
        end = ImportPhase.DONE
    finally:
        teller.cancel()
        await asyncio.gather(teller, return_exceptions=True)
        tally.phase = end
        await keep_progress(store, viewer, name, tally.look())


async def _tell(store: Store, viewer: Viewer, name: str, tally: Tally) -> None:
    before = tally.look()
    while True:
        await asyncio.sleep(OFTEN)
        now = tally.look()
        if now != before:
            await keep_progress(store, viewer, name, now)
            before = now
