"""How far an import is, kept where every process finds it; only who imports may read it."""

from dataclasses import dataclass
from datetime import datetime

from api.viewer import Viewer
from db.enums import ImportPhase
from db.store import NOTHING, Store

#: What it is called for those who listen for changes; its keys are users, not units.
ENTITY = "RunningImport"
#: A name of the user's own, beside which there is only the user's number.
LONGEST_NAME = 64


@dataclass(frozen=True)
class Progress:
    """``done`` and ``total`` are rows of the phase; ``at`` is when this was so."""

    phase: ImportPhase
    done: int
    total: int
    problems: int
    at: datetime | None = None

    @property
    def finished(self) -> bool:
        return self.phase in (ImportPhase.DONE, ImportPhase.FAILED)


async def keep_progress(store: Store, viewer: Viewer, name: str, progress: Progress) -> None:
    """Write how far the viewer's import of this name is, in a transaction of its own."""
    async with store.write(NOTHING) as work:
        await work.connection.execute(
            """
            insert into running_imports (synthetic, user_id, name, phase, done, total, problems, at)
            values (false, $1, $2, $3, $4, $5, $6, now())
            on conflict (user_id, name) do update
            set phase = excluded.phase, done = excluded.done, total = excluded.total,
                problems = excluded.problems, at = excluded.at
            """,
            viewer.user_id,
            name,
            progress.phase.value,
            progress.done,
            progress.total,
            progress.problems,
        )
        work.news.note(ENTITY, [str(viewer.user_id)])


async def progress_of(store: Store, viewer: Viewer, name: str) -> Progress | None:
    """How far the viewer's import of this name is; None if there is none (yet)."""
    async with store.read(NOTHING) as connection:
        row = await connection.fetchrow(
            "select phase, done, total, problems, at from running_imports where user_id = $1 and name = $2",
            viewer.user_id,
            name.replace("\0", "\ufffd"),  # PostgreSQL knows no NUL
        )
    if row is None:
        return None
    return Progress(ImportPhase(row["phase"]), row["done"], row["total"], row["problems"], row["at"])
