"""How the invented programme differs between the 37 units: size, pace and quality."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """``platforms`` a batch; ``pace`` below 1 is fast; ``quality`` is the share that passes in the end.

    ``batches``: those the unit takes part in.
    """

    code: str
    platforms: int
    pace: float
    quality: float
    batches: tuple[int, ...] = (1, 2, 3)


_ALL, _LATE = (1, 2, 3), (2, 3)

#: In order of size; Xizang (540000) reports nothing. Invented: the figures say nothing about the real provinces.
PROFILES: tuple[Profile, ...] = (
    Profile("320000", 6, 0.72, 0.93),
    Profile("330000", 6, 0.62, 0.95),
    Profile("440000", 6, 0.78, 0.91),
    Profile("440300", 5, 0.66, 0.94),
    Profile("370000", 5, 0.88, 0.89),
    Profile("330200", 4, 0.60, 0.96),
    Profile("370200", 4, 0.70, 0.93),
    Profile("310000", 4, 0.82, 0.92),
    Profile("340000", 4, 0.80, 0.91),
    Profile("350000", 4, 0.85, 0.90),
    Profile("420000", 4, 0.90, 0.88),
    Profile("430000", 4, 0.84, 0.91),
    Profile("510000", 4, 0.95, 0.88),
    Profile("410000", 4, 1.05, 0.85),
    Profile("110000", 4, 0.92, 0.90),
    Profile("500000", 3, 0.86, 0.91),
    Profile("350200", 3, 0.72, 0.94),
    Profile("120000", 3, 0.96, 0.88),
    Profile("130000", 3, 1.10, 0.84),
    Profile("360000", 3, 1.00, 0.87),
    Profile("610000", 3, 1.02, 0.86),
    Profile("210000", 2, 1.18, 0.80),
    Profile("210200", 2, 1.00, 0.87),
    Profile("450000", 2, 1.12, 0.84),
    Profile("140000", 2, 1.20, 0.80),
    Profile("520000", 2, 1.08, 0.85),
    Profile("530000", 2, 1.22, 0.79),
    Profile("220000", 2, 1.30, 0.74),
    Profile("230000", 1, 1.35, 0.70),
    Profile("150000", 1, 1.28, 0.76),
    Profile("620000", 1, 1.32, 0.73),
    Profile("650000", 1, 1.25, 0.78),
    Profile("640000", 1, 1.15, 0.82, _LATE),
    Profile("460000", 1, 1.24, 0.77, _LATE),
    Profile("XPCC", 1, 1.10, 0.83, _LATE),
    # Its third plan is still a draft, for which platforms are being selected (seed.synthetic.selection).
    Profile("630000", 1, 1.40, 0.68, (2,)),
)


def chosen(share: float) -> tuple[Profile, ...]:
    """The profiles of a programme of about this share of the full size, big units first."""
    if share >= 1:
        return PROFILES
    side = share**0.5
    kept = PROFILES[:: max(1, round(1 / side))][: max(3, round(len(PROFILES) * side))]
    return tuple(
        Profile(unit.code, max(1, round(unit.platforms * side)), unit.pace, unit.quality, unit.batches)
        for unit in kept
    )
