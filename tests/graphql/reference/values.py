"""Single values: as stored, as shown, as written in a cursor."""

import json
from base64 import b64encode
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from db.catalog import Entity, Field, Kind
from db.resource import Count
from tests.graphql.reference.meaning import Identity, Meaning
from tests.graphql.reference.rows import Row

CHINA = ZoneInfo("Asia/Shanghai")


class Moment:
    """A time as the API writes it: Chinese time, no zeros behind the last digit of a second."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(CHINA)

    def isoformat(self) -> str:
        whole, dot, fraction = self._at.replace(tzinfo=None).isoformat().partition(".")
        return whole + (dot + fraction).rstrip("0") + "+08:00"


def stored(row: Row, meaning: Meaning) -> Any:
    """What filters and orders see; None where there is nothing."""
    match meaning:
        case Identity():
            return row.key
        case Field():
            return row[meaning.name]
    return row.computed(meaning)  # type: ignore[arg-type]


def global_id(row: Row) -> str:
    return b64encode(f"{row.entity.name}:{row.key}".encode()).decode()


def shown_value(row: Row, meaning: Meaning, *, unmasked: bool) -> Any:
    """What a selection gets, for graphql-core to serialize."""
    if isinstance(meaning, Identity):
        return global_id(row)
    value = stored(row, meaning)
    if value is None or not isinstance(meaning, Field):
        return value
    if meaning.sensitive and not unmasked:
        return "****" + (value[-4:] if len(value) >= 8 else "")
    if meaning.kind is Kind.JSON:
        return json.loads(value)
    return Moment(value) if meaning.kind is Kind.TIME else value


def text(value: Any) -> str | None:
    """As PostgreSQL writes it, which is how cursors hold it."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case datetime():
            return Moment(value).isoformat().replace("T", " ")[:-3]
        case date():
            return value.isoformat()
    return str(value)


def kind_of(meaning: Meaning, entity: Entity) -> Kind:
    match meaning:
        case Field():
            return meaning.kind
        case Identity():
            return entity.fields[entity.key].kind
        case Count():
            return Kind.NUMBER
    return Kind.DECIMAL


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.NUMBER: int,
    Kind.INTEGER: int,
    Kind.DECIMAL: Decimal,
    Kind.TEXT: str,
    Kind.WORD: str,
    Kind.BOOLEAN: lambda written: written == "true",
    Kind.DATE: date.fromisoformat,
    Kind.TIME: datetime.fromisoformat,
}


def read(kind: Kind, written: str) -> Any:
    """What ``text`` wrote."""
    return _READERS[kind](written)
