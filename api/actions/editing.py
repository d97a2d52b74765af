"""Which actions are plain edits of a row, as a grid makes them in place, and which begin one.

An edit changes what describes a row: it leaves its state alone, is no danger, and its form begins with the row's own
fields. Nothing is said of it beyond the action itself, so a grid edits just what a form would, by the same mutation.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from api.actions.action import Action
from api.actions.field import Field, Sort
from api.actions.registry import ACTIONS
from db.catalog import catalog
from db.enums import Role, Word

#: What fits into one cell.
_PLAIN = frozenset(
    {Sort.TEXT, Sort.NOTE, Sort.INTEGER, Sort.DECIMAL, Sort.MONEY, Sort.DATE, Sort.FLAG, Sort.WORD}
)


@dataclass(frozen=True)
class Edit:
    """``fields`` of the row it changes; ``needed`` of them it must always have; ``extra`` is no field of the row."""

    action: Action
    fields: tuple[str, ...]
    needed: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def states(self) -> tuple[Word, ...]:
        """Those in which it can be done; none is any."""
        known = self.action.move.sources or self.action.when or ()
        return tuple(sorted(known, key=str))


def edits(noun: str, roles: Iterable[Role]) -> list[Edit]:
    """Those of a table that somebody with these roles may make, in the order of their buttons."""
    held = frozenset(roles)
    may = [one for one in ACTIONS if one.noun == noun == one.entity and one.move.roles & held]
    return [edit for action in may if (edit := _edit(action)) is not None]


def makers(noun: str, roles: Iterable[Role]) -> list[Action]:
    """What adds rows to a table, for somebody with these roles."""
    held = frozenset(roles)
    return [one for one in ACTIONS if one.noun == noun and one.makes and one.move.roles & held]


def _edit(action: Action) -> Edit | None:
    if action.makes or action.danger or action.move.target is not None:
        return None
    own = [one for one in action.fields if _own(action, one)]
    if not own:
        return None
    needed = tuple(one.name for one in own if one.required)
    extra = tuple(one.name for one in action.fields if one.required and one not in own)
    return Edit(action, tuple(one.name for one in own), needed, extra)


def _own(action: Action, field: Field) -> bool:
    """Whether a field of the form is one of the row, shown as it is."""
    known = catalog()[action.noun].fields.get(field.name)
    return known is not None and not known.sensitive and field.sort in _PLAIN and field.shown == field.name
