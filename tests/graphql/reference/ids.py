"""Global ids, read."""

from base64 import b64decode
from collections.abc import Callable
from typing import Any

from db.catalog import Entity, Kind


def parts(value: str) -> tuple[str, str] | None:
    """(table, key), or None if this is no global id."""
    try:
        name, _, key = b64decode(value, validate=True).decode().partition(":")
    except ValueError:
        return None
    return (name, key) if name and key else None


def key_of(entity: Entity) -> Callable[[Any], Any]:
    """
    Raises:
        ValueError: it is no id of that table.
    """
    text = entity.fields[entity.key].kind is Kind.TEXT

    def turn(value: Any) -> Any:
        if value is None or isinstance(value, list):
            return value and [turn(item) for item in value]
        found = parts(value)
        if text and found is None:
            return value  # the code that people read
        if found is None or found[0] != entity.name:
            raise ValueError(value)
        if text:
            return found[1]
        if not (found[1].isascii() and found[1].isdigit() and int(found[1]) < 2**63):
            raise ValueError(value)
        return int(found[1])

    return turn
