"""What every file store can do."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol


class Missing(Exception):
    """The store has no file of this fingerprint."""


class Files(Protocol):
    """Files by their SHA-256 in hexadecimal: never changed, so storing one twice is storing it once."""

    async def put(self, sha256: str, content: bytes) -> None:
        """Keep the bytes: they are there to stay when this returns."""

    async def has(self, sha256: str) -> bool: ...

    def read(self, sha256: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from ``start`` to before ``end``, piece by piece.

        Raises:
            Missing: there is no such file.
        """

    async def remove(self, sha256: str) -> None:
        """Forget the bytes; nothing happens where there are none."""

    def older(self, than: datetime) -> AsyncIterator[str]:
        """The fingerprints of all that was stored before that time."""
