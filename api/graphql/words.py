"""The GraphQL enums: every vocabulary of ``db.enums`` that a field uses, and the direction of an order."""

from enum import Enum
from functools import cache
from typing import Any

import strawberry

from api.graphql.shape import entities
from db.enums import Role, Word


@strawberry.enum(description="顺序 | Direction of an order; empty values come last either way")
class Direction(Enum):
    ASC = "asc"
    DESC = "desc"


@cache
def word_enum(words: type[Word]) -> Any:
    """The GraphQL enum of a vocabulary: names are stored values in upper case."""
    values = {word.value.upper(): strawberry.enum_value(word.value, description=word.label) for word in words}
    members: Any = Enum(words.__name__, values)  # type: ignore[misc]  # known at run time only
    return strawberry.enum(members, description=_label(words))


def _label(words: type[Word]) -> str:
    if words is Role:
        return "角色 | Role"
    return next(
        field.label
        for entity in entities().values()
        for field in entity.fields.values()
        if field.words is words
    )
