"""What a record was at a moment, and how two moments differ: from its entries in the audit trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Past:
    """One change of a record: the values of what changed, by column, before it (none of a new row) and after it."""

    seq: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    column: str
    before: Any
    after: Any


def differences(past: Past) -> tuple[Difference, ...]:
    """What the change was, column by column."""
    columns = dict.fromkeys([*past.after, *past.before])
    return tuple(Difference(column, past.before.get(column), past.after.get(column)) for column in columns)


def standing(history: Sequence[Past], seq: int) -> dict[str, Any]:
    """The columns that ever changed, as they stood after change ``seq``; 0 is before all of them.

    ``history`` is in order. A row that is older than its first entry had what that one tells from before.
    """
    found: dict[str, Any] = {}
    for past in reversed(history):
        found.update(past.before if past.before else dict.fromkeys(past.after))
    for past in history:
        if past.seq <= seq:
            found.update(past.after)
    return found


def compare(history: Sequence[Past], first: int, second: int) -> tuple[Difference, ...]:
    """How the record differs between two moments, in whichever order they are given."""
    earlier, later = standing(history, min(first, second)), standing(history, max(first, second))
    return tuple(
        Difference(column, earlier[column], later[column])
        for column in earlier
        if earlier[column] != later[column]
    )
