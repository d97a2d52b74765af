"""How values of a request become values of a statement: patterns, ids, cursors, sizes of pages."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from api.errors import Refusal
from db.catalog import Entity, Kind
from db.query.order import signature
from db.query.plan import Order
from db.trigrams import INDEXED_SIMILARITY

DEFAULT_FIRST = 50
MAX_FIRST = 1000
DEFAULT_GROUPS = 1000
MAX_GROUPS = 10_000
MAX_WORDS = 100
MIN_SIMILARITY = 0.3  # words less alike have nothing to do with each other

_NEXT_PAGE = "用 after 取后面的页。 | Use after to get the pages behind."

_CHINA = ZoneInfo("Asia/Shanghai")


def plain(value: Any) -> Any:
    """As the database takes it: the stored word of an enum; times without an offset are Chinese time."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=_CHINA)
    if isinstance(value, Decimal) and not value.is_finite():
        raise Refusal(
            "BAD_NUMBER",
            "“{value}”不是数。 | “{value}” is not a number.",
            hint="写成 1234.56。 | Write 1234.56.",
            value=value,
        )
    return value


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def pattern(value: str) -> str:
    """
    Raises:
        Refusal: it ends with a lone backslash. The database would refuse it only where a row gets that far.
    """
    if (len(value) - len(value.rstrip("\\"))) % 2:
        raise Refusal(
            "BAD_FILTER",
            "匹配模式不能以单个反斜杠结尾。 | A pattern cannot end with a lone backslash.",
            hint="反斜杠本身写成两个。 | Write two of them for one.",
        )
    return value


def containing(value: str) -> str:
    return f"%{_escaped(value)}%"


def starting(value: str) -> str:
    return f"{_escaped(value)}%"


def ending(value: str) -> str:
    return f"%{_escaped(value)}"


@dataclass(frozen=True)
class Letters:
    """What a pattern is made of, as far as it decides how a text is best searched.

    ``cased``: some letters come in upper and lower case. ``many``: letters enough to be found by trigrams.
    """

    cased: bool
    many: bool


def letters(value: str) -> Letters:
    """Of a text that is looked for as it stands."""
    return Letters(value.lower() != value.upper(), sum(map(str.isalnum, value)) >= 3)


def words(value: str) -> str:
    """
    Raises:
        Refusal: longer than any name.
    """
    if len(value) > MAX_WORDS:
        raise Refusal(
            "BAD_FILTER",
            "相似查找的文字超过 {most} 个字。 | The text of a fuzzy search is longer than {most} characters.",
            hint="用名称中最有特点的几个字。 | Use the few most telling words of the name.",
            most=MAX_WORDS,
        )
    return value


def similarity(value: float) -> float:
    """
    Raises:
        Refusal: not from MIN_SIMILARITY to 1.
    """
    if not MIN_SIMILARITY <= value <= 1:
        raise Refusal(
            "BAD_FILTER",
            "threshold 必须在 {least} 到 1 之间，而不是 {value}。"
            " | threshold must be from {least} to 1, not {value}.",
            hint="默认 0.6，1 表示每个字都有。 | It is 0.6 unless told; 1 asks for every character.",
            least=MIN_SIMILARITY,
            value=value,
        )
    return value


def is_indexed(value: float) -> bool:
    return value >= INDEXED_SIMILARITY


def has_chinese(value: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" for letter in value)


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@cache
def new_year(kind: Kind, later: int) -> Callable[[Any], Any]:
    """From a year to its first day, or moment in China, or that of a year ``later``.

    Years that a date cannot have are before or after all dates: the ends of Python's dates are infinite to Postgres.
    """

    def turn(value: int) -> Any:
        year = value + later
        if year <= 1:
            return date.min if kind is Kind.DATE else datetime.min.replace(tzinfo=UTC)
        if year > date.max.year:
            return date.max if kind is Kind.DATE else datetime.max.replace(tzinfo=UTC)
        return date(year, 1, 1) if kind is Kind.DATE else datetime(year, 1, 1, tzinfo=_CHINA)

    return turn


def identity(entity: Entity) -> Callable[[Any], Any]:
    """From a global id, or a list of them, to the key; keys that people read are taken as they are, too."""

    def turn(value: Any) -> Any:
        if isinstance(value, list):
            return [turn(item) for item in value]
        key = split_id(str(value))
        text = entity.fields[entity.key].kind is Kind.TEXT
        if key is None and text:
            return str(value)
        if key is None or key[0] != entity.name:
            raise _not_an_id(value, entity.name)
        if text:
            return key[1]
        if not key[1].isascii() or not key[1].isdigit() or int(key[1]) >= 2**63:
            raise _not_an_id(value, entity.name)
        return int(key[1])

    return turn


def _not_an_id(value: Any, name: str) -> Refusal:
    return Refusal(
        "BAD_ID",
        "“{value}”不是 {name} 的编号。 | “{value}” is not an id of {name}.",
        hint="使用查询返回的 id。 | Use an id that a query returned.",
        value=str(value)[:80],
        name=name,
    )


def split_id(value: str) -> tuple[str, str] | None:
    """(entity, key) of a global id, or None if it is none."""
    try:
        name, colon, key = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return (name, key) if colon and name and key else None


def size(argument: str, most: int = MAX_FIRST, hint: str = _NEXT_PAGE) -> Callable[[Any], int]:
    def turn(value: Any) -> int:
        if not 0 <= value <= most:
            raise Refusal(
                "BAD_PAGE",
                "{argument} 必须在 0 到 {most} 之间，而不是 {value}。"
                " | {argument} must be from 0 to {most}, not {value}.",
                hint=hint,
                argument=argument,
                most=most,
                value=value,
            )
        return int(value)

    return turn


def skipped(value: Any) -> int:
    if value < 0:
        raise Refusal(
            "BAD_PAGE",
            "offset 不能是负数：{value}。 | offset cannot be negative: {value}.",
            value=value,
        )
    return int(value)


@lru_cache(maxsize=1024)
def _cursor_items(value: str) -> tuple[str | None, ...] | None:
    """What a cursor says: its order's signature, then the values of the order's terms; None if it is no cursor."""
    try:
        padded = value + "=" * (-len(value) % 4)
        items = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if isinstance(items, list) and all(item is None or isinstance(item, str) for item in items):
        return tuple(items)
    return None


def empty_items(value: str) -> frozenset[int]:
    """Which of a cursor's values are empty; none for what is no cursor, which is refused where it is bound."""
    items = _cursor_items(value) or ()
    return frozenset(index for index, item in enumerate(items[1:]) if item is None)


def share(value: Any) -> float:
    if not 0 <= value <= 1:
        raise Refusal(
            "BAD_PERCENTILE",
            "p 必须在 0 到 1 之间，而不是 {value}。 | p must be from 0 to 1, not {value}.",
            hint="中位数写 0.5。 | Write 0.5 for the median.",
            value=value,
        )
    return float(value)


def cursor_item(order: tuple[Order, ...], index: int, length: int) -> Callable[[Any], Any]:
    """From a cursor to the text of one of the order's values."""
    sign = signature(order)

    def turn(value: Any) -> Any:
        items = _cursor_items(value)
        if items is None:
            raise Refusal(
                "BAD_CURSOR",
                "游标无效。 | This is not a cursor.",
                hint="使用本查询返回的游标。 | Use a cursor that this query returned.",
            )
        if len(items) != length + 1 or items[0] != sign or items[length] is None:
            raise Refusal(
                "BAD_CURSOR",
                "游标属于另一种排序。 | This cursor belongs to another order.",
                hint="换了 orderBy 就从头取起。 | After a change of orderBy start from the beginning.",
            )
        return items[index + 1]

    return turn
