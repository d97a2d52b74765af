"""Imports the list of little giants that had central money (P2): a workbook or a CSV file, all of it or nothing.

Safe to repeat: who is on the list stays, what differs is corrected. Nobody is taken off it by a file.
"""

import asyncio
import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from api.errors import Refusal
from api.imports import reference as references
from api.imports.layouts import giants_layout
from api.imports.links import named
from api.imports.problem import problem
from api.imports.read import MOST_PROBLEMS, Reading, Row, read_list
from api.imports.report import Report
from api.policy.moves.limit import KEEPERS
from api.services.reference import GIANT, add_little_giants, amend_little_giants
from api.services.steps import writing
from api.viewer import Viewer
from db.store import Store

_LOCK = "import little giants"
_ENCODINGS = ("utf-8-sig", "gb18030")


async def import_giants(store: Store, viewer: Viewer, content: bytes, filename: str, commit: bool) -> Report:
    """Check a list and, with ``commit`` and without blocking problems, take it in.

    Raises:
        Refusal: the viewer does not keep the list.
    """
    if not viewer.roles & set(KEEPERS) or not viewer.rows.national:
        raise Refusal(
            "FORBIDDEN",
            "小巨人名单由项目管理员或系统管理员维护"
            " | The list of little giants is kept by programme officers and administrators",
            clause="P2",
            status=403,
        )
    content = await asyncio.to_thread(as_workbook, content, filename)
    async with store.read(viewer.rows) as connection:
        reference = await references.load(connection)
    reading = await asyncio.to_thread(read_list, content, giants_layout(), reference)
    rows = _rows(reading)
    report = Report(
        filename,
        problems=reading.problems[:MOST_PROBLEMS],
        lang=viewer.lang,
        content=content,
        tables=reading.tables,
    )
    if report.blocked:
        return report
    if not commit:
        async with store.read(viewer.rows) as connection:
            _told(report, rows, *await _compare(connection, rows))
        return report
    async with writing(store, viewer) as work:
        await work.connection.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", _LOCK)
        new, changed = await _compare(work.connection, rows)
        _told(report, rows, new, changed)
        await add_little_giants(work, viewer, new)
        await amend_little_giants(work, viewer, changed)
    report.committed = not report.changes_nothing
    return report


def as_workbook(content: bytes, filename: str) -> bytes:
    """A CSV file as a workbook with the same rows, so that both are read, and marked, alike; others as they are."""
    if content[:2] == b"PK" or not filename.lower().endswith((".csv", ".txt")):
        return content
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        return content
    workbook = Workbook(write_only=True)
    sheet: Any = workbook.create_sheet(giants_layout()["giants"].title)
    try:
        for line in csv.reader(io.StringIO(text.replace("\0", ""))):
            sheet.append([_plain(cell) for cell in line])
    except (csv.Error, ValueError):
        return content
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _plain(cell: str) -> str:
    """Text as text: what begins like a formula is none."""
    return cell.lstrip("=") if cell.startswith("=") else cell


def _rows(reading: Reading) -> dict[str, Row]:
    """The rows by credit code; what is wrong between them is added to the problems."""
    table = reading.tables.get("giants")
    if table is None:
        return {}
    found, _ = named(table, reading.problems)
    if not table.rows and not reading.problems:
        reading.problems.append(problem("SHEET_EMPTY"))
    return found


async def _compare(
    connection: Any, rows: Mapping[str, Row]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What is new, and what differs from the list as it is."""
    known = {
        row["uscc"]: row
        for row in await connection.fetch(
            f"select id, uscc, {', '.join(GIANT)} from little_giants where uscc = any($1)",  # noqa: S608
            list(rows),
        )
    }
    new, changed = [], []
    for code, row in rows.items():
        given = {name.partition(".")[2]: value for name, value in row.values.items()}
        stored = known.get(code)
        if stored is None:
            new.append({"uscc": code, **{name: given.get(name) for name in GIANT}})
            continue
        # A file without the column, or with an empty cell, knows no better than the list.
        better = {name: given.get(name) or stored[name] for name in GIANT}
        if any(better[name] != stored[name] for name in GIANT):
            changed.append({"id": stored["id"], **better})
    return new, changed


def _told(report: Report, rows: Mapping[str, Row], new: Sequence[Any], changed: Sequence[Any]) -> None:
    report.created, report.updated = len(new), len(changed)
    report.unchanged = len(rows) - len(new) - len(changed)
