"""A page as the router knows it: its address, what draws it, and its panels' data as files."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.export import Table
from dashboard.lists import List
from dashboard.view import View


@dataclass(frozen=True)
class Sheet:
    """What a page drew: the title of its window, the page itself, and whether made-up rows are in it.

    ``synthetic`` is None where the page has no rows to tell by.
    """

    title: str
    body: Sequence[Any]
    synthetic: bool | None = None


@dataclass(frozen=True)
class Drawn:
    """A sheet with all around it that depends on the address; ``at`` is that address."""

    page: Sequence[Any]
    navigation: Any
    switches: Any
    mark: Any
    title: str
    roles: str
    at: Mapping[str, str]


class NotFound(Exception):
    """There is nothing at this address, or nothing the caller may see."""


@dataclass(frozen=True)
class Page:
    """``path`` is the address, up to the key where it ends in a slash; ``table`` gives a panel's data.

    A key has so many ``parts``, between slashes. ``grid`` makes the list that only its address tells of.
    """

    path: str
    section: str
    layout: Callable[[View], Awaitable[Sheet]]
    table: Callable[[View, str], Awaitable[Table]] | None = None
    lists: bool = False  # needs AG Grid
    graph: bool = False  # needs Cytoscape
    parts: int = 1
    grid: Callable[[View], Awaitable[List]] | None = None

    def key_of(self, path: str) -> str | None:
        """The key in an address of this page, "" where it needs none; None if it is another page's."""
        if not self.path.endswith("/") or self.path == "/":
            return "" if path == self.path else None
        key = path.removeprefix(self.path)
        right = path.startswith(self.path) and key and key.count("/") == self.parts - 1
        return key if right and "" not in key.split("/") else None
