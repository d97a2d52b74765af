"""What of a text is nobody else's business: names of persons, telephones, identity numbers, accounts. Pure."""

import re
from collections.abc import Callable, Iterable
from typing import Any

#: Identity number, account and telephone, spaced as people write them; a fingerprint, a code of letters or the number
#: of an invoice (20 digits) is none.
_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"\d{15,19}|\d{17}[0-9Xx]"
    r"|\d{6}[ -]\d{8}[ -]\d{3}[0-9Xx]|\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,4})?"
    r"|1\d{10}|1\d{2}[ -]\d{4}[ -]\d{4}|0\d{2,3}-\d{7,8}"
    r")(?![0-9A-Za-z])"
)
#: What stands between names where a row says who spoke, and what they are behind them.
_BETWEEN = re.compile(r"[、，,;；/|\s]+")
_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]?")


def masked(text: str, names: Iterable[str] = ()) -> str:
    """The text with numbers of persons masked, and persons' names down to the family name."""
    return masker(names)(text)


def masker(names: Iterable[str]) -> Callable[[str], str]:
    """Masks text after text; made once for many."""
    known = sorted({name for name in names if len(name) > 1}, key=lambda name: (-len(name), name))
    persons = re.compile("|".join(map(_whole, known))) if known else None

    def mask(text: str) -> str:
        if persons is not None:
            text = persons.sub(lambda found: found[0][0] + "某" * (len(found[0]) - 1), text)
        return _NUMBERS.sub(_number, text)

    return mask


def deep(mask: Callable[[str], str], value: Any) -> Any:
    """The same through lists and mappings, keys left as they are."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: deep(mask, one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [deep(mask, one) for one in value]
    return value


def persons(text: str | None) -> list[str]:
    """The names in a field that holds who it was: one or several, without what they are in brackets."""
    return [part for part in _BETWEEN.split(_BRACKETS.sub(" ", text or "")) if len(part) > 1]


def _whole(name: str) -> str:
    """A name in letters is none inside a word; a Chinese one stands anywhere."""
    before = r"(?<![0-9A-Za-z_])" if name[0].isascii() else ""
    behind = r"(?![0-9A-Za-z_])" if name[-1].isascii() else ""
    return before + re.escape(name) + behind


def _number(found: re.Match[str]) -> str:
    digits = found[0]
    return digits[:2] + "*" * (len(digits) - 4) + digits[-2:]
