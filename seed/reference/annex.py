"""Puts the real Annex 1, once an office has it, in place of the stand-ins that Dengta ships with."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from api.errors import Refusal
from api.services.rows import logged
from db.catalog import catalog
from db.config import Database
from db.enums import AuditKind, IndustryLevel, Sector
from db.resource import both
from db.trail import Trail

_NAME, _CODE, _CATEGORY = "细分行业", "行业代码", "行业类别"
_MOST_ROWS = 1_000
_SECTORS = {both(sector.label)[0]: sector for sector in Sector}


@dataclass(frozen=True)
class Entry:
    """One industry of the annex; without a code it is looked up by name."""

    row: int
    name: str
    code: str
    category: str


async def replace_annex(database: Database, path: Path) -> int:
    """Make the industries of a CSV or XLSX file the ones a plan may name.

    The file has a heading 细分行业, and if it likes 行业代码 and 行业类别, as the annex itself has them. An
    industry that GB/T 4754 does not know is added, under its code or else as A1-001, A1-002 …

    Returns:
        How many industries the annex has now.

    Raises:
        Refusal: the file cannot be read, names nothing, or names an industry twice.
    """
    entries = list(_entries(_lines(path)))
    if not entries:
        raise Refusal("NOTHING_IN_FILE", "文件中没有细分行业 | The file names no industries")
    connection = await asyncpg.connect(database.owner_url)
    try:
        async with connection.transaction():
            known = await connection.fetch(
                "select id, code, name, level from industries order by level, code"
            )
            ids = [await _industry(connection, known, entry) for entry in entries]
            if len(set(ids)) < len(ids):
                twice = next(entry for entry, id_ in zip(entries, ids, strict=True) if ids.count(id_) > 1)
                raise Refusal(
                    "TWICE",
                    "第{row}行“{name}”重复 | Row {row}, “{name}”, names an industry that another row names too",
                    row=twice.row,
                    name=twice.name,
                )
            change = (
                "update industries set annex = id = any($1::bigint[]), stand_in = false"
                " where annex or stand_in or id = any($1::bigint[])"
            )
            found = await connection.fetch(logged(catalog()["Industry"], "updated", change), ids)
            trail = Trail()
            trail.note(
                AuditKind.UPDATED,
                subject="Industry",
                facts={"annex": path.name, "rows": len(found), "named": len(ids)},
            )
            await trail.write(connection)
    finally:
        await connection.close()
    return len(ids)


async def _industry(connection: Any, known: Iterable[Any], entry: Entry) -> int:
    """The id of an entry's industry, which is added where nobody knows it."""
    for row in known:
        # Ordered by level, of which "class" is the first word: a group with a single class has the same name.
        if row["code"] == entry.code if entry.code else row["name"] == entry.name:
            found: int = row["id"]
            return found
    new = (
        "insert into industries (synthetic, code, name, level, sector, annex, stand_in)"
        " values (false, $1, $2, $3, $4, true, false)"
    )
    added: int = await connection.fetchval(
        logged(catalog()["Industry"], "created", new),
        entry.code or f"A1-{entry.row:03d}",
        entry.name,
        IndustryLevel.CLASS.value,
        _SECTORS.get(entry.category),
    )
    return added


def _entries(lines: Iterator[list[str]]) -> Iterator[Entry]:
    heading = next((line for line in lines if _NAME in line), None)
    if heading is None:
        raise Refusal(
            "NO_HEADING",
            "没有“细分行业”列 | There is no column headed “细分行业”",
            hint="表头可有：行业代码、行业类别、细分行业 | Headings may be: “行业代码”, “行业类别”, “细分行业”",
        )
    category, row = "", 0
    for line in lines:
        cells = dict(zip(heading, line, strict=False))
        # A category is written once, in a merged cell, for all the rows it spans.
        category = cells.get(_CATEGORY) or category
        if cells.get(_NAME):
            row += 1
            if row > _MOST_ROWS:
                raise Refusal("TOO_MANY_ROWS", "行数过多 | There are too many rows")
            yield Entry(row, cells[_NAME][:80], cells.get(_CODE, "")[:8], category)


def _lines(path: Path) -> Iterator[list[str]]:
    """The cells of a file as trimmed text."""
    try:
        if path.suffix.lower() == ".xlsx":
            rows: Iterable[Iterable[Any]] = load_workbook(path, read_only=True).worksheets[0].values
        else:
            rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        for cells in rows:
            yield ["" if cell is None else str(cell).strip() for cell in cells]
    except (
        OSError,
        UnicodeDecodeError,
        csv.Error,
        KeyError,
        zipfile.BadZipFile,
        InvalidFileException,
    ) as error:
        raise Refusal(
            "UNREADABLE",
            "无法读取文件{name} | The file {name} cannot be read",
            hint="请使用UTF-8编码的CSV，或XLSX | Use CSV in UTF-8, or XLSX",
            name=path.name,
        ) from error
