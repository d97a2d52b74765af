"""Imports a plan workbook: read, check, compare and, if asked, save; all of it or nothing."""

import asyncio
import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg

from api.errors import Refusal
from api.imports import reference as references
from api.imports import stored as storage
from api.imports.changes import Changes, Comparison
from api.imports.check import check, locked
from api.imports.layouts import Layout, layout
from api.imports.links import Contents, put_together
from api.imports.problem import NOWHERE, Problem, problem
from api.imports.read import Reading, read_workbook
from api.imports.reference import Reference
from api.imports.report import Report
from api.imports.save import save
from api.imports.stored import Stored
from api.imports.tally import Tally
from api.policy.access import may_import
from api.services.accounts import viewer_named
from api.services.plan_contents import nearby
from api.services.steps import writing
from api.viewer import Viewer
from db.config import Database
from db.enums import ImportPhase
from db.store import Store

#: How long a second import of the same plan waits for the first.
_PATIENCE = "5s"


async def import_workbook(
    store: Store, viewer: Viewer, content: bytes, filename: str, commit: bool, tally: Tally | None = None
) -> Report:
    """Check a workbook and, with ``commit`` and without blocking problems, save it; ``tally`` tells how far it is.

    Raises:
        Refusal: the viewer may not import at all.
    """
    if not may_import(viewer.roles):
        raise Refusal(
            "FORBIDDEN",
            "您无权导入实施方案 | You may not import plans",
            hint="由省级中小企业主管部门或项目管理员导入 | A provincial SME officer or a programme officer can",
            clause="A1",
            status=403,
        )
    async with store.read(viewer.rows) as connection:
        reference = await references.load(connection)
    shape = layout()
    tally = tally or Tally()
    reading = await asyncio.to_thread(read_workbook, content, shape, reference, tally)
    contents = await asyncio.to_thread(put_together, reading)
    examination = _Examination(viewer, reading, contents, reference, shape, tally)
    report = Report(filename, lang=viewer.lang, content=content, tables=reading.tables)
    if commit and reading.complete:
        await _commit(store, viewer, examination, report)
    else:
        async with store.read(viewer.rows) as connection:
            await examination.run(connection)
    _tell(report, examination)
    return report


async def import_file(database: Database, path: Path, actor: str, dry_run: bool, lang: str) -> Report:
    """The same for the command line: ``actor`` is a user name, and refusals are problems too."""
    store = await Store.open(database.app_url, size=2)
    try:
        viewer = await viewer_named(store, actor)
        if viewer is None:
            raise Refusal("NO_SUCH_USER", "没有用户“{actor}” | There is no user “{actor}”", actor=actor)
        return await import_workbook(
            store, replace(viewer, lang=lang), path.read_bytes(), path.name, commit=not dry_run
        )
    except Refusal as refusal:
        return Report(path.name, problems=[_refused(refusal)], lang=lang)
    finally:
        await store.close()


@dataclass
class _Examination:
    """The one validator of dry run and commit."""

    viewer: Viewer
    reading: Reading
    contents: Contents
    reference: Reference
    layout: Layout
    tally: Tally
    problems: list[Problem] = field(default_factory=list)
    stored: Stored = field(default_factory=Stored)
    changes: Changes | None = None

    @property
    def unit(self) -> str | None:
        return self.contents.plan.values.get("unit") if self.contents.plan else None

    @property
    def batch(self) -> int | None:
        return self.contents.plan.values.get("batch") if self.contents.plan else None

    async def run(self, connection: Any) -> None:
        """Fills in problems, and changes where nothing is in their way."""
        self.problems = list(self.reading.problems)
        self.changes = None
        if not self.reading.tables:
            return
        if self.unit and not self._own(self.unit):
            place = self.reading.tables["plan"].place(self.contents.plan, "unit")
            self.problems.append(problem("OTHER_UNIT", place))
            return
        if self.unit and self.batch:
            self.stored = await storage.load(
                connection, self.layout, self.unit, self.batch, self._codes(), list(self.contents.enterprises)
            )
            self.stored.nearby = await nearby(
                connection, self.unit, self.batch, list(self.contents.industries)
            )
        rows = sum(len(table.rows) for table in self.reading.tables.values())
        self.tally.begin(ImportPhase.CHECKING, rows)
        await asyncio.to_thread(self._examine)
        self.tally.step(rows)
        self.tally.problems = len(self.problems)

    def _examine(self) -> None:
        on = self._day()
        tables = self.reading.tables
        try:
            self.problems += check(self.contents, tables, self.stored, self.reference, on)
        except LookupError as error:
            self.problems.append(problem("NO_POLICY", key=str(error)))
        if any(found.blocking for found in self.problems):
            return
        comparison = Comparison(self.contents, tables, self.stored, self.reference, self.layout)
        changes = comparison.changes(on)
        self.problems += comparison.problems
        if self.stored.locked and changes.any:
            self.problems.append(locked(self.stored, tables["plan"].place(self.contents.plan, "unit")))
        else:
            self.changes = changes

    def _own(self, unit: str) -> bool:
        return self.viewer.rows.national or unit in self.viewer.rows.units

    def _codes(self) -> list[str]:
        return list(dict.fromkeys((*self.contents.platforms, *self.contents.enterprises)))

    def _day(self) -> date:
        """The policy of the batch's first day holds for its plans."""
        batches = self.reference.batches
        chosen = [batch for batch in batches if batch.id == self.batch] or list(batches[-1:])
        return chosen[0].starts_on if chosen else date(2022, 8, 15)


async def _commit(store: Store, viewer: Viewer, examination: _Examination, report: Report) -> None:
    """Saves unless something is in the way. Another import may get in between: then it is checked once more."""
    for last in (False, True):
        try:
            async with writing(store, viewer) as work:
                await _lock(work.connection, f"{examination.unit}:{examination.batch}")
                await examination.run(work.connection)
                if examination.changes is None or not examination.changes.any:
                    return
                await save(
                    work,
                    viewer,
                    str(examination.unit),
                    examination.changes,
                    examination.stored,
                    report.filename,
                    hashlib.sha256(report.content).hexdigest(),
                    examination.tally,
                )
            report.committed = True
        except asyncpg.LockNotAvailableError:
            examination.problems = [problem("BUSY")]
        except Refusal as refusal:
            if not last:
                continue
            examination.problems = [*examination.problems, _refused(refusal)]
        except asyncpg.PostgresError as error:
            if isinstance(error, asyncpg.PostgresConnectionError):
                raise
            rule = getattr(error, "constraint_name", None) or type(error).__name__
            examination.problems = [*examination.problems, problem("REFUSED_BY_DATABASE", rule=rule)]
        return


async def _lock(connection: Any, name: str) -> None:
    """One import of a plan at a time."""
    await connection.execute(f"set local lock_timeout = '{_PATIENCE}'")
    await connection.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"import {name}")
    await connection.execute("set local lock_timeout = 0")


def _tell(report: Report, examination: _Examination) -> None:
    order = list(examination.layout.sheets)
    keys = {table.title: order.index(key) for key, table in examination.reading.tables.items()}
    report.problems = sorted(
        examination.problems,
        key=lambda found: (keys.get(found.sheet, -1), found.row or 0, found.place.letter or 0),
    )
    if examination.changes is not None and not report.blocked:
        report.created, report.updated, report.unchanged = examination.changes.counts
        report.removed = len(examination.changes.removed_costs)


def _refused(refusal: Refusal) -> Problem:
    return Problem(
        refusal.code,
        NOWHERE,
        "{zh} | {en}",
        "{hint_zh} | {hint_en}" if refusal.hint("zh") else "",
        refusal.clause,
        facts={
            "zh": refusal.message("zh"),
            "en": refusal.message("en"),
            "hint_zh": refusal.hint("zh"),
            "hint_en": refusal.hint("en"),
        },
    )
