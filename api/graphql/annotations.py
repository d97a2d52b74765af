"""Type annotations made at run time, for types that are derived from the catalog."""

from types import GenericAlias
from typing import Annotated, Any


def optional(kind: Any) -> Any:
    return kind | None


def list_of(kind: Any) -> Any:
    return GenericAlias(list, (kind,))


def annotated(kind: Any, note: Any) -> Any:
    return Annotated[kind, note]
