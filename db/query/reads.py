"""Which tables a statement reads, so that it can be run anew when one of them changes."""

import re
from functools import cache, lru_cache

from db.catalog import catalog
from db.guards import statements

_MADE = re.compile(r"create (?:or replace )?(?:view|function) (\w+)")
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=512)
def entities_read(sql: str) -> frozenset[str]:
    """The entities whose tables a compiled statement names, itself or by a view or function of ``db.guards``.

    By its words: one too many only costs a statement that finds nothing new, and none can be missing.
    """
    words = set(_WORD.findall(sql))
    for name, body in _made().items():
        if name in words:
            words |= body
    return frozenset(entity.name for entity in catalog().values() if entity.table in words)


@cache
def _made() -> dict[str, set[str]]:
    """The words of each view and function, those that it uses included."""
    found: dict[str, set[str]] = {}
    for statement in statements():
        _, *parts = _MADE.split(statement)
        for name, body in zip(parts[::2], parts[1::2], strict=True):
            words = set(_WORD.findall(body))
            # A view is made after those it reads.
            found[name] = words.union(*(found[word] for word in words & found.keys()))
    return found
