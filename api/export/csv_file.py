"""CSV for spreadsheets and people: headings and words in the reader's language, no cell that runs as a formula."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from api.export.file import CHINA, YES_NO, About, Row, headings, word_labels
from db.query.table import TableColumn, Type

#: Without it Excel reads Chinese as Latin letters.
BYTE_ORDER_MARK = "\ufeff"
#: Spreadsheets run a cell that begins like this; those of East Asia take the full-width signs, too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class CsvFile:
    """Times are Chinese time with its offset, decimals have all their places, nothing is an empty cell."""

    def __init__(self, columns: Sequence[TableColumn], about: About) -> None:
        self._headings = headings(columns, about.lang)
        self._cells = [_cell(column, about.lang) for column in columns]

    def begin(self) -> bytes:
        return (BYTE_ORDER_MARK + _lines([self._headings])).encode()

    def add(self, rows: Sequence[Row]) -> bytes:
        cells = self._cells
        return _lines(
            [
                ["" if value is None else cell(value) for cell, value in zip(cells, row, strict=True)]
                for row in rows
            ]
        ).encode()

    def end(self) -> Iterator[bytes]:
        return iter(())

    def close(self) -> None:
        """Nothing is held."""


def _lines(rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _cell(column: TableColumn, lang: str) -> Callable[[Any], object]:
    match column.kind:
        case Type.INTEGER | Type.REAL:
            return _same
        case Type.DECIMAL:
            return "{:f}".format
        case Type.BOOLEAN:
            yes, no = YES_NO[0][lang == "en"], YES_NO[1][lang == "en"]
            return lambda value: yes if value else no
        case Type.WORD:
            labels = word_labels(column, lang)
            return lambda value: labels.get(value, value)
        case Type.DATE:
            return lambda value: value.isoformat()
        case Type.TIME:
            return lambda value: value.astimezone(CHINA).isoformat()
    return harmless


def _same(value: object) -> object:
    return value


def harmless(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet would run it; plain numbers are left alone."""
    return f"'{text}" if text.startswith(FORMULA) and not _number(text) else text


def _number(text: str) -> bool:
    digits = text.removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit()
