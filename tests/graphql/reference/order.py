"""The order of rows, places in it, and cursors that name such places."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from db.catalog import Entity, Kind, Relation, catalog
from tests.graphql.reference import figures
from tests.graphql.reference.filters import meets
from tests.graphql.reference.meaning import Identity, Meaning, meanings
from tests.graphql.reference.rows import Row
from tests.graphql.reference.values import kind_of, read, stored, text

Item = Mapping[str, Any]


@dataclass(frozen=True)
class Term:
    """One thing rows are ordered by: over ``path``, then ``meaning``, called ``name`` in the catalog."""

    entity: Entity
    path: tuple[str, ...]
    name: str
    meaning: Meaning | None
    descending: bool = False
    nulls_first: bool = False
    below: "Below | None" = None  # then by what the rows below come to

    @property
    def kind(self) -> Kind:
        if self.below is not None:
            return figures.kind_of_figure(self.below.function, self.below.meaning)
        assert self.meaning is not None
        return kind_of(self.meaning, self.entity)

    def rank(self, value: Any) -> "Rank":
        return Rank(value, self.descending, self.nulls_first)

    def value(self, row: Row) -> Any:
        for step in self.path:
            one = row.one(step)
            if one is None:
                return None
            row = one
        return self.below.value(row) if self.below else stored(row, self.meaning)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Below:
    """A figure of the rows that a to-many relation leads to, those that meet ``where``."""

    relation: str
    function: str
    meaning: Meaning | None
    share: float | None
    where: Item | None

    def value(self, row: Row) -> Any:
        rows = [one for one in row.many(self.relation) if meets(one, self.where)]
        return figures.figure(rows, self.function, self.meaning, self.share)

    def __str__(self) -> str:
        return f"{self.relation}.{self.function}({getattr(self.meaning, 'name', '')})"


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
        if not isinstance(meaning, Relation):
            found.append(Term(entity, path, _called(entity, name, meaning), meaning, *directed(value)))
        elif not meaning.many:
            found += _terms(catalog()[meaning.target], value, (*path, meaning.name))
        else:
            for function, of, share, where, direction in figures.ordered(catalog()[meaning.target], value):
                below = Below(meaning.name, function, of, share, where)
                found.append(Term(entity, path, str(below), None, *directed(direction), below))
    return found


def directed(value: Any) -> tuple[bool, bool]:
    """(descending, empty values first) of a direction."""
    words = str(value.value if isinstance(value, Enum) else value.lower()).split("_")
    return "desc" in words, "first" in words


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
            self._terms.append(Term(entity, (), entity.key, Identity()))

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
            term.rank(None if item is None else read(term.kind, item))
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
