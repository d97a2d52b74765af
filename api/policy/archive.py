"""Whether the zip that an office document is may be opened at all: by its directory, before any part is."""

import zipfile
from collections.abc import Sequence

MEGABYTE = 1 << 20
MOST_PARTS = 2_000
MOST_UNPACKED = 250 * MEGABYTE
#: Real sheets, even a million empty rows, pack less than 100:1; bombs reach 1000:1.
MOST_RATIO, RATIO_FROM = 200, 5 * MEGABYTE


def fault_of(parts: Sequence[zipfile.ZipInfo]) -> str | None:
    """ENCRYPTED, ZIP_BOMB, or None where the directory looks like a document's."""
    if any(part.flag_bits & 1 for part in parts):
        return "ENCRYPTED"
    if len(parts) > MOST_PARTS:
        return "ZIP_BOMB"
    for part in parts:
        # A part never yields more than its directory entry says, so sizes can be believed.
        if part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            return "ZIP_BOMB"
    return None


def unpacked(parts: Sequence[zipfile.ZipInfo]) -> int:
    """Bytes of all parts together."""
    return sum(part.file_size for part in parts)
