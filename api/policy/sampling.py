"""Drawing by lot so that anybody can draw the same again: the national review's sample (F6)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal


def draw(rows: Iterable[tuple[int, int]], share: Decimal, seed: str) -> list[int]:
    """Numbers drawn from (group, number) pairs: of each group ``share`` of its numbers, rounded up, at least one.

    The same rows, share and seed give the same numbers in whatever order they come.

    Raises:
        ValueError: the share is not above 0 and at most 1.
    """
    if not 0 < share <= 1:
        raise ValueError("a share is above 0 and at most 1")
    groups: dict[int, list[int]] = defaultdict(list)
    for group, number in rows:
        groups[group].append(number)
    drawn: list[int] = []
    for _, numbers in sorted(groups.items()):
        count = int((len(numbers) * share).to_integral_value(ROUND_CEILING))
        drawn += sorted(numbers, key=lambda number: (_lot(seed, number), number))[:count]
    return sorted(drawn)


def _lot(seed: str, number: int) -> str:
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()
