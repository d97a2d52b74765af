"""The GraphQL enums: every vocabulary of ``db.enums`` that a field uses, and the direction of an order."""

from enum import Enum
from functools import cache
from typing import Any

import strawberry

from db.catalog import catalog
from db.enums import Word


def _direction(value: str, description: str) -> Any:
    return strawberry.enum_value(value, description=description)


@strawberry.enum(description="顺序 | Direction of an order; empty values come last unless told otherwise")
class Direction(Enum):
    ASC = _direction("asc", "升序，空值在后 | Ascending, empty values last")
    DESC = _direction("desc", "降序，空值在后 | Descending, empty values last")
    ASC_NULLS_FIRST = _direction("asc_nulls_first", "升序，空值在前 | Ascending, empty values first")
    ASC_NULLS_LAST = _direction("asc_nulls_last", "升序，空值在后 | Ascending, empty values last")
    DESC_NULLS_FIRST = _direction("desc_nulls_first", "降序，空值在前 | Descending, empty values first")
    DESC_NULLS_LAST = _direction("desc_nulls_last", "降序，空值在后 | Descending, empty values last")


#: One enum a vocabulary: GraphQL knows each name once.
_MADE: dict[type[Word], Any] = {}


def word_enum(words: type[Word], label: str = "") -> Any:
    """The GraphQL enum of a vocabulary: names are stored values in upper case; ``label`` where no table has it."""
    if words not in _MADE:
        _MADE[words] = _enum(words, _label(words) or label)
    return _MADE[words]


def _enum(words: type[Word], label: str) -> Any:
    values = {word.value.upper(): strawberry.enum_value(word.value, description=word.label) for word in words}
    members: Any = Enum(words.__name__, values)  # type: ignore[misc]  # known at run time only
    return strawberry.enum(members, description=label)


@cache
def _label(words: type[Word]) -> str:
    return next(
        (
            field.label
            for entity in catalog().values()
            for field in entity.fields.values()
            if field.words is words
        ),
        "",
    )
