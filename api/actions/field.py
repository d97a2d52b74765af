"""What a person fills in to act: one declaration for the form, the GraphQL input and the reading of values."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from api.policy.breach import Breach
from db.catalog import Kind, catalog
from db.enums import Word

#: (connection, viewer, key of the row acted upon, what was typed) → (key, label) of at most twenty rows.
Choices = Callable[[Any, Any, int, str], Awaitable[list[tuple[Any, str]]]]
#: (connection, viewer, key of the row acted upon) → what stands in the field at first; of ROWS a list of rows.
Begin = Callable[[Any, Any, int], Awaitable[Any]]


class Sort(StrEnum):
    """What sort of value it is, and so what stands for it in a form."""

    TEXT = "text"  # one line
    NOTE = "note"  # several lines
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"  # yuan and fen
    DATE = "date"
    FLAG = "flag"
    WORD = "word"  # one of ``words``
    LINK = "link"  # a row of the table ``entity``: a global id outside, its key here
    ROWS = "rows"  # a list of ``columns``


@dataclass(frozen=True)
class Field:
    """``label`` and ``help`` are ``中文 | English``. ``shown``: the field of the row that fills it in at first.

    ``least`` and ``most`` bound a number; ``longest`` a text's length, or the count of rows.
    """

    name: str
    sort: Sort
    label: str
    required: bool = False
    help: str = ""
    words: type[Word] | None = None
    entity: str = ""
    columns: tuple["Field", ...] = ()
    least: Decimal | int | None = None
    most: Decimal | int | None = None
    longest: int = 4000
    places: int = 2
    shown: str = ""
    choices: "Choices | None" = None  # what a LINK may name, where not any row of its table
    begin: "Begin | None" = None  # what it begins with, where ``shown`` can't say it; links as keys


#: Why a step is taken; what it is called depends on the step.
WHY = Field("why", Sort.NOTE, "事由 | Reason", required=True)

_SORTS = {
    Kind.NUMBER: Sort.INTEGER,
    Kind.INTEGER: Sort.INTEGER,
    Kind.DECIMAL: Sort.DECIMAL,
    Kind.TEXT: Sort.TEXT,
    Kind.WORD: Sort.WORD,
    Kind.BOOLEAN: Sort.FLAG,
    Kind.DATE: Sort.DATE,
}


def of(entity: str, name: str, *, required: bool = False, **changes: Any) -> Field:
    """The field as the model of ``entity`` declares it; ``name`` of a relation gives a LINK called ``{name}_id``.

    Raises:
        KeyError: the model has neither.
    """
    declared = catalog()[entity]
    if name in declared.relations:
        relation = declared.relations[name]
        return replace(
            Field(f"{name}_id", Sort.LINK, relation.label, required, entity=relation.target), **changes
        )
    known = declared.fields[name]
    sort = _SORTS[known.kind]
    if sort is Sort.DECIMAL and known.digits == 14:
        sort = Sort.MONEY
    if sort is Sort.TEXT and not known.length:
        sort = Sort.NOTE
    made = Field(
        name,
        sort,
        known.label,
        required,
        words=known.words,
        longest=known.length or 4000,
        places=known.places or 2,
        least=0 if sort is Sort.MONEY else None,
    )
    return replace(made, **changes)


@dataclass
class Reading:
    """Values as they were understood, and what was wrong; ``path`` of a problem: field, or field.row.column."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Breach] = field(default_factory=list)


def read(fields: Sequence[Field], given: Mapping[str, Any], path: tuple[Any, ...] = ()) -> Reading:
    """What was filled in, as Python's values: ``Decimal``, ``date``, an enum's word, a row's key.

    What was not given is left out, so that a change leaves it alone; what was given as null or "" is None.
    """
    reading = Reading()
    known = {field.name for field in fields}
    for name in given:
        if name not in known:
            reading.problems.append(
                _wrong(name, (*path, name), "没有“{name}”这一项 | There is no field “{name}”")
            )
    for one in fields:
        place = (*path, one.name)
        if one.name not in given:
            if one.required:
                reading.problems.append(_missing(one, place))
            continue
        value = given[one.name]
        if isinstance(value, str):
            value = value.strip()
        if value is None or value == "" or (value == [] and one.sort is Sort.ROWS):
            if one.required:
                reading.problems.append(_missing(one, place))
            reading.values[one.name] = [] if one.sort is Sort.ROWS else None
            continue
        if one.sort is Sort.ROWS:
            reading.values[one.name] = _rows(one, value, place, reading)
            continue
        try:
            reading.values[one.name] = _value(one, value)
        except _Unreadable as error:
            reading.problems.append(_wrong(one.label, place, str(error), error.facts))
    return reading


class _Unreadable(Exception):
    """The sentence, ``中文 | English``."""

    def __init__(self, sentence: str, **facts: Any) -> None:
        super().__init__(sentence)
        self.facts = facts


def _rows(one: Field, value: Any, place: tuple[Any, ...], reading: Reading) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        reading.problems.append(
            _wrong(one.label, place, "“{name_zh}”须为多行 | “{name_en}” must be a list of rows")
        )
        return []
    rows = []
    for number, row in enumerate(value):
        inner = read(one.columns, row, (*place, number))
        reading.problems += inner.problems
        rows.append(inner.values)
    return rows


def _value(one: Field, value: Any) -> Any:
    match one.sort:
        case Sort.TEXT | Sort.NOTE:
            return _text(one, value)
        case Sort.INTEGER:
            return _bounded(one, _integer(value))
        case Sort.DECIMAL | Sort.MONEY:
            return _bounded(one, _decimal(one, value))
        case Sort.DATE:
            return _date(value)
        case Sort.FLAG:
            if not isinstance(value, bool):
                raise _Unreadable("“{name_zh}”须为是或否 | “{name_en}” must be yes or no")
            return value
        case Sort.WORD:
            return _word(one, value)
        case _:
            if isinstance(value, bool) or not isinstance(value, int | str):
                raise _Unreadable("“{name_zh}”须为一条记录的编号 | “{name_en}” must be the id of a record")
            return value


def _text(one: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise _Unreadable("“{name_zh}”须为文字 | “{name_en}” must be text")
    if "\0" in value:
        raise _Unreadable("“{name_zh}”含有不可用的字符 | “{name_en}” holds a character that cannot be kept")
    if len(value) > one.longest:
        raise _Unreadable(
            "“{name_zh}”最多{most}个字，现有{now}个 | “{name_en}” holds {most} characters at most, not {now}",
            most=one.longest,
            now=len(value),
        )
    return value


def _integer(value: Any) -> int:
    if isinstance(value, str):
        try:
            value = int(value)
        except ValueError:
            value = None
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**31:
        raise _Unreadable("“{name_zh}”须为整数 | “{name_en}” must be a whole number")
    return value


def _decimal(one: Field, value: Any) -> Decimal:
    try:
        # A float has lost its fen already: only its shortest text is what was meant.
        number = value if isinstance(value, Decimal) else Decimal(str(value).replace(",", ""))
    except (InvalidOperation, ValueError):
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite() or abs(number) >= 10**12:
        raise _Unreadable("“{name_zh}”须为数值 | “{name_en}” must be a number")
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > one.places:
        raise _Unreadable(
            "“{name_zh}”最多{places}位小数 | “{name_en}” has at most {places} decimal places",
            places=one.places,
        )
    return number.quantize(Decimal(1).scaleb(-one.places))


def _bounded(one: Field, number: Any) -> Any:
    if one.least is not None and number < one.least:
        raise _Unreadable("“{name_zh}”不能小于{least} | “{name_en}” must be {least} or more", least=one.least)
    if one.most is not None and number > one.most:
        raise _Unreadable("“{name_zh}”不能大于{most} | “{name_en}” must be {most} or less", most=one.most)
    return number


def _date(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        found = date.fromisoformat(str(value))
    except ValueError:
        raise _Unreadable(
            "“{name_zh}”须为日期，如 2023-05-08 | “{name_en}” must be a date such as 2023-05-08"
        ) from None
    if not 1990 <= found.year <= 2100:
        raise _Unreadable("“{name_zh}”的年份不合理 | “{name_en}” is of an impossible year")
    return found


def _word(one: Field, value: Any) -> Word:
    assert one.words
    try:
        return one.words(getattr(value, "value", value).lower())
    except (ValueError, AttributeError):
        raise _Unreadable("“{name_zh}”不在可选范围 | “{name_en}” is none of the choices") from None


def _missing(one: Field, place: tuple[Any, ...]) -> Breach:
    chinese, _, english = one.label.partition(" | ")
    return Breach(
        "MISSING_VALUE",
        "请填写“{name_zh}” | “{name_en}” is missing",
        None,
        facts={"name_zh": chinese, "name_en": english},
        where=place,
    )


def _wrong(
    label: str, place: tuple[Any, ...], sentence: str, facts: Mapping[str, Any] | None = None
) -> Breach:
    chinese, _, english = label.partition(" | ")
    return Breach(
        "BAD_FIELD",
        sentence,
        None,
        facts={"name": label, "name_zh": chinese, "name_en": english or chinese, **(facts or {})},
        where=place,
    )
