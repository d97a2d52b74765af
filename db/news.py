"""What a transaction changes, told to whoever listens: names of tables and who they concern, never a value."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

CHANNEL = "dengta_changes"
#: Above this the message says "everywhere": Postgres takes 8,000 bytes.
MOST_KEYS = 12

#: By entity the units (or other keys) concerned; None is everywhere.
Concerned = Mapping[str, frozenset[str] | None]


class News:
    """Collects what one transaction changes. The listeners read the data themselves, each with its own rights."""

    def __init__(self) -> None:
        self._keys: dict[str, set[str] | None] = {}

    def note(self, entity: str, keys: Iterable[str | None]) -> None:
        """Rows of ``entity`` changed that belong to these units; None is a row that belongs to no unit."""
        known = self._keys.setdefault(entity, set())
        if known is None:
            return
        for key in keys:
            if key is None:
                self._keys[entity] = None
                return
            known.add(key)
        if len(known) > MOST_KEYS:
            self._keys[entity] = None

    def mark(self) -> dict[str, set[str] | None]:
        """What is noted so far, to go back to."""
        return {entity: keys if keys is None else set(keys) for entity, keys in self._keys.items()}

    def back_to(self, mark: dict[str, set[str] | None]) -> None:
        """Forget what was noted since."""
        self._keys = mark

    async def tell(self, connection: Any) -> None:
        """To be called in the transaction: Postgres passes the message on when, and only if, it commits."""
        if self._keys:
            text = orjson.dumps({entity: keys and sorted(keys) for entity, keys in self._keys.items()})
            await connection.execute("select pg_notify($1, $2)", CHANNEL, text.decode())


def heard(text: str) -> Concerned:
    """A message as ``News`` sent it.

    Raises:
        ValueError: it is something else; anybody who can connect may send.
    """
    message = orjson.loads(text)
    if not isinstance(message, dict):
        raise ValueError(f"not a message about changes: {text[:80]}")
    return {entity: frozenset(keys) if isinstance(keys, list) else None for entity, keys in message.items()}
