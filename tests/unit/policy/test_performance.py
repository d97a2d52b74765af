"""Targets: how far, which light, which score."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policy.performance import (
    Goal,
    elapsed,
    grade,
    light,
    quarter_ends,
    quarter_of,
    quarters,
    reached,
    satisfaction,
    score,
    total,
)
from db.enums import Grade, Light

START, END = date(2022, 11, 1), date(2023, 10, 31)
TEN = Goal(None, Decimal(10))
numbers = st.decimals(-1000, 1000, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("goal", "actual", "share"),
    [
        (TEN, 10, 1),
        (TEN, 12, 1),
        (TEN, 5, "0.5"),
        (TEN, 0, 0),
        (Goal(Decimal(2), Decimal(4)), 3, "0.5"),
        (Goal(Decimal(2), Decimal(4)), 1, 0),
        (Goal(Decimal(80), Decimal(60), lower=True), 70, "0.5"),
        (Goal(Decimal(80), Decimal(60), lower=True), 50, 1),
        (Goal(None, Decimal(60), lower=True), 80, "0.75"),
        (Goal(None, Decimal(60), lower=True), 60, 1),
        (Goal(None, Decimal(0)), 0, 1),
    ],
)
def test_how_much_of_a_goal_is_reached(goal: Goal, actual: int, share: object) -> None:
    assert reached(goal, Decimal(actual)) == Decimal(str(share))


@given(st.none() | numbers, numbers, st.booleans(), numbers)
def test_a_share_is_a_share_and_a_score_out_of_a_hundred(
    baseline: Decimal | None, value: Decimal, lower: bool, actual: Decimal
) -> None:
    goal = Goal(baseline, value, lower)
    assert 0 <= reached(goal, actual) <= 1
    assert 0 <= score(goal, actual) <= 100
    assert score(goal, value) == 100 or value < 0
    assert score(goal, None) == 0


def test_the_term_is_over_bit_by_bit() -> None:
    assert elapsed(START, END, date(2022, 10, 31)) == 0
    assert elapsed(START, END, END) == 1
    assert elapsed(START, END, date(2030, 1, 1)) == 1
    assert Decimal("0.49") < elapsed(START, END, date(2023, 4, 30)) < Decimal("0.51")


@pytest.mark.parametrize(
    ("actual", "over", "lamp"),
    [
        (5, "0.5", "green"),
        (4, "0.5", "amber"),
        (3, "0.5", "red"),
        (0, "0", "green"),
        (9, "1", "green"),
        (7, "1", "amber"),
    ],
)
def test_a_light_looks_at_the_time_that_is_over(actual: int, over: str, lamp: str) -> None:
    assert light(TEN, Decimal(actual), Decimal(over)) is Light(lamp)


def test_a_mean_is_due_at_once() -> None:
    assert light(Goal(None, Decimal(5)), Decimal(3), Decimal("0.2"), grows=False) is Light.RED


def test_quarters_of_a_term() -> None:
    assert quarter_of(date(2023, 5, 31)) == date(2023, 4, 1)
    assert quarter_ends(date(2022, 10, 1)) == date(2022, 12, 31)
    assert quarter_ends(date(2024, 1, 1)) == date(2024, 3, 31)
    assert quarters(START, END) == [
        date(2022, 10, 1),
        date(2023, 1, 1),
        date(2023, 4, 1),
        date(2023, 7, 1),
        date(2023, 10, 1),
    ]


def test_a_total_is_weighted_and_graded() -> None:
    points = total([(Decimal(60), Decimal(100)), (Decimal(40), Decimal(50))])
    assert points == 80
    assert grade(points) is Grade.GOOD
    assert grade(Decimal("79.99")) is Grade.FAIR
    assert grade(Decimal(0)) is Grade.POOR
    assert total([]) == 0


@pytest.mark.parametrize(
    ("marks", "mean", "whole"),
    [
        ((5, 5, 5, 5, 5), "5", 5),
        ((4, 4, 5, 5, 4), "4.4", 4),
        ((5, 4, 5, 4), "4.5", 5),
        ((1, 1, 1, 1, 2), "1.2", 1),
    ],
)
def test_satisfaction_is_the_mean_and_halves_go_up(marks: tuple[int, ...], mean: str, whole: int) -> None:
    assert satisfaction(marks) == (Decimal(mean), whole)
