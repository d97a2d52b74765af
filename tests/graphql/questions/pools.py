"""Values worth asking for: those of the rows, and what lies at the edges of each kind."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from db.catalog import Field, Kind, Relation, catalog
from tests.graphql.reference.meaning import Identity, meanings, shown
from tests.graphql.reference.rows import Row, World
from tests.graphql.reference.values import Moment, global_id, stored

#: By name of the scalar, in the form of a variable's value.
EDGES: Mapping[str, Sequence[Any]] = {
    "Int": [1, 0, -1, 2, 3, 7, 2**31 - 1, -(2**31)],
    "Float": [0.5, 0, 1, -2.25, 1e20],
    "Boolean": [False, True],
    "Decimal": ["0", "7.50", 7, 0.5, "-1", "1e3", "99999999999999.99", "0.001", "NaN"],
    "Date": ["2023-05-01", "0001-01-01", "9999-12-31", "2024-02-29"],
    "DateTime": [
        "2023-05-01T08:00:00+08:00",
        "2024-02-01T00:30:00Z",
        "2024-02-01T08:30:00",
        "2024-02-01T08:30:00.120000+08:00",
    ],
    "String": [
        "",
        "七",
        "%",
        "_",
        "\\\\",
        "'",
        '"',
        "a\tb\n",
        "\u0001",
        "\u007f",
        "😀",
        "İI",
        "null",
        "x" * 90,
    ],
    "JSON": [{}, [], {"a": [None]}, {"b": 1}, "text", 0, 1.5, True, [True], {"深": {}}, ["七"]],
    "ID": ["x", "", "UGxhdGZvcm06eA==", "UGxhdGZvcm06OTk5OTk5", "T3JnYW5pemF0aW9uOjE=", "110000"],
}
MOST = 80


class Pools:
    """``of("Platform", "planned")``: what the rows hold there, in the form of a variable's value."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._values: dict[tuple[str, str], list[Any]] = {}

    def rows(self, entity: str) -> list[Row]:
        return self._world.rows(entity)

    def of(self, entity: str, field: str) -> list[Any]:
        known = self._values.get((entity, field))
        if known is None:
            known = self._values[entity, field] = self._read(entity, field)
        return known

    def ids(self) -> list[str]:
        """Of rows of all tables."""
        return [one for entity in shown() for one in self.of(entity.name, "id")[:5]]

    def _read(self, entity: str, field: str) -> list[Any]:
        if entity not in catalog():  # sums, of a batch
            return [row["number"] for row in self._world.rows("Batch")]
        if field == "search":
            return [text for path in catalog()[entity].resource.search for text in self._along(entity, path)]
        meaning = meanings(entity).get(field)
        if meaning is None or isinstance(meaning, Relation):
            return []
        rows = self._world.rows(entity)
        rows = rows[:: max(1, len(rows) // MOST)]
        if isinstance(meaning, Identity):
            return [global_id(row) for row in rows]
        found = [_written(stored(row, meaning), meaning) for row in rows]
        return list({repr(value): value for value in found if value is not None}.values())

    def _along(self, entity: str, path: str) -> list[str]:
        first, _, rest = path.partition(".")
        if rest:
            return self._along(catalog()[entity].relations[first].target, rest)
        code = "code" if first == "id" else first
        return [text for text in self.of(entity, code) if isinstance(text, str)]


def _written(value: Any, meaning: Any) -> Any:
    match value:
        case Decimal():
            return str(value)
        case datetime():
            return Moment(value).isoformat()
        case date():
            return value.isoformat()
    if isinstance(meaning, Field) and meaning.kind is Kind.WORD and value is not None:
        return value.upper()
    return json.loads(value) if isinstance(meaning, Field) and meaning.kind is Kind.JSON and value else value
