"""From what a cell shows to the value it means, or to the problem with it."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from api.imports.layouts import Column, Refers
from api.imports.reference import Reference
from api.imports.sheets import Cell
from api.imports.text import bare, compact, tidy
from api.policy import uscc
from db.catalog import Kind
from db.enums import Word
from db.resource import both


class Wrong(Exception):
    """The cell's value can't be taken; ``code`` is of ``api.imports.problem``."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


#: Excel keeps 15 digits of a number.
_DIGITS = 15
_YES = frozenset(("是", "y", "yes", "true", "1", "√", "✓", "对", "有"))
_NO = frozenset(("否", "n", "no", "false", "0", "×", "x", "✗", "错", "无", "不是"))
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]?[\d:.]+Z?)?")
_DAY_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")


def meant(cell: Cell, column: Column, reference: Reference, *, since_1904: bool = False) -> Any:
    """The value of a cell of this column; None for nothing.

    Raises:
        Wrong: it has none that the column takes.
    """
    if cell.kind == "formula":
        raise Wrong("FORMULA_WITHOUT_VALUE")
    if cell.kind == "error":
        raise Wrong("CELL_ERROR")
    if column.kind is Kind.DATE:
        return _date(cell, since_1904)
    text = _shown(cell, column, since_1904)
    if not text:
        return None
    if column.refers is not None:
        return _REFERENCES[column.refers](text, reference)
    return _KINDS[column.kind](text, column)


def shown(cell: Cell, *, since_1904: bool = False) -> str:
    """What a person sees in the cell, near enough to find it again."""
    if cell.kind == "date":
        try:
            return str(_date(cell, since_1904))
        except Wrong:
            return cell.text
    if cell.kind == "number":
        return _number_text(cell.text)
    if cell.kind == "boolean":
        return "TRUE" if cell.text in ("1", "true") else "FALSE"
    return cell.text


def _shown(cell: Cell, column: Column, since_1904: bool) -> str:
    text = shown(cell, since_1904=since_1904)
    if column.compact:
        if cell.kind == "number" and len(text.lstrip("-")) > _DIGITS:
            raise Wrong("DIGITS_LOST")
        return compact(text)
    return tidy(text)


def _number_text(text: str) -> str:
    """A stored number as Excel shows it: 0.30000000000000004 is 0.3, 1E+17 is 100000000000000000."""
    try:
        number = float(text)
        return format(Decimal(format(number, f".{_DIGITS}g")), "f") if abs(number) < 1e30 else text
    except (ValueError, InvalidOperation):
        return text


def _text(text: str, column: Column) -> str:
    if column.uscc:
        return _credit_code(text)
    if column.compact and "*" in text:  # from an export: it must not replace the real one
        raise Wrong("MASKED")
    if column.length and len(text) > column.length:
        raise Wrong("TOO_LONG", count=len(text), limit=column.length)
    return text


def _credit_code(text: str) -> str:
    code = compact(text).upper().replace("-", "")
    if not uscc.well_formed(code):
        raise Wrong("USCC_SHAPE")
    if not uscc.valid(code):
        raise Wrong("USCC_CHECK_DIGIT")
    return code


def _decimal(text: str, column: Column) -> Decimal:
    plain = compact(text)
    plain = re.sub(r"^(?:人民币|RMB|CNY|[¥¥$])|(?:元|圆|人|家|CNY|RMB)$", "", plain, flags=re.IGNORECASE)
    if found := re.fullmatch(r"([-+]?[\d,]*\.?\d+)(万|亿)", plain):
        times = Decimal(10_000 if found[2] == "万" else 100_000_000)
        value = Decimal(found[1].replace(",", "")) * times
        raise Wrong("TEN_THOUSANDS", written=text[:40], meant=f"{value.normalize():f}")
    if not re.fullmatch(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][-+]?\d{1,3})?", plain):
        raise Wrong("NOT_A_NUMBER")
    try:
        return Decimal(plain.replace(",", ""))
    except InvalidOperation as error:
        raise Wrong("NOT_A_NUMBER") from error


def _number(text: str, column: Column) -> Decimal:
    value = _decimal(text, column)
    whole = column.digits - column.places if column.digits else 20
    if value and value.adjusted() >= whole:
        raise Wrong("TOO_BIG")
    if column.lowest is not None and value < column.lowest:
        raise Wrong("TOO_LOW", limit=column.lowest)
    if column.highest is not None and value > column.highest:
        raise Wrong("TOO_HIGH", limit=column.highest)
    if column.positive and not value > 0:
        raise Wrong("NOT_POSITIVE")
    return value


def _exact(text: str, column: Column) -> Decimal:
    value = _number(text, column)
    rounded = value.quantize(Decimal(1).scaleb(-column.places))
    if rounded != value:
        raise Wrong("TOO_PRECISE", places=column.places)
    return rounded + 0  # no minus zero


def _integer(text: str, column: Column) -> int:
    value = _number(text, column)
    if value != value.to_integral_value():
        raise Wrong("NOT_WHOLE")
    return int(value)


def _boolean(text: str, column: Column) -> bool:
    word = bare(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Wrong("NOT_YES_OR_NO")


def _word(text: str, column: Column) -> str:
    if column.words is None:
        raise TypeError(f"{column.name} has no vocabulary")
    found = _vocabulary(column.words).get(bare(text))
    if found is None:
        labels = [both(word.label) for word in column.words]
        choices = "{} | {}".format("、".join(zh for zh, _ in labels), ", ".join(en for _, en in labels))
        raise Wrong("UNKNOWN_WORD", choices=choices)
    return found


@cache
def _vocabulary(words: type[Word]) -> Mapping[str, str]:
    return {
        bare(name): word.value
        for word in words
        for name in (word.value, word.name, word.label, *both(word.label))
    }


def _date(cell: Cell, since_1904: bool) -> Any:
    """A date in any of the ways people write one; None for nothing."""
    text = compact(cell.text)
    if cell.kind == "boolean":
        raise Wrong("NOT_A_DATE")
    if not text:
        return None
    if re.fullmatch(r"[12]\d{7}", text):  # 20230501
        return _calendar(int(text[:4]), int(text[4:6]), int(text[6:]))
    if cell.kind in ("number", "date"):
        return _serial(text, since_1904)
    if found := _YEAR_FIRST.fullmatch(text):
        return _calendar(int(found[1]), int(found[2]), int(found[3]))
    if re.fullmatch(r"[1-9]\d{4}", text):  # the serial number of a date, pasted as text
        return _serial(text, since_1904)
    raise Wrong("DATE_UNCLEAR" if _DAY_FIRST.fullmatch(text) else "NOT_A_DATE")


def _serial(text: str, since_1904: bool) -> date:
    try:
        days = int(float(text))
        return _plausible((_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(days=days))
    except (ValueError, OverflowError) as error:
        raise Wrong("NOT_A_DATE") from error


def _calendar(year: int, month: int, day: int) -> date:
    try:
        return _plausible(datetime(year, month, day).date())  # noqa: DTZ001 - a calendar day, nowhere
    except ValueError as error:
        raise Wrong("NOT_A_DATE") from error


def _plausible(day: date) -> date:
    if not 1900 <= day.year <= 2100:
        raise Wrong("DATE_IMPLAUSIBLE")
    return day


def _unit(text: str, reference: Reference) -> str:
    unit = reference.unit(text)
    if unit is None:
        raise Wrong("UNKNOWN_UNIT")
    return unit.code


def _batch(text: str, reference: Reference) -> int:
    batch = reference.batch(text)
    if batch is None:
        numbers = [str(batch.number) for batch in reference.batches]
        raise Wrong("UNKNOWN_BATCH", choices="{} | {}".format("、".join(numbers), ", ".join(numbers)))
    return batch.id


def _industry(text: str, reference: Reference) -> int:
    found = reference.industries_like(text)
    if not found:
        raise Wrong("UNKNOWN_INDUSTRY")
    if len(found) > 1:
        raise Wrong("AMBIGUOUS_INDUSTRY", choices=", ".join(industry.code for industry in found))
    return found[0].id


def _coded(text: str, reference: Reference) -> str:
    return _credit_code(text)


_REFERENCES: Mapping[Refers, Callable[[str, Reference], Any]] = {
    Refers.UNIT: _unit,
    Refers.BATCH: _batch,
    Refers.INDUSTRY: _industry,
    Refers.PLATFORM: _coded,
    Refers.ENTERPRISE: _coded,
}

_KINDS: Mapping[Kind, Callable[[str, Column], Any]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _integer,
    Kind.DECIMAL: _exact,
    Kind.BOOLEAN: _boolean,
    Kind.WORD: _word,
}
