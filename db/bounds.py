"""Limits of a value as the model's own guards state them, for whoever must know before the database refuses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from db.catalog import Entity, Field, Kind
from db.guard import Check


@dataclass(frozen=True)
class Bounds:
    """``positive``: above ``lowest``, not at it. ``uscc``: a credit code with its check digit."""

    lowest: int | None = None
    highest: int | None = None
    positive: bool = False
    uscc: bool = False


def bounds(entity: Entity, field: Field) -> Bounds:
    guards = getattr(entity.model, "guards", ())
    return _held(field, (guard.condition for guard in guards if isinstance(guard, Check)))


def has_default(entity: Entity, field: Field) -> bool:
    """Whether a row gets a value by itself where none is given."""
    declared = entity.model._meta.fields_map.get(field.name)
    return declared is not None and declared.default is not None


def _held(field: Field, conditions: Iterable[str]) -> Bounds:
    found = Bounds()
    if field.kind in (Kind.INTEGER, Kind.NUMBER):
        size = 2**63 if field.kind is Kind.NUMBER else 2**31
        found = Bounds(-size, size - 1)
    name = re.escape(field.name)
    for condition in conditions:
        if between := re.fullmatch(rf"{name} between (-?\d+) and (-?\d+)", condition):
            found = replace(found, lowest=int(between[1]), highest=int(between[2]))
        elif re.fullmatch(rf"{name} >= 0", condition):
            found = replace(found, lowest=0)
        elif re.fullmatch(rf"{name} > 0", condition):
            found = replace(found, lowest=0, positive=True)
        elif condition == f"uscc_ok({field.name})":
            found = replace(found, uscc=True)
    return found
