"""The whole file of a case as one archive: documents, evidence, index, and the means to verify it.

The same rows give the same bytes. It is put together in a file on the disk, a piece of an attachment at a time: what
it takes of memory does not hang on what is in it.
"""

import asyncio
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from api.documents.case_file import verify
from api.documents.case_file.contents import Contents, Row, contents
from api.documents.case_file.index import Listed, index_html, index_json
from api.documents.case_file.manifest import Entry, manifest
from api.documents.case_file.masking import masked_contents, masked_paper
from api.documents.case_file.papers import papers
from api.documents.rendering import FORMATS, Paper, render
from api.policy.masking import masker
from api.services.files.base import Missing
from api.services.files.cabinet import Cabinet
from api.viewer import Viewer
from db.store import Store

#: Every file of an archive says when it was packed; ours say this.
_PACKED = (1980, 1, 1, 0, 0, 0)
_VERIFY = Path(verify.__file__)


@dataclass(frozen=True)
class CaseFile:
    """``file`` is closed, and gone, by who gets it; ``digest`` stands for all that is in it."""

    file: IO[bytes]
    size: int
    number: str
    digest: str
    files: int


async def case_file(
    store: Store, viewer: Viewer, cabinet: Cabinet, case: int, *, masked: bool, folder: Path | None = None
) -> CaseFile | None:
    """The archive as the viewer may have it; None where they may not read the case.

    ``folder``: an office's own templates.
    """
    async with store.read(viewer.rows) as connection:
        found = await contents(connection, viewer, case)
        written = await papers(connection, viewer, found) if found is not None else []
    if found is None:
        return None
    if masked:
        mask = masker(found.names)
        found = await asyncio.to_thread(masked_contents, found, mask)
        written = [(name, masked_paper(paper, mask)) for name, paper in written]
    # Handed to whoever streams it: closed there.
    file = await asyncio.to_thread(tempfile.TemporaryFile)
    try:
        digest, count = await _pack(_Pack(file), cabinet, found, written, masked, folder)
        size = file.seek(0, 2)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return CaseFile(file, size, str(found.case["number"]), digest, count)


class _Pack:
    """An archive under way, and what is in it so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self.entries: list[Entry] = []

    def add(self, path: str, content: bytes) -> Entry:
        with self._open(path, len(content)) as place:
            place.write(content)
        return self._added(path, len(content), sha256(content).hexdigest())

    async def stream(self, path: str, cabinet: Cabinet, fingerprint: str, size: int) -> Entry | None:
        """A stored file; None where the store has lost it."""
        pieces = cabinet.files.read(fingerprint, 0, size)
        try:
            piece: bytes | None = await anext(pieces, b"")
        except Missing:
            return None
        digest, written = sha256(), 0
        with self._open(path, size) as place:
            while piece:
                await asyncio.to_thread(place.write, piece)
                digest.update(piece)
                written += len(piece)
                piece = await anext(pieces, None)
        return self._added(path, written, digest.hexdigest())

    def close(self) -> None:
        self._archive.close()

    def _open(self, path: str, size: int) -> IO[bytes]:
        file = zipfile.ZipInfo(path, _PACKED)
        file.compress_type = zipfile.ZIP_DEFLATED
        file.external_attr = 0o644 << 16
        file.create_system = 3  # on whatever machine it was packed
        file.file_size = size
        return self._archive.open(file, "w")

    def _added(self, path: str, size: int, fingerprint: str) -> Entry:
        self.entries.append(Entry(path, size, fingerprint))
        return self.entries[-1]


async def _pack(
    pack: _Pack,
    cabinet: Cabinet,
    found: Contents,
    written: Sequence[tuple[str, Paper]],
    masked: bool,
    folder: Path | None,
) -> tuple[str, int]:
    """(digest, number of files)."""
    listed = [
        listing
        for name, paper in written
        for listing in await asyncio.to_thread(_papers, pack, name, paper, folder)
    ]
    listed += [await _evidence(pack, cabinet, row, masked) for row in found.files]
    return await asyncio.to_thread(_finish, pack, found, listed, masked)


def _papers(pack: _Pack, name: str, paper: Paper, folder: Path | None) -> list[Listed]:
    made = []
    for kind in FORMATS:
        entry = pack.add(f"documents/{name}.{kind}", render(paper, kind, folder=folder))  # type: ignore[arg-type]
        made.append(Listed(entry.path, f"{paper.name}.{kind}", entry.size, entry.sha256))
    return made


async def _evidence(pack: _Pack, cabinet: Cabinet, row: Row, masked: bool) -> Listed:
    title = f"{row['id']:06}-{row['filename']}"
    absent = Listed("", title, row["size"], row["sha256"], "不随脱敏副本提供 | not part of a masked copy")
    if masked:
        return absent
    entry = await pack.stream(f"evidence/{title}", cabinet, row["sha256"], row["size"])
    if entry is None:
        return Listed("", title, row["size"], row["sha256"], "文件库中已缺失 | lost from the file store")
    if entry.sha256 != row["sha256"]:
        note = f"与登记指纹不符 | not the file that was registered: {row['sha256']}"
        return Listed(entry.path, title, entry.size, entry.sha256, note)
    return Listed(entry.path, title, entry.size, entry.sha256)


def _finish(pack: _Pack, found: Contents, listed: Sequence[Listed], masked: bool) -> tuple[str, int]:
    pack.add("index.json", index_json(found, listed, masked=masked))
    pack.add("index.html", index_html(found, listed, masked=masked))
    pack.add("verify.py", _VERIFY.read_bytes())
    made = manifest(found.case["number"], masked, pack.entries)
    count = len(pack.entries) + 1
    pack.add("manifest.json", made.content)
    pack.close()
    return made.digest, count
