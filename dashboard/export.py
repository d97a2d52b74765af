"""A panel's data as a CSV file that spreadsheets open with the right characters."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

# Without it Excel reads Chinese as Latin letters.
BYTE_ORDER_MARK = "\ufeff"
# A cell that begins like this is run as a formula by spreadsheets.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """Column heads and rows; money with its fen, and a column that marks synthetic rows."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]


def as_csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.heads)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return BYTE_ORDER_MARK + out.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    if text.startswith(FORMULA) and not _number(text):
        return f"'{text}"
    return text


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
