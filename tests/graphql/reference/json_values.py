"""What one JSON value has to do with another, as PostgreSQL's ``@>`` and ``?`` see it."""

from typing import Any


def holds(whole: Any, part: Any) -> bool:
    """All of ``part`` is at the same places in ``whole``; a list also holds what stands in it."""
    if isinstance(whole, list) and not isinstance(part, (list, dict)):
        return any(_same(one, part) for one in whole)
    return _within(whole, part)


def _within(whole: Any, part: Any) -> bool:
    match whole, part:
        case dict(), dict():
            return all(key in whole and _within(whole[key], inner) for key, inner in part.items())
        case list(), list():
            return all(any(_within(one, inner) for one in whole) for inner in part)
    return not isinstance(whole, (dict, list)) and not isinstance(part, (dict, list)) and _same(whole, part)


def _same(one: Any, other: Any) -> bool:
    """True is not 1."""
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def has_key(value: Any, key: str) -> bool:
    return key in value if isinstance(value, (dict, list)) else bool(value == key)
