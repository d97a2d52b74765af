"""The user's workbook with every problem marked where it is, and a sheet that lists them all."""

import io
import logging
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from api.imports.cells import shown
from api.imports.container import open_container
from api.imports.problem import Problem, Unreadable
from api.imports.read import Table
from api.imports.sheets import Workbook as PlainWorkbook

#: Beyond this a workbook is rebuilt from what was read, since openpyxl takes 50 times its size in memory.
MOST_LOADED = 25 << 20
#: … and if merged cells or links cover more than this: each covered cell becomes an object.
MOST_COVERED = 200_000

_STOP = PatternFill("solid", fgColor="FFF4B6B6")
_NOTE = PatternFill("solid", fgColor="FFFFE9A8")
_HEAD = PatternFill("solid", fgColor="FF1F3A5F")
_TITLE = {"zh": "问题清单", "en": "Problems"}
_HEADINGS = {
    "zh": ("工作表", "单元格", "列", "填写内容", "问题", "怎么办", "条款", "是否须改正", "代码"),
    "en": (
        "Sheet",
        "Cell",
        "Column",
        "Value",
        "Problem",
        "What to do",
        "Clause",
        "Must be corrected",
        "Code",
    ),
}
_WIDTHS = (22, 9, 22, 24, 56, 44, 8, 12, 24)
_AUTHOR = "Dengta 灯塔"
_LONGEST_CELL = 32_767


def mark(content: bytes, tables: Mapping[str, Table], problems: Sequence[Problem], lang: str) -> bytes:
    """The marked copy as a workbook."""
    if tables and _loadable(content):
        try:
            return _marked(load_workbook(io.BytesIO(content)), problems, lang)
        except Exception:  # openpyxl raises anything on what it does not know
            logging.getLogger(__name__).info("openpyxl can't copy this workbook", exc_info=True)
    return _marked(_rebuilt(tables), problems, lang)


def _marked(workbook: Workbook, problems: Sequence[Problem], lang: str) -> bytes:
    for (title, row, letter), found in _by_cell(problems).items():
        if title in workbook.sheetnames:
            _mark_cell(workbook[title], row, letter, found, lang)
    _list(workbook, problems, lang)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _loadable(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    try:
        return size <= MOST_LOADED and PlainWorkbook(open_container(content)).covered() <= MOST_COVERED
    except Unreadable:
        return False


def _rebuilt(tables: Mapping[str, Table]) -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for table in tables.values():
        sheet: Any = workbook.create_sheet(_sheet_title(table.title))
        for number, cells in table.raw.items():
            for letter, cell in cells.items():
                _write(sheet.cell(number, letter), shown(cell, since_1904=table.since_1904))
    return workbook


def _sheet_title(title: str) -> str:
    return "".join(character for character in title if character not in "[]:*?/\\")[:31] or "Sheet"


def _by_cell(problems: Sequence[Problem]) -> dict[tuple[str, int, int], list[Problem]]:
    cells: dict[tuple[str, int, int], list[Problem]] = {}
    for problem in problems:
        if problem.sheet and problem.row:
            cells.setdefault((problem.sheet, problem.row, problem.place.letter or 1), []).append(problem)
    return cells


def _mark_cell(sheet: Worksheet, row: int, letter: int, problems: Sequence[Problem], lang: str) -> None:
    cell = sheet.cell(row, letter)
    if isinstance(cell, MergedCell):
        for area in sheet.merged_cells.ranges:
            if cell.coordinate in area:
                cell = sheet.cell(area.min_row, area.min_col)
    if not isinstance(cell, Cell):
        return
    cell.fill = _STOP if any(problem.blocking for problem in problems) else _NOTE
    text = "\n".join(_told(problem, lang) for problem in problems)
    if cell.comment and cell.comment.author == _AUTHOR and cell.comment.text not in text:
        text = f"{cell.comment.text}\n{text}"
    comment = Comment(_clean(text)[:2000], _AUTHOR)
    comment.width, comment.height = 340, min(80 + 36 * len(problems), 400)
    cell.comment = comment


def _told(problem: Problem, lang: str) -> str:
    clause = f" [{problem.clause}]" if problem.clause else ""
    advice = problem.advise(lang)
    return f"{problem.say(lang)}{clause}" + (f"\n→ {advice}" if advice else "")


def _list(workbook: Workbook, problems: Sequence[Problem], lang: str) -> None:
    for title in _TITLE.values():  # a marked copy sent in again
        if title in workbook.sheetnames:
            del workbook[title]
    sheet: Any = workbook.create_sheet(_TITLE[lang], 0)
    workbook.active = 0
    for other in workbook.worksheets[1:]:
        other.sheet_view.tabSelected = False
    for letter, (heading, width) in enumerate(zip(_HEADINGS[lang], _WIDTHS, strict=True), 1):
        cell = sheet.cell(1, letter, heading)
        cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), _HEAD
        sheet.column_dimensions[get_column_letter(letter)].width = width
    sheet.freeze_panes = "A2"
    yes, no = ("yes", "no") if lang == "en" else ("是", "否（提示）")
    for number, problem in enumerate(sorted(problems, key=lambda problem: not problem.blocking), 2):
        place = problem.place.cell or (str(problem.row) if problem.row else "")
        for letter, text in enumerate(
            (
                problem.sheet,
                place,
                problem.heading(lang),
                problem.value,
                problem.say(lang),
                problem.advise(lang),
                problem.clause or "",
                yes if problem.blocking else no,
                problem.code,
            ),
            1,
        ):
            cell = sheet.cell(number, letter)
            _write(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if letter == 2 and problem.place.cell and problem.sheet in workbook.sheetnames:
                quoted = problem.sheet.replace("'", "''")
                cell.hyperlink = f"#'{quoted}'!{problem.place.cell}"
                cell.font = Font(underline="single", color="FF1A5FB4")
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_WIDTHS))}{len(problems) + 1}"


def _write(cell: Any, text: str) -> None:
    """As text, whatever it looks like: a value that begins with = must not become a formula."""
    cell.value = _clean(text)[:_LONGEST_CELL]
    if cell.value:
        cell.data_type = "s"


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)
