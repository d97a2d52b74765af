"""Whether one plan does for whatever values a statement runs with.

PostgreSQL plans a statement of ours for several milliseconds, most of which row security costs, and the first five times
on each connection anew. That pays only where the values tell it how many rows there will be: a range, a
pattern, a state that is rare.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from db.catalog import Entity, Kind
from db.query.plan import (
    All,
    Changes,
    Compare,
    Condition,
    Connection,
    EstimatedCount,
    Fixed,
    Operation,
    Operator,
    Related,
    Root,
)

#: Of these there are about as many rows with one value as with another.
_EVEN = frozenset({Kind.NUMBER, Kind.TEXT, Kind.BOOLEAN})


def is_steady(operation: Operation, entities: Mapping[str, Entity]) -> bool:
    """Rows below another are few whatever is asked of them, so only what is asked of the roots counts."""
    return all(_root(root, entities) for root in operation.roots) and not _looks_back(operation)


def _root(root: Root, entities: Mapping[str, Entity]) -> bool:
    match root:
        case Connection():
            return (
                _even(root.where, entities[root.entity], entities)
                and not (root.page.after or root.page.before)
                and not any(isinstance(part, EstimatedCount) for part in root.parts)
            )
        case Changes():
            return False
        case _:
            return True


def _even(condition: Condition, entity: Entity, entities: Mapping[str, Entity]) -> bool:
    match condition:
        case All(conditions):
            return all(_even(one, entity, entities) for one in conditions)
        case Related(relation, _, inner):
            target = entities[entity.relations[relation].target]
            return _even(inner, target, entities)
        case Compare(name, operator, operand, None):
            if operand is None or isinstance(operand, Fixed):
                return True
            field = entity.fields.get(name) if isinstance(name, str) else None
            return operator is Operator.EQ and field is not None and field.kind in _EVEN
        case _:
            return False


def _looks_back(part: Any) -> bool:
    """Whether the past is asked for somewhere: how long ago tells how many events there were."""
    if isinstance(part, tuple):
        return any(_looks_back(one) for one in part)
    if not is_dataclass(part):
        return False
    return getattr(part, "as_of", None) is not None or any(
        _looks_back(getattr(part, field.name)) for field in fields(part)
    )
