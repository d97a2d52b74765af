"""A rule about a table's rows that the database itself enforces.

Models carry them as ``guards`` and ``db.guards`` puts them in place: Tortoise's migrations leave the
constraints of new tables out.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    name: str
    condition: str


@dataclass(frozen=True)
class Unique:
    """No two rows with the same ``columns``, among those that meet ``where``."""

    name: str
    columns: tuple[str, ...]
    where: str | None = None


Guard = Check | Unique
