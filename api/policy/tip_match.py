"""Whom a tip-off is about: by the credit code given, else by the likeness of names; what is in doubt people decide.

A name is taken for another's where they are nearly the same (0.9, row X06 of the catalogue), no other organization's is
nearly as like, and what tells firms apart does not differ: the place that a name begins with, and numbers in it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from api.policy import uscc

#: So like two names must be, and so far behind the next one.
ENOUGH, CLEAR = Decimal("0.900"), Decimal("0.050")
#: As like as names of two different firms are at most.
OTHER = Decimal("0.600")
_FORMS = re.compile(r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|公司)$|集团$")
_NUMBERS = re.compile(r"\d+|[〇零一二三四五六七八九十百甲乙丙丁]+")
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Known:
    """An organization of the register."""

    id: int
    uscc: str
    name: str


@dataclass(frozen=True)
class Match:
    """``likeness`` is that of the names, 0 to 1, also where the code decided."""

    organization: int
    likeness: Decimal
    by_code: bool


def code_of(given: str | None) -> str | None:
    """The credit code as the register writes it; None where it is none."""
    code = unicodedata.normalize("NFKC", given or "").replace(" ", "").replace("-", "").upper()
    return code if uscc.valid(code) else None


def match(about: str, code: str | None, known: Iterable[Known]) -> Match | None:
    """The one organization that is meant, or None where there is none or more than one could be."""
    found = list(known)
    wanted = code_of(code)
    for one in found:
        if wanted is not None and one.uscc == wanted:
            return Match(one.id, likeness(about, one.name), True)
    if wanted is not None:
        return None  # another firm of that name is not the one that was told about
    ranked = sorted(found, key=lambda one: (-likeness(about, one.name), one.id))
    if not ranked:
        return None
    best = likeness(about, ranked[0].name)
    same = [one for one in ranked if plain(one.name) == plain(about)]
    if len(same) == 1:
        return Match(same[0].id, Decimal("1.000"), False)
    if best < ENOUGH or (len(ranked) > 1 and best - likeness(about, ranked[1].name) < CLEAR):
        return None
    return Match(ranked[0].id, best, False)


def likeness(one: str, other: str) -> Decimal:
    """How like two names of firms are, 0 to 1: the pairs of neighbouring characters that they share."""
    first, second = core(one), core(other)
    if not first or not second:
        return Decimal("0.000")
    pairs, others = _pairs(first), _pairs(second)
    shared = (pairs & others).total()
    share = Decimal(2 * shared) / Decimal(pairs.total() + others.total())
    if first[:2] != second[:2] or _NUMBERS.findall(first) != _NUMBERS.findall(second):
        share = min(share, OTHER)
    return share.quantize(Decimal("0.001"), ROUND_DOWN)


def plain(name: str) -> str:
    """A name without what is written now this way, now that: width, case, spaces, brackets."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name).casefold())


def core(name: str) -> str:
    """A name without its legal form; whole where nothing else is left."""
    bare = plain(name)
    return _FORMS.sub("", bare) or bare


def _pairs(text: str) -> Counter[str]:
    framed = f"^{text}$"
    return Counter(framed[place : place + 2] for place in range(len(framed) - 1))
