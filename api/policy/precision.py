"""How often a rule is right, from what became of its flags; and what follows when it seldom is."""

from dataclasses import dataclass
from math import sqrt

#: Two-sided 95 %.
Z = 1.959963984540054
#: With fewer judged flags nothing is proposed.
FEWEST = 20
#: A rule whose precision is below this, as surely as the interval says, should no longer be live as it is.
LEAST = 0.3


@dataclass(frozen=True)
class Interval:
    """A share with its bounds: ``hits`` of ``judged``. All three None where nothing was judged."""

    hits: int
    judged: int
    share: float | None
    low: float | None
    high: float | None


def wilson(hits: int, judged: int, z: float = Z) -> Interval:
    """The Wilson score interval of a share (Wilson 1927): honest for few cases and for shares near 0 or 1.

    Raises:
        ValueError: more hits than were judged, or fewer than none.
    """
    if not 0 <= hits <= judged:
        raise ValueError("hits are between none and all that was judged")
    if judged == 0:
        return Interval(0, 0, None, None, None)
    share = hits / judged
    wide = z * z / judged
    middle = (share + wide / 2) / (1 + wide)
    half = z * sqrt(share * (1 - share) / judged + wide / (4 * judged)) / (1 + wide)
    return Interval(hits, judged, share, max(0.0, middle - half), min(1.0, middle + half))


def demotes(precision: Interval) -> bool:
    """Whether a rule should be retired or tried with other thresholds: even at best it is right too seldom."""
    return precision.judged >= FEWEST and precision.high is not None and precision.high < LEAST
