"""Lots that anybody can draw again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policy.sampling import draw

ROWS = [(group, group * 100 + number) for group in (1, 2, 3) for number in range(10 * group)]


def test_each_group_gives_its_share_rounded_up() -> None:
    drawn = draw(ROWS, Decimal("0.15"), "a")
    assert [sum(number // 100 == group for number in drawn) for group in (1, 2, 3)] == [2, 3, 5]


def test_the_same_seed_draws_the_same_in_any_order_and_another_seed_others() -> None:
    assert draw(ROWS, Decimal("0.3"), "a") == draw(reversed(ROWS), Decimal("0.3"), "a")
    assert draw(ROWS, Decimal("0.3"), "a") != draw(ROWS, Decimal("0.3"), "b")


@pytest.mark.parametrize("share", ["0", "-0.1", "1.01"])
def test_a_share_that_is_none_is_refused(share: str) -> None:
    with pytest.raises(ValueError, match="share"):
        draw(ROWS, Decimal(share), "a")


@given(st.sets(st.integers(1, 500), min_size=1), st.decimals("0.01", 1, places=2))
def test_what_is_drawn_was_there_and_a_larger_share_keeps_it(numbers: set[int], share: Decimal) -> None:
    rows = [(1, number) for number in numbers]
    drawn = set(draw(rows, share, "s"))
    assert drawn
    assert drawn <= numbers
    assert drawn <= set(draw(rows, Decimal(1), "s")) == numbers
