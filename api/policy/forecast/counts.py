"""How many of some that are alike: a binomial count whose chance is uncertain itself (beta-binomial)."""

from collections.abc import Iterator
from itertools import islice
from math import exp, lgamma

#: Below this nothing is uncertain any more.
_SURE = 1e-9


def interval(tries: int, chance: float, kinship: float, share: float) -> tuple[int, int, int]:
    """(low, median, high): counts that hold ``share`` of the probability between them, no more below than a tail's part.

    Counts are whole: the upper end is the first that makes the interval hold enough, so small numbers are not
    given more room than was promised. ``kinship``: how much the tries share their fate, 0 (each alone) to 1.
    """
    tail = (1 - share) / 2
    low = middle = -1
    below = reached = 0.0
    for hits, probability in enumerate(_probabilities(tries, chance, kinship)):
        before, reached = reached, reached + probability
        if low < 0 and reached >= tail:
            low, below = hits, before
        if middle < 0 and reached >= 0.5:
            middle = hits
        if middle >= 0 and reached - below >= share:
            return low, middle, hits
    return max(low, 0), max(middle, 0), tries


def at_least(least: int, tries: int, chance: float, kinship: float) -> float:
    """The probability of so many or more."""
    if least <= 0:
        return 1.0
    fewer = sum(islice(_probabilities(tries, chance, kinship), least))
    return min(max(1 - fewer, 0.0), 1.0) if least <= tries else 0.0


def _probabilities(tries: int, chance: float, kinship: float) -> Iterator[float]:
    """Of no hit, one hit, and so on."""
    if tries == 0 or chance <= _SURE:
        yield 1.0
        return
    if chance >= 1 - _SURE:
        yield from [0.0] * tries
        yield 1.0
        return
    strength = 1 / min(max(kinship, 1e-6), 0.98) - 1
    hit, miss = chance * strength, (1 - chance) * strength
    start = lgamma(tries + 1) + lgamma(strength) - lgamma(hit) - lgamma(miss) - lgamma(tries + strength)
    for hits in range(tries + 1):
        missed = tries - hits
        ways = -lgamma(hits + 1) - lgamma(missed + 1) + lgamma(hits + hit) + lgamma(missed + miss)
        yield exp(start + ways)
