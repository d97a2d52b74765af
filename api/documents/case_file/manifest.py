"""The manifest of a case file: each file's SHA-256, chained into one digest; ``verify.py`` beside it checks them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from api.documents.case_file.verify import FORMAT, beginning, chained


@dataclass(frozen=True)
class Entry:
    """A file of the archive."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """``content`` is the file, ``digest`` stands for the whole archive."""

    content: bytes
    digest: str


def manifest(case: str, masked: bool, files: Sequence[Entry]) -> Manifest:
    """In the order of the files' paths: each link hangs on all before it."""
    made: dict[str, Any] = {"format": FORMAT, "case": case, "masked": masked}
    link = beginning(made)
    listed = []
    for file in sorted(files, key=lambda one: one.path):
        entry = {"path": file.path, "size": file.size, "sha256": file.sha256}
        link = chained(link, entry)
        listed.append({**entry, "chain": link})
    made |= {"files": listed, "digest": link}
    return Manifest(orjson.dumps(made, option=orjson.OPT_INDENT_2) + b"\n", link)
