"""What a platform is prepaid at the start of its batch (F4)."""

from decimal import ROUND_DOWN, Decimal

FEN = Decimal("0.01")


def estimate(planned: Decimal, cap: Decimal) -> Decimal:
    """What the plan expects a platform to be awarded, within the cap per platform (F3)."""
    return min(planned, cap).quantize(FEN, ROUND_DOWN)


def prepayment(estimated: Decimal, ratio: Decimal) -> Decimal:
    """The batch's ratio of the estimate, rounded down to the fen (F4).

    Raises:
        ValueError: the ratio is no share.
    """
    if not 0 <= ratio <= 1:
        raise ValueError(f"no share: {ratio}")
    return (estimated * ratio).quantize(FEN, ROUND_DOWN)
