"""What the caller may do with a table: read which others, change which fields by which mutation, add rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.client import Query
from dashboard.declared import Declared
from dashboard.view import View


@dataclass(frozen=True)
class Edit:
    """A change that describes a row: ``fields`` it changes, ``needed`` of them it must always have.

    With ``extra`` it takes a form. ``states``: those of the row in which it can be made; none is any.
    """

    name: str
    many: str
    label: tuple[str, str]
    clause: str | None
    fields: tuple[str, ...]
    needed: tuple[str, ...]
    extra: tuple[str, ...]
    states: tuple[str, ...]


@dataclass(frozen=True)
class Maker:
    """What adds a row; ``on`` is the table of the row it is begun from."""

    name: str
    label: tuple[str, str]
    on: str | None


@dataclass(frozen=True)
class Allowed:
    readable: frozenset[str]
    edits: tuple[Edit, ...]
    makers: tuple[Maker, ...]

    def edit_of(self, field: str) -> Edit | None:
        """What changes this field in its cell."""
        return next((one for one in self.edits if field in one.fields and not one.extra), None)

    @property
    def editable(self) -> tuple[str, ...]:
        """The fields that can be changed in their cells."""
        return tuple(dict.fromkeys(name for one in self.edits if not one.extra for name in one.fields))


async def allowed(view: View, table: Declared | None = None) -> Allowed:
    """What the caller may read; and what they may do with ``table``, if one is given."""
    told = (await view.fetch(Query("allowed", {})))["resources"]
    readable = frozenset(one["name"] for one in told if one["readable"])
    own: Mapping[str, Any] = next((one for one in told if table and one["name"] == table.name), {})
    return Allowed(
        readable,
        tuple(_edit(one) for one in own.get("edits", ())),
        tuple(_maker(one) for one in own.get("makers", ())),
    )


def _edit(told: Mapping[str, Any]) -> Edit:
    lists = {name: tuple(told[name]) for name in ("fields", "needed", "extra", "states")}
    return Edit(told["name"], told["many"], (told["label"], told["labelEn"]), told["clause"], **lists)


def _maker(told: Mapping[str, Any]) -> Maker:
    return Maker(told["name"], (told["label"], told["labelEn"]), told["on"])
