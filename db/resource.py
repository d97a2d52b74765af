"""What a model declares about itself; API, import, export, grids and guards derive from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from db.enums import Group, Role


class Scope(StrEnum):
    """Who may see a table's rows at all."""

    OPEN = "open"  # everybody signed in: reference data and the national register
    UNIT = "unit"  # the rows of the caller's units; nationals see all
    PRIVATE = "private"  # no reading through the API: accounts, sessions


@dataclass(frozen=True)
class Count:
    """How many rows of a to-many relation meet ``where`` (same words as a GraphQL filter)."""

    relation: str
    where: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True)
class Sum:
    """The sum of one field over the rows of a to-many relation that meet ``where``; 0 for none."""

    relation: str
    of: str
    where: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""


Computed = Count | Sum


@dataclass(frozen=True)
class Resource:
    """One table's description. Labels are ``中文 | English``; paths are dotted field names.

    ``fixed`` fields are set by services only: they appear in no form and no workbook.
    ``sensitive`` fields come back masked; ``hidden`` ones never leave the database. ``readers`` limits the roles that may read the table.
    ``operator`` says how a platform operator reaches a row: the foreign key whose visible
    parent makes the row visible, ``"organization"`` for the platform itself, ``"subject"`` for what
    happened to a visible row, ``"attached"`` for what is attached to one, ``"announced"`` for every row of the unit
    that is no draft, "" for never.
    ``published`` is SQL over a row: where it is true, everybody signed in may read the row, of whatever unit.
    ``sealed`` is SQL over a row that must be true, beside all else, for anybody to read or write it.
    ``audited`` False is for what the machinery keeps for itself.
    """

    label: str
    columns: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    title: str = "id"
    sensitive: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    computed: Mapping[str, Computed] = field(default_factory=dict)
    scope: Scope = Scope.UNIT
    readers: frozenset[Role] | None = None
    operator: str = ""
    published: str = ""
    sealed: str = ""
    audited: bool = True  # each change leaves an entry in the audit trail
    group: Group | None = None  # the heading it stands under; None: that of the nearest table it belongs to
    progress: str | None = None  # column of platform_progress that carries this row's key


def both(label: str) -> tuple[str, str]:
    """Split ``中文 | English`` into (Chinese, English).

    Raises:
        ValueError: one of the two is missing.
    """
    chinese, bar, english = label.partition(" | ")
    if not (chinese and bar and english):
        raise ValueError(f"label without both languages: {label!r}")
    return chinese, english
