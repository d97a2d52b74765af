"""Probabilities against figures from tables and by counting, and against each other."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policy.chances import binomial_head, binomial_tail, poisson_tail, stringer, told, upper_limit


@pytest.mark.parametrize(
    "hits, tries, rate, expected",
    [
        (0, 10, 0.3, 1.0),
        (1, 1, 0.25, 0.25),
        (5, 5, 0.5, 1 / 32),
        (2, 3, 0.5, 0.5),
        (11, 10, 0.5, 0.0),
        (3, 9, 1.0, 1.0),
    ],
)
def test_a_binomial_tail_is_what_counting_gives(hits: int, tries: int, rate: float, expected: float) -> None:
    assert binomial_tail(hits, tries, rate) == pytest.approx(expected)


@given(st.integers(1, 60), st.floats(0.01, 0.99), st.data())
def test_a_tail_is_the_sum_of_all_ways(tries: int, rate: float, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, tries))
    ways = sum(math.comb(tries, k) * rate**k * (1 - rate) ** (tries - k) for k in range(hits, tries + 1))
    assert binomial_tail(hits, tries, rate) == pytest.approx(ways, rel=1e-9)
    if hits:
        assert binomial_tail(hits, tries, rate) + binomial_head(hits - 1, tries, rate) == pytest.approx(1)


def test_small_probabilities_are_not_drowned() -> None:
    assert binomial_tail(200, 200, 0.5) == pytest.approx(0.5**200)
    assert poisson_tail(30, 1.0) == pytest.approx(1.4335e-33, rel=1e-3)


@pytest.mark.parametrize("hits, mean, expected", [(0, 2.0, 1.0), (1, 1.0, 1 - math.exp(-1)), (3, 0.0, 0.0)])
def test_a_poisson_tail_is_one_minus_the_rest(hits: int, mean: float, expected: float) -> None:
    assert poisson_tail(hits, mean) == pytest.approx(expected)


@pytest.mark.parametrize(
    "hits, tries, expected", [(0, 59, 0.0495), (0, 1, 0.95), (1, 100, 0.0466), (4, 4, 1.0)]
)
def test_an_upper_limit_is_as_in_the_tables(hits: int, tries: int, expected: float) -> None:
    assert upper_limit(hits, tries) == pytest.approx(expected, abs=1e-4)


def test_stringer_of_whole_errors_is_the_limit_of_their_share_and_of_none_that_of_none() -> None:
    assert stringer([1.0, 1.0], 50) == pytest.approx(upper_limit(2, 50))
    assert stringer([], 50) == pytest.approx(upper_limit(0, 50))
    assert upper_limit(0, 50) < stringer([0.1, 0.4], 50) < upper_limit(2, 50)


@given(st.lists(st.floats(0, 1), max_size=6), st.floats(0, 1))
def test_one_more_error_never_lowers_the_bound(taints: list[float], more: float) -> None:
    assert stringer([*taints, more], 20) >= stringer(taints, 20) - 1e-9


@pytest.mark.parametrize("chance, said", [(0.0123, "0.01"), (0.0001, "0.0001"), (0.00002, "<0.0001")])
def test_a_probability_is_told_to_one_figure(chance: float, said: str) -> None:
    assert told(chance) == said
