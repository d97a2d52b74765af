"""Enterprises like mine: by what they are alike, and what may be expected (W2, P11)."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from api.policy.likeness import Lighthouse, Trait, expected, nearest

MINE = Trait("3670", "auto_parts", "small", 120, Decimal(40_000_000), 2)


def lighthouse(number: int, trait: Trait, cost: int = 800_000, months: int = 6) -> Lighthouse:
    return Lighthouse(number, trait, Decimal(cost), Decimal(months))


def test_the_same_in_everything_has_all_points() -> None:
    [like] = nearest(MINE, [lighthouse(1, MINE)])
    assert like.points == Decimal("100.0")
    assert [reason.trait for reason in like.reasons] == ["industry", "size", "employees", "revenue", "level"]


def test_nearer_industries_count_for_more() -> None:
    codes = ["3670", "3679", "3610", "2710", "1311"]
    sectors = ["auto_parts", "auto_parts", "auto_parts", "auto_parts", None]
    found = nearest(
        Trait("3670", "auto_parts"),
        [
            lighthouse(n, Trait(code, sector))
            for n, (code, sector) in enumerate(zip(codes, sectors, strict=True))
        ],
    )
    assert [(like.lighthouse.trait.industry, like.points) for like in found] == [
        ("3670", Decimal("100.0")),
        ("3679", Decimal("75.0")),
        ("3610", Decimal("50.0")),
        ("2710", Decimal("25.0")),
        ("1311", Decimal("0.0")),
    ]


def test_half_as_many_employees_are_half_as_alike_and_a_quarter_not_at_all() -> None:
    found = nearest(Trait(employees=100), [lighthouse(n, Trait(employees=n)) for n in (100, 50, 200, 25)])
    assert {like.lighthouse.id: like.points for like in found} == {
        100: Decimal("100.0"),
        50: Decimal("50.0"),
        200: Decimal("50.0"),
        25: Decimal("0.0"),
    }


def test_what_is_not_known_counts_neither_for_nor_against() -> None:
    [like] = nearest(Trait(level=2), [lighthouse(1, Trait(level=2, employees=7))])
    assert like.points == Decimal("100.0")
    [nothing] = nearest(Trait(), [lighthouse(1, MINE)])
    assert (nothing.points, nothing.reasons) == (Decimal("0.0"), ())


def test_ranges_are_quartiles_of_those_alike_only() -> None:
    alike = [lighthouse(n, Trait(level=2), cost=100_000 * n, months=n) for n in (1, 2, 3, 4, 5)]
    other = lighthouse(9, Trait(level=4), cost=9_000_000, months=30)
    cost, months = expected(nearest(Trait(level=2), [*alike, other]))
    assert (cost.count, cost.low, cost.middle, cost.high) == (5, 200_000, 300_000, 400_000)
    assert (months.low, months.middle, months.high) == (2, 3, 4)


def test_of_three_no_range_is_told_only_how_many_there_are() -> None:
    cost, _ = expected(nearest(MINE, [lighthouse(n, MINE) for n in range(3)]))
    assert (cost.count, cost.low) == (3, None)


@given(
    st.builds(
        Trait,
        industry=st.none() | st.sampled_from(["3670", "2710"]),
        employees=st.none() | st.integers(0, 10**6),
        revenue=st.none() | st.decimals(0, 10**11, places=2),
        level=st.none() | st.integers(1, 4),
    ),
    st.integers(0, 10**6),
)
def test_points_lie_between_nothing_and_all(mine: Trait, employees: int) -> None:
    [like] = nearest(mine, [lighthouse(1, Trait("3670", "auto_parts", "micro", employees, Decimal(1), 3))])
    assert 0 <= like.points <= 100
    assert all(0 <= reason.points <= reason.most for reason in like.reasons)
