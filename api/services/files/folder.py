"""Files in a folder of the server, outside anything that is served."""

import asyncio
import os
import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from api.services.files.base import Missing

PIECE = 256 << 10
_NAME = re.compile(r"[0-9a-f]{64}")
_DRAFT = ".draft-"


class Folder:
    """``ab/cd/abcd…``: two levels of folders, so that none grows long; only this user may read them."""

    def __init__(self, root: Path) -> None:
        self.root = root

    async def put(self, sha256: str, content: bytes) -> None:
        await asyncio.to_thread(self._put, self._path(sha256), content)

    async def has(self, sha256: str) -> bool:
        return await asyncio.to_thread(self._path(sha256).is_file)

    async def read(self, sha256: str, start: int, end: int) -> AsyncIterator[bytes]:
        try:
            file = await asyncio.to_thread(open, self._path(sha256), "rb")
        except FileNotFoundError:
            raise Missing(sha256) from None
        with file:
            file.seek(start)
            while start < end and (piece := await asyncio.to_thread(file.read, min(PIECE, end - start))):
                start += len(piece)
                yield piece

    async def remove(self, sha256: str) -> None:
        with suppress(FileNotFoundError):
            await asyncio.to_thread(os.unlink, self._path(sha256))

    async def older(self, than: datetime) -> AsyncIterator[str]:
        for name in await asyncio.to_thread(lambda: list(self._older(than.timestamp()))):
            yield name

    def _path(self, sha256: str) -> Path:
        if not _NAME.fullmatch(sha256):
            raise ValueError("not a SHA-256 in hexadecimal")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def _put(self, path: Path, content: bytes) -> None:
        if path.is_file() and path.stat().st_size == len(content):
            os.utime(path)  # young again: whoever clears away what nobody uses leaves it alone
            return
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o700)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Written aside, and named once every byte is on the disk: a name always means the whole file.
        handle, draft = tempfile.mkstemp(dir=self.root, prefix=_DRAFT)
        try:
            with open(handle, "wb") as file:
                os.fchmod(file.fileno(), 0o600)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(draft)
            raise
        for folder in (path.parent, path.parent.parent, self.root):
            _sync(folder)

    def _older(self, than: float) -> Iterator[str]:
        """Drafts of uploads that never ended go at once: nothing names them."""
        for draft in self.root.glob(f"{_DRAFT}*"):
            with suppress(FileNotFoundError):
                if draft.stat().st_mtime < than:
                    draft.unlink()
        for path in self.root.glob("??/??/*"):
            with suppress(FileNotFoundError):
                if _NAME.fullmatch(path.name) and path.stat().st_mtime < than:
                    yield path.name


def _sync(folder: Path) -> None:
    """The name of a new file, too, must outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
