"""What every kind of file has in common: what it says of itself, how its columns are called, how it is written."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from db.query.table import TableColumn
from db.resource import both

CHINA = ZoneInfo("Asia/Shanghai")
YES_NO = both("是 | yes"), both("否 | no")

Row = Sequence[Any]


@dataclass(frozen=True)
class About:
    """Where a file comes from; it goes with the file where the format has a place for it."""

    title: tuple[str, str]
    query: str
    variables: Mapping[str, Any]
    who: str
    made_at: datetime.datetime
    rows: int
    lang: str


class File(Protocol):
    """A file under way: rows in, pieces of the file out. Its calls may come from any thread, one at a time."""

    def begin(self) -> bytes: ...

    def add(self, rows: Sequence[Row]) -> bytes: ...

    def end(self) -> Iterator[bytes]:
        """The rest, piece by piece."""
        ...

    def close(self) -> None:
        """Lets go of what it holds; called in any case, also of a file that was cut short."""
        ...


def headings(columns: Sequence[TableColumn], lang: str) -> list[str]:
    """What a reader sees above each column; two that would read alike are told apart by their paths."""
    dot = " · " if lang == "en" else "·"
    labels = [dot.join(label[lang == "en"] for label in column.labels) for column in columns]
    return [
        label if labels.count(label) == 1 else f"{label} ({column.name})"
        for label, column in zip(labels, columns, strict=True)
    ]


def word_labels(column: TableColumn, lang: str) -> dict[str, str]:
    """What a reader sees of each word of the column."""
    return {word.value.upper(): both(word.label)[lang == "en"] for word in column.words or ()}
