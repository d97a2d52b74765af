"""Ranking, line by line: weights, the trimmed mean, ties, and when platforms are too scattered (P12)."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from api.policy.selection import Criterion, Mark, panel_complete, rank, spread, weights_add_up
from api.policy.working_days import after_working_days, is_working

SKILL = Criterion(1, "服务能力", Decimal(60), Decimal(100))
PRICE = Criterion(2, "价格让利", Decimal(40), Decimal(20))


def marks(candidate: int, *experts: tuple[int, int]) -> list[Mark]:
    return [
        Mark(expert, candidate, criterion.id, Decimal(points))
        for expert, given in enumerate(experts, 1)
        for criterion, points in zip((SKILL, PRICE), given, strict=True)
    ]


def test_a_total_is_the_weighted_mean_of_all_three_experts() -> None:
    [only] = rank([7], [SKILL, PRICE], marks(7, (80, 10), (90, 20), (70, 15)))
    assert only.total == Decimal("78.0000")  # 80 × 60 % + 15 of 20 × 40 %
    assert [(line.mean, line.part) for line in only.lines] == [
        (Decimal("80.0000"), Decimal("48.0000")),
        (Decimal("15.0000"), Decimal("30.0000")),
    ]
    assert (only.rank, only.dropped) == (1, ())


def test_of_five_experts_the_highest_and_the_lowest_do_not_count() -> None:
    [only] = rank([7], [SKILL, PRICE], marks(7, (0, 0), (80, 10), (80, 10), (80, 10), (100, 20)))
    assert only.total == Decimal("68.0000")
    assert only.dropped == (0, 4)
    assert len(only.experts) == 5


def test_of_four_experts_all_count() -> None:
    [only] = rank(
        [7], [SKILL], [Mark(expert, 7, 1, Decimal(points)) for expert, points in enumerate((0, 0, 0, 100))]
    )
    assert only.total == Decimal("15.0000")


def test_of_equal_totals_the_heaviest_criterion_decides() -> None:
    # 60 × 0.6 + 20/20 × 40 = 76 = 100 × 0.6 + 8/20 × 40
    first, second = rank([1, 2], [SKILL, PRICE], marks(1, (60, 20)) + marks(2, (100, 8)))
    assert (first.candidate, first.total, first.tie) == (2, Decimal("76.0000"), "服务能力")
    assert (second.candidate, second.rank) == (1, 2)


def test_equal_in_all_the_rank_is_shared_and_who_applied_first_stands_first() -> None:
    first, second, third = rank(
        [5, 4, 9], [SKILL, PRICE], marks(4, (70, 10)) + marks(5, (70, 10)) + marks(9, (1, 1))
    )
    assert [(one.candidate, one.rank, one.shared) for one in (first, second, third)] == [
        (5, 1, True),
        (4, 1, True),
        (9, 3, False),
    ]


@given(st.lists(st.lists(st.integers(0, 100), min_size=5, max_size=5), min_size=1, max_size=6))
def test_a_total_lies_between_the_experts_and_ranks_follow_totals(given_points: list[list[int]]) -> None:
    candidates = list(range(len(given_points)))
    found = rank(
        candidates,
        [SKILL],
        [Mark(e, c, 1, Decimal(points)) for c in candidates for e, points in enumerate(given_points[c])],
    )
    assert sorted(one.candidate for one in found) == candidates
    assert [one.total for one in found] == sorted((one.total for one in found), reverse=True)
    assert [one.rank for one in found] == sorted(one.rank for one in found)
    for one in found:
        assert min(one.experts) <= one.total <= max(one.experts)
        assert sum((line.part for line in one.lines), Decimal(0)) == one.total


def test_weights_come_to_one_hundred_or_not() -> None:
    assert weights_add_up([SKILL, PRICE])
    assert not weights_add_up([SKILL])
    assert not weights_add_up([])


def test_a_panel_is_odd_and_of_three_at_least() -> None:
    assert [panel_complete(count) for count in range(6)] == [False, False, False, True, False, True]


def test_many_operators_with_few_enterprises_each_are_too_scattered() -> None:
    assert spread([(1, 10), (2, 12), (3, 11), (4, 10)]).too_scattered
    assert not spread([(1, 20), (2, 25), (3, 18), (4, 16)]).too_scattered
    assert not spread([(1, 10), (2, 10), (3, 10)]).too_scattered
    assert not spread([(1, 10), (1, 12), (2, 11), (2, 10)]).too_scattered


def test_a_notice_over_the_national_holiday_counts_only_days_on_which_offices_are_open() -> None:
    assert after_working_days(date(2025, 9, 26), 5) == date(2025, 10, 13)
    assert after_working_days(date(2025, 9, 8), 5) == date(2025, 9, 15)
    assert not is_working(date(2025, 10, 8))
    assert is_working(date(2025, 10, 9))
