"""How likely a number of hits is by chance: tails of distributions, and limits of shares, exact for small numbers."""

import itertools
import math
from collections.abc import Callable, Sequence


def binomial_tail(hits: int, tries: int, rate: float) -> float:
    """The probability of ``hits`` or more among ``tries``, each of them with the chance ``rate``."""
    if hits <= 0:
        return 1.0
    if hits > tries or rate <= 0:
        return 0.0
    if rate >= 1:
        return 1.0
    # The tail itself: one minus the rest would drown small probabilities in rounding.
    total, term = 0.0, _binomial(hits, tries, rate)
    for place in range(hits, tries + 1):
        total += term
        if place > tries * rate and term < total * 1e-15:
            break
        term *= (tries - place) / (place + 1) * rate / (1 - rate)
    return min(total, 1.0)


def binomial_head(hits: int, tries: int, rate: float) -> float:
    """The probability of ``hits`` or fewer."""
    return binomial_tail(tries - hits, tries, 1 - rate)


def poisson_tail(hits: int, mean: float) -> float:
    """The probability of ``hits`` or more where ``mean`` are expected."""
    if hits <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    total, term = 0.0, math.exp(hits * math.log(mean) - mean - math.lgamma(hits + 1))
    place = hits
    while True:
        total += term
        place += 1
        term *= mean / place
        if place > mean and term <= total * 1e-15:
            return min(total, 1.0)


def upper_limit(hits: int, tries: int, confidence: float = 0.95) -> float:
    """The largest share that ``hits`` of ``tries`` leave possible (Clopper-Pearson, one-sided)."""
    if hits >= tries:
        return 1.0
    return _where(lambda share: binomial_head(hits, tries, share) > 1 - confidence)


def stringer(taints: Sequence[float], tries: int, confidence: float = 0.95) -> float:
    """The largest mean taint that a sample leaves possible (Stringer bound).

    ``taints`` are the parts of amounts found to be false, 0 to 1, of those that were; ``tries`` is the whole sample.
    """
    limits = [upper_limit(errors, tries, confidence) for errors in range(min(len(taints), tries) + 1)]
    steps = (after - before for before, after in itertools.pairwise(limits))
    ordered = sorted(taints, reverse=True)
    return min(
        limits[0] + sum(step * taint for step, taint in zip(steps, ordered, strict=False)),
        1.0,
    )


def told(chance: float) -> str:
    """A probability as people read it."""
    return f"{chance:.1g}" if chance >= 0.0001 else "<0.0001"


def _binomial(hits: int, tries: int, rate: float) -> float:
    ways = math.lgamma(tries + 1) - math.lgamma(hits + 1) - math.lgamma(tries - hits + 1)
    return math.exp(ways + hits * math.log(rate) + (tries - hits) * math.log1p(-rate))


def _where(still: Callable[[float], bool]) -> float:
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if still(middle) else (low, middle)
    return high


def chi_square_tail(square: float, freedom: int) -> float:
    """The probability of such a sum of squares or a larger one, with so many degrees of freedom."""
    if square <= 0:
        return 1.0
    half = square / 2
    # From one or two degrees upwards by twos.
    odd = freedom % 2
    tail = math.erfc(math.sqrt(half)) if odd else math.exp(-half)
    for degrees in range(2 - odd, freedom, 2):
        tail += math.exp(degrees / 2 * math.log(half) - half - math.lgamma(degrees / 2 + 1))
    return min(tail, 1.0)
