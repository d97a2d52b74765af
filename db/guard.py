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


@dataclass(frozen=True)
class Exclude:
    """No two rows that are alike by all ``elements``, such as ``("unit_code with =", "duty with <>")`` (btree_gist).

    Unlike a trigger it holds on a distributed table too, where its column is among them (FINDINGS: Citus).
    """

    name: str
    elements: tuple[str, ...]


Guard = Check | Unique | Exclude
