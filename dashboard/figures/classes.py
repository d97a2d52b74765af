"""Which of a few classes a value falls in: steps are easier to read off a map than a gradient."""

from collections.abc import Sequence
from math import floor, log10

STEPS = 5
SHARES = (0.2, 0.4, 0.6, 0.8)


def breaks(values: Sequence[float]) -> list[float]:
    """At most four round numbers that cut the values above 0 into classes of about equal size."""
    some = sorted(value for value in values if value > 0)
    if not some:
        return []
    found: list[float] = []
    for step in range(1, STEPS):
        cut = _round(some[min(len(some) - 1, len(some) * step // STEPS)])
        if (not found or cut > found[-1]) and some[0] < cut <= some[-1]:
            found.append(cut)
    return found


def class_of(value: float, cuts: Sequence[float]) -> int:
    """0 for nothing at all, else 1 and up."""
    return 0 if value <= 0 else 1 + sum(value >= cut for cut in cuts)


def colours(steps: Sequence[str], classes: int) -> list[str]:
    """So many of the five steps, spread over all of them."""
    if classes <= 1:
        return [steps[2]] * classes
    last = len(steps) - 1
    return [steps[round(index * last / (classes - 1))] for index in range(classes)]


def _round(value: float) -> float:
    """One or two digits: 1200, 35, 0.4."""
    size: float = 10 ** floor(log10(value))
    digits = value / size
    step = 0.5 if digits < 5 else 1
    return float(round(digits / step) * step * size)
