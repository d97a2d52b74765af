"""The file store of this installation, and what a file must pass to get there."""

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from api.services.files.base import Files
from api.services.files.bucket import Bucket
from api.services.files.content import recognize
from api.services.files.folder import Folder
from api.services.files.name import clean_name
from api.services.files.scan import scan


@dataclass(frozen=True)
class Stored:
    """A file that is in the store."""

    filename: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Cabinet:
    """``scanner``: the command that looks for viruses, "" for none."""

    files: Files
    scanner: str = ""

    async def take_in(self, filename: str, content: bytes) -> Stored:
        """Check a file and store it. Nothing names it yet: what no row comes to name is cleared away later.

        Raises:
            Refusal: too large, not what it says it is, dangerous, or of a type that is not taken.
        """
        # Pictures are decoded and documents unpacked: not on the loop that answers everybody.
        kind = await asyncio.to_thread(recognize, filename, content)
        if self.scanner:
            await scan(self.scanner, content)
        fingerprint = sha256(content).hexdigest()
        await self.files.put(fingerprint, content)
        return Stored(clean_name(filename, kind.extension), kind.media_type, len(content), fingerprint)


def open_cabinet(place: str, scanner: str = "") -> Cabinet:
    """The store at ``s3://bucket/prefix``, or in the folder of that name."""
    return Cabinet(Bucket(place) if place.startswith("s3://") else Folder(Path(place)), scanner)
