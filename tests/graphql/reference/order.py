"""The order of rows, places in it, and cursors that name such places."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from db.catalog import Entity, Relation, catalog
from tests.graphql.reference.meaning import Identity, Meaning, meanings
from tests.graphql.reference.rows import Row
from tests.graphql.reference.values import kind_of, read, stored, text

Item = Mapping[str, Any]


@dataclass(frozen=True)
class Term:
    """One thing rows are ordered by: over ``path``, then ``meaning``, called ``name`` in the catalog."""

    path: tuple[str, ...]
    name: str
    meaning: Meaning
    descending: bool = False
    nulls_first: bool = False

    def rank(self, value: Any) -> "Rank":
        return Rank(value, self.descending, self.nulls_first)

    def value(self, row: Row) -> Any:
        for step in self.path:
            one = row.one(step)
            if one is None:
                return None
            row = one
        return stored(row, self.meaning)


def asked(entity: Entity, items: Sequence[Item] | None) -> list[Term]:
    """What ``orderBy`` says, up to the key, behind which there is nothing left to order.

    Raises:
        ValueError: a member does not name exactly one field.
    """
    found: list[Term] = []
    for item in items or ():
        terms = list(_terms(entity, item, ()))
        if len(terms) != 1:
            raise ValueError(item)
        found += terms
    for index, term in enumerate(found):
        if term.name == entity.key and not term.path:
            return found[: index + 1]
    return found


def _terms(entity: Entity, item: Item, path: tuple[str, ...]) -> list[Term]:
    found = []
    for name, value in item.items():
        meaning = meanings(entity.name)[name]
        if value is None:
            continue
        if isinstance(meaning, Relation):
            found += _terms(catalog()[meaning.target], value, (*path, meaning.name))
        else:
            words = str(value.value if isinstance(value, Enum) else value.lower()).split("_")
            found.append(
                Term(path, _called(entity, name, meaning), meaning, "desc" in words, "first" in words)
            )
    return found


def _called(entity: Entity, name: str, meaning: Meaning) -> str:
    if isinstance(meaning, Identity):
        return entity.key
    declared = {id(one): key for key, one in entity.resource.computed.items()}
    return declared.get(id(meaning)) or meaning.name  # type: ignore[union-attr]


class Order:
    """``orderBy`` with the key behind it, so that no two rows are alike. Empty values come last unless told."""

    def __init__(self, entity: Entity, items: Sequence[Item] | None) -> None:
        self.entity = entity
        self._asked = asked(entity, items)
        self._terms = list(self._asked)
        if not any(term.name == entity.key and not term.path for term in self._asked):
            self._terms.append(Term((), entity.key, Identity()))

    def place(self, row: Row) -> tuple["Rank", ...]:
        return tuple(term.rank(term.value(row)) for term in self._terms)

    def cursor(self, row: Row) -> str:
        items = [self._sign, *(text(term.value(row)) for term in self._terms)]
        packed = json.dumps(items, ensure_ascii=False).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    def place_of(self, cursor: str) -> tuple["Rank", ...]:
        """
        Raises:
            ValueError: no cursor of this order.
        """
        try:
            packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            sign, *texts = json.loads(packed)
        except (ValueError, TypeError):
            raise ValueError(cursor) from None
        if sign != self._sign or len(texts) != len(self._terms) or texts[-1] is None:
            raise ValueError(cursor)
        return tuple(
            term.rank(None if item is None else read(kind_of(term.meaning, self.entity), item))
            for term, item in zip(self._terms, texts, strict=True)
        )

    @property
    def _sign(self) -> str:
        words = ",".join(
            ".".join((*term.path, term.name)) + "+-"[term.descending] + "^" * term.nulls_first
            for term in self._asked
        )
        return hashlib.sha256(words.encode()).hexdigest()[:6]


@dataclass(frozen=True)
class Rank:
    """A value to be compared with others of the same term."""

    value: Any
    descending: bool
    nulls_first: bool

    def __lt__(self, other: "Rank") -> bool:
        if self.value is None or other.value is None:
            return (self.value is None) != (other.value is None) and (self.value is None) == self.nulls_first
        return bool(other.value < self.value if self.descending else self.value < other.value)
