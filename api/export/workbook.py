"""A workbook: numbers as numbers, days as days, a second sheet that says where it comes from.

It is written to a temporary file, row after row in constant memory, and sent when it is whole.
"""

import datetime
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from api.errors import Refusal
from api.export.file import CHINA, YES_NO, About, Row, headings, word_labels
from db.query.table import TableColumn, Type
from db.resource import both

#: A sheet has 1,048,576 rows; the first holds the headings.
MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767
#: Excel keeps fifteen digits of a number; what has more stays text, so that it stays exact.
MOST_DIGITS = 15
#: Excel's calendar begins with 1900 and has a 29 February in it: earlier days stay text.
FIRST_DAY = datetime.date(1900, 3, 1)
PIECE = 1 << 18

_DATA = both("数据 | Data")
_ABOUT = both("说明 | About")
_WIDTHS = {Type.INTEGER: 12, Type.REAL: 12, Type.DECIMAL: 16, Type.BOOLEAN: 9, Type.DATE: 12, Type.TIME: 20}

Put = Callable[[int, int, Any], None]


class Workbook:
    def __init__(self, columns: Sequence[TableColumn], about: About) -> None:
        self._columns = columns
        self._about = about
        self._folder = tempfile.TemporaryDirectory(prefix="dengta-export-")
        self._path = Path(self._folder.name) / "export.xlsx"
        self._book = xlsxwriter.Workbook(
            str(self._path),
            {
                "constant_memory": True,
                "tmpdir": self._folder.name,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "yyyy-mm-dd",
                "remove_timezone": False,
                "use_zip64": True,
            },
        )
        self._sheet = self._book.add_worksheet(self._said(_DATA))
        self._puts = [self._put(column) for column in columns]
        self._next = 1

    def _said(self, label: tuple[str, str]) -> str:
        return label[self._about.lang == "en"]

    def begin(self) -> bytes:
        head = self._book.add_format(
            {"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        for place, heading in enumerate(headings(self._columns, self._about.lang)):
            width = max(_WIDTHS.get(self._columns[place].kind, 18), min(2 * len(heading), 28))
            self._sheet.set_column(place, place, width)
            self._sheet.write_string(0, place, heading, head)
        self._sheet.freeze_panes(1, 0)
        return b""

    def add(self, rows: Sequence[Row]) -> bytes:
        puts = self._puts
        for number, row in enumerate(rows, self._next):
            for place, value in enumerate(row):
                if value is not None:
                    puts[place](number, place, value)
        self._next += len(rows)
        return b""

    def end(self) -> Iterator[bytes]:
        if self._next > 1:
            self._sheet.autofilter(0, 0, self._next - 1, len(self._columns) - 1)
        self._tell()
        self._book.close()
        with self._path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def close(self) -> None:
        for sheet in self._book.worksheets():
            # The rows of a sheet lie in a file of their own until the workbook is whole.
            if sheet.row_data_fh and not sheet.row_data_fh.closed:
                sheet.row_data_fh.close()
        self._book.fileclosed = True
        self._folder.cleanup()

    def _tell(self) -> None:
        """The second sheet and the properties of the file: what was asked, by whom, when."""
        about, said = self._about, self._said
        lines = [
            (both("内容 | Content"), said(about.title)),
            (both("行数 | Rows"), str(about.rows)),
            (both("导出人 | Exported by"), about.who),
            (
                both("导出时间 | Exported at"),
                about.made_at.astimezone(CHINA).isoformat(sep=" ", timespec="seconds"),
            ),
            (MARK_NOTE_HEAD, said(MARK_NOTE)),
            (both("查询 | Query"), about.query),
            (both("变量 | Variables"), json.dumps(dict(about.variables), ensure_ascii=False, default=str)),
        ]
        sheet = self._book.add_worksheet(said(_ABOUT))
        bold = self._book.add_format({"bold": True, "valign": "top"})
        wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 100)
        for number, (label, text) in enumerate(lines):
            sheet.write_string(number, 0, said(label), bold)
            sheet.write_string(number, 1, text[:MOST_CHARACTERS], wrapped)
        self._book.set_properties(
            {
                "title": said(about.title),
                "author": about.who,
                "company": "Dengta 灯塔",
                "comments": said(MARK_NOTE),
                "created": about.made_at.astimezone(datetime.UTC).replace(tzinfo=None),
            }
        )

    def _put(self, column: TableColumn) -> Put:
        """How a value of the column gets into its cell."""
        sheet, lang = self._sheet, self._about.lang
        text = _text(sheet, column)
        match column.kind:
            case Type.INTEGER:
                return _number(sheet, self._format("#,##0"), text)
            case Type.REAL:
                return _number(sheet, self._format("0.######"), text)
            case Type.DECIMAL:
                zeros = f".{'0' * column.places}" if column.places else ""
                return _number(sheet, self._format(f"#,##0{zeros}"), text)
            case Type.BOOLEAN:
                yes, no = YES_NO[0][lang == "en"], YES_NO[1][lang == "en"]
                return lambda row, place, value: text(row, place, yes if value else no)
            case Type.WORD:
                labels = word_labels(column, lang)
                return lambda row, place, value: text(row, place, labels.get(value, value))
            case Type.DATE:
                return _day(sheet, self._format("yyyy-mm-dd"), text)
            case Type.TIME:
                return _time(sheet, self._format("yyyy-mm-dd hh:mm:ss"), text)
        return text

    def _format(self, number: str) -> Format:
        return self._book.add_format({"num_format": number})


MARK_NOTE_HEAD = both("合成数据 | Synthetic data")
MARK_NOTE = both(
    "最后一列标明合成的行；合成数据为演示编造，与任何真实企业、人员和资金无关。"
    " | The last column marks synthetic rows; synthetic data is invented for demonstration."
)


def _text(sheet: Worksheet, column: TableColumn) -> Put:
    def put(row: int, place: int, value: str) -> None:
        if sheet.write_string(row, place, value) != 0:
            raise Refusal(
                "CELL_TOO_LONG",
                "第 {row} 行“{name}”超过 {most} 个字符，Excel 单元格放不下。"
                " | Row {row}, “{name}”, has more than {most} characters: no cell of Excel holds it.",
                hint="导出为 CSV 或 Parquet，或去掉这一列。 | Export CSV or Parquet, or leave the column out.",
                row=row,
                name=column.name,
                most=MOST_CHARACTERS,
            )

    return put


def _number(sheet: Worksheet, shape: Format, text: Put) -> Put:
    def put(row: int, place: int, value: Any) -> None:
        if isinstance(value, float) or _digits(value) <= MOST_DIGITS:
            sheet.write_number(row, place, value, shape)
        else:
            text(row, place, f"{value:f}" if isinstance(value, Decimal) else str(value))

    return put


def _digits(value: int | Decimal) -> int:
    if isinstance(value, Decimal):
        return len(value.as_tuple().digits)
    return 1 if -(10**MOST_DIGITS) < value < 10**MOST_DIGITS else MOST_DIGITS + 1


def _day(sheet: Worksheet, shape: Format, text: Put) -> Put:
    def put(row: int, place: int, value: datetime.date) -> None:
        if value >= FIRST_DAY:
            sheet.write_datetime(row, place, value, shape)
        else:
            text(row, place, value.isoformat())

    return put


def _time(sheet: Worksheet, shape: Format, text: Put) -> Put:
    def put(row: int, place: int, value: datetime.datetime) -> None:
        local = value.astimezone(CHINA)
        if local.date() >= FIRST_DAY:
            sheet.write_datetime(row, place, local.replace(tzinfo=None), shape)
        else:
            text(row, place, local.isoformat())

    return put
