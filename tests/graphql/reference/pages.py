"""Connections: filtered, ordered, one page of them."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from db.catalog import Entity
from tests.graphql.reference.filters import meets
from tests.graphql.reference.order import Order, Rank
from tests.graphql.reference.rows import Row

DEFAULT_FIRST, MOST = 50, 1000


class Page:
    """A connection's answer: ``rows`` are those of the page, ``all_rows`` all that meet the filter."""

    def __init__(self, entity: Entity, rows: list[Row], arguments: Mapping[str, Any]) -> None:
        given = {name: value for name, value in arguments.items() if value is not None}
        self.order = Order(entity, given.get("orderBy"))
        self._candidates = rows
        self._given = given

    @cached_property
    def all_rows(self) -> list[Row]:
        return [row for row in self._candidates if meets(row, self._given.get("where"))]

    @cached_property
    def _placed(self) -> list[tuple[tuple[Rank, ...], Row]]:
        return sorted(((self.order.place(row), row) for row in self.all_rows), key=lambda one: one[0])

    @cached_property
    def _between(self) -> list[tuple[tuple[Rank, ...], Row]]:
        """Those after and before the cursors."""
        return [
            one
            for one in self._placed
            if (self._after is None or self._after < one[0])
            and (self._before is None or one[0] < self._before)
        ]

    @cached_property
    def _after(self) -> tuple[Rank, ...] | None:
        return self.order.place_of(self._given["after"]) if "after" in self._given else None

    @cached_property
    def _before(self) -> tuple[Rank, ...] | None:
        return self.order.place_of(self._given["before"]) if "before" in self._given else None

    @cached_property
    def rows(self) -> list[Row]:
        rows = [row for _, row in self._between]
        if "last" in self._given:
            return rows[max(0, len(rows) - self._given["last"]) :]
        start = self._given.get("offset", 0)
        return rows[start : start + self._given.get("first", DEFAULT_FIRST)]

    @property
    def has_next(self) -> bool:
        """Behind the page up to ``before``; from the end, at and behind ``before``."""
        if "last" in self._given:
            return self._before is not None and any(not place < self._before for place, _ in self._placed)
        return self._given.get("offset", 0) + len(self.rows) < len(self._between)

    @property
    def has_previous(self) -> bool:
        """Before the page up to ``after``; from the start, also at and before ``after``."""
        if "last" in self._given:
            return len(self.rows) < len(self._between)
        left = self._after is not None and any(not self._after < place for place, _ in self._placed)
        return left or (self._given.get("offset", 0) > 0 and bool(self._between))
