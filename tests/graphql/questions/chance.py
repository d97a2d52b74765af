"""The choices behind a random question."""

import random
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Chance:
    """Makes choices by ``choose``, which picks one of the whole numbers from its first argument to its second."""

    def __init__(self, choose: Callable[[int, int], int]) -> None:
        self._choose = choose

    def number(self, low: int, high: int) -> int:
        return low if low >= high else self._choose(low, high)

    def one_in(self, times: int) -> bool:
        """True about once in so many times; false is simpler."""
        return self.number(1, times) == times

    def pick(self, things: Sequence[T]) -> T:
        """The first is simplest."""
        return things[self.number(0, len(things) - 1)]

    def some(self, things: Sequence[T], most: int, least: int = 0) -> list[T]:
        """Up to so many, the same one perhaps twice."""
        return [self.pick(things) for _ in range(self.number(least, most))] if things else []


def drawn(draw: Callable[[Any], Any], *, shrinks: bool) -> Chance:
    """Choices that Hypothesis makes one by one, so that it can simplify them, or all at once: far quicker."""
    if shrinks:
        return Chance(lambda low, high: draw(_integers(low, high)))
    return Chance(random.Random(draw(_integers(0, 2**64))).randint)


@cache
def _integers(low: int, high: int) -> Any:
    return st.integers(low, high)
