"""How people's typing is evened out: width, spaces, invisible characters."""

import re
import unicodedata

#: Digits, letters and the space in full width; Chinese punctuation keeps its width, it is meant.
_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
_TIDY = _WIDE | _INVISIBLE | {0x3000: " ", 0x00A0: " ", 0x202F: " "}

_BRACKETED = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]")
_FILLER = re.compile(r"[\s*＊:：_\-·]+")


def tidy(text: str) -> str:
    """Free text without surrounding or invisible spaces and with half-width digits and letters."""
    return text.translate(_TIDY).strip()


def compact(text: str) -> str:
    """A code or a number: half width throughout, without any spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.translate(_TIDY)))


def bare(text: str) -> str:
    """A name for comparison: no case, no width, no spaces, no marks."""
    return _FILLER.sub("", unicodedata.normalize("NFKC", text.translate(_TIDY))).casefold()


def unbracketed(text: str) -> str:
    """The same without what stands in brackets, such as a unit of measure."""
    return bare(_BRACKETED.sub("", text))
