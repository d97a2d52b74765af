"""Writes the plan workbook to fill in: guide, sheets, examples, lists to choose from."""

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from api.imports import reference as references
from api.imports.example import EXAMPLE_MARK, example_rows
from api.imports.guide import write_guide
from api.imports.layouts import Column, Layout, Refers, Sheet, layout
from api.imports.reference import Reference
from db.catalog import Kind
from db.config import Database
from db.resource import both
from db.store import NATION, Store

LISTS = "选项 Lists"
FIRST_ROW = 3  # below the headings in Chinese and English
_LAST_ROW = 20_000

_REQUIRED = PatternFill("solid", fgColor="FF1F3A5F")
_OPTIONAL = PatternFill("solid", fgColor="FF6B7F99")
_ENGLISH = PatternFill("solid", fgColor="FFE8EDF3")
_INVENTED = PatternFill("solid", fgColor="FFFFF4D6")
_LINE = Border(bottom=Side(style="thin", color="FF9AA8B8"))
_WIDE = {Kind.DATE: 14, Kind.BOOLEAN: 10, Kind.INTEGER: 12, Kind.NUMBER: 14, Kind.DECIMAL: 18, Kind.WORD: 18}


async def write_template(path: Path, database: Database) -> None:
    """The template for the units, batches and industries of this database."""
    store = await Store.open(database.app_url, size=1)
    try:
        async with store.read(NATION) as connection:
            reference = await references.load(connection)
    finally:
        await store.close()
    path.write_bytes(template_bytes(reference))


def template_bytes(reference: Reference, shape: Layout | None = None) -> bytes:
    """The template as a workbook."""
    shape = shape or layout()
    workbook = Workbook()
    guide: Any = workbook.active
    write_guide(guide, shape)
    lists = _Lists(reference, shape)
    for sheet in shape.sheets.values():
        _sheet(workbook, sheet, lists)
    for sheet in shape.sheets.values():
        _example(workbook, sheet, reference)
    lists.write(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def write_rows(
    worksheet: Any, sheet: Sheet, rows: Iterable[Mapping[str, Any]], first: int = FIRST_ROW
) -> None:
    """Rows by column name, below the headings of a sheet made here."""
    letters = {column.name: letter for letter, column in enumerate(sheet.columns, 1)}
    columns = {column.name: column for column in sheet.columns}
    for number, row in enumerate(rows, first):
        for name, value in row.items():
            if value is None:
                continue
            cell = worksheet.cell(number, letters[name], _written(columns[name], value))
            cell.number_format = _format(columns[name])


def _written(column: Column, value: Any) -> Any:
    """A value as a person would write it."""
    if column.words is not None:
        return next((both(word.label)[0] for word in column.words if word == value), value)
    if column.kind is Kind.BOOLEAN and isinstance(value, bool):
        return "是" if value else "否"
    return value


def _format(column: Column) -> str:
    if column.kind is Kind.DATE:
        return "yyyy-mm-dd"
    if column.money:
        return "#,##0.00"
    if column.kind in (Kind.INTEGER, Kind.NUMBER):
        return "0"
    return "@" if column.kind is Kind.TEXT else "General"


def _sheet(workbook: Workbook, sheet: Sheet, lists: "_Lists") -> None:
    worksheet: Any = workbook.create_sheet(sheet.title)
    worksheet.sheet_properties.tabColor = "1F3A5F"
    _headings(worksheet, sheet)
    last = FIRST_ROW if sheet.single else _LAST_ROW
    for letter, column in enumerate(sheet.columns, 1):
        name = get_column_letter(letter)
        validation = lists.validation(column) or _bounds(column)
        if validation is not None:
            worksheet.add_data_validation(validation)
            validation.add(f"{name}{FIRST_ROW}:{name}{last}")


def _headings(worksheet: Any, sheet: Sheet) -> None:
    for letter, column in enumerate(sheet.columns, 1):
        name = get_column_letter(letter)
        chinese = worksheet.cell(1, letter, f"{column.zh} *" if column.required else column.zh)
        chinese.font = Font(bold=True, color="FFFFFFFF", size=11)
        chinese.fill = _REQUIRED if column.required else _OPTIONAL
        chinese.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        chinese.comment = _comment(column)
        english = worksheet.cell(2, letter, column.en)
        english.font = Font(italic=True, color="FF44546A", size=9)
        english.fill, english.border = _ENGLISH, _LINE
        english.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        dimension = worksheet.column_dimensions[name]
        dimension.width = _width(column)
        dimension.number_format = _format(column)
    worksheet.row_dimensions[1].height = 34
    worksheet.row_dimensions[2].height = 28
    keys = sum(1 for column in sheet.columns if column.name in sheet.identity)
    worksheet.freeze_panes = worksheet.cell(FIRST_ROW, 1 if sheet.single else keys + 1)
    # Departments sign a printed copy: the columns of a sheet on one page, its headings on every page.
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = worksheet.PAPERSIZE_A4
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.print_title_rows = f"1:{FIRST_ROW - 1}"


def _width(column: Column) -> int:
    if column.uscc or column.name in ("unit", "industry"):
        return 24
    if column.kind is Kind.TEXT:
        return 44 if not column.length and column.refers is None else min(max(column.length // 3, 14), 34)
    return _WIDE.get(column.kind, 14)


def _comment(column: Column) -> Comment:
    note = both(column.note) if column.note else ("", "")
    texts = []
    for place, (need, optional) in enumerate((("必填", "选填"), ("Required", "Optional"))):
        parts = [note[place], _kind(column)[place], need if column.required else optional]
        texts.append((" · " if place else "；").join(part for part in parts if part))
    if column.clause:
        texts.append(f"〔{column.clause}〕 工信厅联企业〔2022〕22号")
    comment = Comment("\n".join(texts), "Dengta 灯塔")
    comment.width, comment.height = 320, 130
    return comment


def _kind(column: Column) -> tuple[str, str]:
    if column.uscc:
        return "18位统一社会信用代码", "18 characters, check digit included"
    if column.refers is not None:
        return "", ""
    if column.words is not None:
        return "从下拉列表选择", "Choose from the list"
    if column.kind is Kind.BOOLEAN:
        return "是或否", "是 (yes) or 否 (no)"
    if column.kind is Kind.DATE:
        return "日期，如 2023-05-01", "A date such as 2023-05-01"
    if column.money:
        return "金额，单位：元", "An amount in yuan"
    if column.highest is not None and column.highest < 1000:
        return f"{column.lowest} 至 {column.highest}", f"{column.lowest} to {column.highest}"
    if column.kind in (Kind.INTEGER, Kind.NUMBER, Kind.DECIMAL):
        return "数字", "A number"
    if column.length:
        return f"不超过{column.length}字", f"At most {column.length} characters"
    return "", ""


def _bounds(column: Column) -> DataValidation | None:
    """Excel refuses what the import would refuse."""
    if column.kind not in (Kind.INTEGER, Kind.DECIMAL) or column.lowest is None:
        return None
    kind: Literal["whole", "decimal"] = "whole" if column.kind is Kind.INTEGER else "decimal"
    if column.highest is not None:
        validation = DataValidation(
            kind, "between", str(column.lowest), str(column.highest), allow_blank=True
        )
    else:
        validation = DataValidation(kind, "greaterThanOrEqual", str(column.lowest), allow_blank=True)
    return _worded(validation, column)


def _worded(validation: DataValidation, column: Column) -> DataValidation:
    validation.errorTitle = column.zh[:32]
    validation.error = " / ".join(_kind(column))[:255] or "请从列表选择 / Choose from the list"
    validation.showErrorMessage = True
    return validation


def _example(workbook: Workbook, sheet: Sheet, reference: Reference) -> None:
    worksheet: Any = workbook.create_sheet(f"示例 {sheet.number} {sheet.zh}"[:31])
    worksheet.sheet_properties.tabColor = "E0B64C"
    _headings(worksheet, sheet)
    rows = example_rows(sheet, reference)
    write_rows(worksheet, sheet, rows)
    for number in range(FIRST_ROW, FIRST_ROW + len(rows)):
        for letter in range(1, len(sheet.columns) + 1):
            worksheet.cell(number, letter).fill = _INVENTED
    mark = worksheet.cell(FIRST_ROW + len(rows) + 1, 1, " ".join(both(EXAMPLE_MARK)))
    mark.font = Font(bold=True, color="FF9C5700")
    mark.number_format = "General"


class _Lists:
    """The hidden sheet that holds what the drop-downs offer."""

    def __init__(self, reference: Reference, shape: Layout) -> None:
        industries = [industry for industry in reference.industries if industry.annex]
        self._lists: dict[str, Sequence[str]] = {
            Refers.UNIT: [f"{unit.code} {unit.name}" for unit in reference.units],
            Refers.BATCH: [str(batch.number) for batch in reference.batches],
            Refers.INDUSTRY: [f"{industry.code} {industry.name}" for industry in industries],
            Kind.BOOLEAN: ["是", "否"],
        }
        for sheet in shape.sheets.values():
            for column in sheet.columns:
                if column.words is not None:
                    self._lists[column.words.__name__] = [both(word.label)[0] for word in column.words]
        self._letters = {name: get_column_letter(place) for place, name in enumerate(self._lists, 1)}

    def validation(self, column: Column) -> DataValidation | None:
        name = column.words.__name__ if column.words else column.refers or column.kind
        entries = self._lists.get(name)
        if not entries:
            return None
        letter = self._letters[name]
        validation = DataValidation(
            "list", formula1=f"'{LISTS}'!${letter}$2:${letter}${len(entries) + 1}", allow_blank=True
        )
        # An enterprise may be of any industry; the list only spares typing.
        if column.refers is Refers.INDUSTRY and not column.required:
            validation.showErrorMessage = False
            return validation
        return _worded(validation, column)

    def write(self, workbook: Workbook) -> None:
        worksheet: Any = workbook.create_sheet(LISTS)
        for name, entries in self._lists.items():
            letter = self._letters[name]
            worksheet[f"{letter}1"] = name
            for number, entry in enumerate(entries, 2):
                cell = worksheet[f"{letter}{number}"]
                cell.value, cell.number_format = entry, "@"
        worksheet.sheet_state = "hidden"
