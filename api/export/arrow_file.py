"""Arrow stream and Parquet for programs: typed columns named by their paths, labels of both languages beside them."""

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from api.export.file import CHINA, About, Row
from db.query.table import TableColumn, Type
from db.resource import both

#: Rows of one group of a Parquet file: what a reader skips or reads at once.
GROUP = 65_536

_TYPES = {
    Type.INTEGER: pa.int64(),
    Type.REAL: pa.float64(),
    Type.TEXT: pa.string(),
    Type.WORD: pa.dictionary(pa.int16(), pa.string()),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIME: pa.timestamp("us", tz="Asia/Shanghai"),
    Type.JSON: pa.string(),
}


def schema_of(columns: Sequence[TableColumn], about: About) -> pa.Schema:
    """Field metadata: ``label_zh``, ``label_en``, and ``words`` as JSON {word: [zh, en]}.

    Schema metadata: ``dengta`` as JSON, with query, variables, who, when, rows and what ``synthetic`` means.
    """
    origin = {
        "title": about.title,
        "query": about.query,
        "variables": dict(about.variables),
        "exportedBy": about.who,
        "exportedAt": about.made_at.astimezone(CHINA).isoformat(timespec="seconds"),
        "rows": about.rows,
        "synthetic": "最后一列标明含合成数据的行，合成数据为演示编造"
        " | The last column marks rows with synthetic data, invented for demonstration",
    }
    text = json.dumps(origin, ensure_ascii=False, default=str)
    return pa.schema([_field(column) for column in columns], metadata={"dengta": text})


def _field(column: TableColumn) -> pa.Field:
    chinese, english = zip(*column.labels, strict=True)
    metadata = {"label_zh": "·".join(chinese), "label_en": " · ".join(english)}
    if column.words:
        words = {word.value.upper(): both(word.label) for word in column.words}
        metadata["words"] = json.dumps(words, ensure_ascii=False)
    return pa.field(column.name, _type(column), nullable=True, metadata=metadata)


def _type(column: TableColumn) -> pa.DataType:
    if column.kind is Type.DECIMAL:
        return pa.decimal128(column.digits, column.places)
    return _TYPES[column.kind]


class _Columns:
    """Turns rows into batches of typed columns."""

    def __init__(self, columns: Sequence[TableColumn], about: About) -> None:
        self.schema = schema_of(columns, about)
        self._makes = [_maker(column) for column in columns]

    def batch(self, rows: Sequence[Row]) -> pa.RecordBatch:
        arrays = [make(values) for make, values in zip(self._makes, zip(*rows, strict=True), strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)


def _maker(column: TableColumn) -> Any:
    type_ = _type(column)
    if column.kind is not Type.WORD:
        return lambda values: pa.array(values, type_)
    # The whole vocabulary, in its order, in every batch: a stream may then have one dictionary.
    words = [word.value.upper() for word in column.words or ()]
    codes = {word: code for code, word in enumerate(words)}
    dictionary = pa.array(words, pa.string())

    def make(values: Sequence[str | None]) -> pa.Array:
        indices = pa.array([None if value is None else codes[value] for value in values], pa.int16())
        return pa.DictionaryArray.from_arrays(indices, dictionary)

    return make


class _Sink(io.RawIOBase):
    """Where the libraries write: what has come in so far can be taken away."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(self._pieces[-1])

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


class ArrowFile:
    """An Arrow IPC stream, its buffers packed by zstd; without its end mark it is not whole."""

    def __init__(self, columns: Sequence[TableColumn], about: About) -> None:
        self._columns = _Columns(columns, about)
        self._sink = _Sink()
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        self._writer = pa.ipc.new_stream(self._sink, self._columns.schema, options=options)

    def begin(self) -> bytes:
        return self._sink.take()

    def add(self, rows: Sequence[Row]) -> bytes:
        self._writer.write_batch(self._columns.batch(rows))
        return self._sink.take()

    def end(self) -> Iterator[bytes]:
        self._writer.close()
        yield self._sink.take()

    def close(self) -> None:
        """Nothing is held."""


class ParquetFile:
    """Parquet, packed by zstd; its directory comes last, so a file cut short cannot be opened."""

    def __init__(self, columns: Sequence[TableColumn], about: About) -> None:
        self._columns = _Columns(columns, about)
        self._sink = _Sink()
        self._writer = pq.ParquetWriter(self._sink, self._columns.schema, compression="zstd")
        self._batches: list[pa.RecordBatch] = []
        self._waiting = 0

    def begin(self) -> bytes:
        return self._sink.take()

    def add(self, rows: Sequence[Row]) -> bytes:
        self._batches.append(self._columns.batch(rows))
        self._waiting += len(rows)
        if self._waiting >= GROUP:
            self._flush()
        return self._sink.take()

    def _flush(self) -> None:
        table = pa.Table.from_batches(self._batches, self._columns.schema)
        self._writer.write_table(table, row_group_size=GROUP)
        self._batches.clear()
        self._waiting = 0

    def end(self) -> Iterator[bytes]:
        if self._waiting:
            self._flush()
        self._writer.close()
        yield self._sink.take()

    def close(self) -> None:
        """Nothing is held."""
