"""The kinds of file that can be asked for, by their names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.export.arrow_file import ArrowFile, ParquetFile
from api.export.csv_file import CsvFile
from api.export.file import About, File
from api.export.workbook import MOST_ROWS, Workbook
from db.query.table import TableColumn


@dataclass(frozen=True)
class Format:
    """``most`` is how many rows fit in; None: as many as there are."""

    name: str
    media_type: str
    make: Callable[[Sequence[TableColumn], About], File]
    most: int | None = None


FORMATS = {
    of.name: of
    for of in (
        Format("csv", "text/csv; charset=utf-8", CsvFile),
        Format(
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Workbook, MOST_ROWS
        ),
        Format("parquet", "application/vnd.apache.parquet", ParquetFile),
        Format("arrow", "application/vnd.apache.arrow.stream", ArrowFile),
    )
}
