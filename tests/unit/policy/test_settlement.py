"""Settlement: the notice's caps hold for every platform there could be, and each sum explains itself."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policy.book import DatedLimit, PolicyBook
from api.policy.settlement import Cut, PlatformAccount, ProjectCost, award_of_project, balance, settle

ON = date(2024, 3, 20)
FROM = date(2022, 8, 17)
BOOK = PolicyBook(
    [
        DatedLimit("cost_share", "F1", Decimal("0.3000"), FROM),
        DatedLimit("award_per_enterprise", "F2", Decimal("300000.0000"), FROM),
        DatedLimit("award_per_platform", "F3", Decimal("6000000.0000"), FROM),
        DatedLimit("projects_per_platform", "P7", Decimal(10), FROM),
    ]
)

costs = st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2)
accounts = st.builds(
    PlatformAccount,
    projects=st.lists(costs, max_size=40).map(
        lambda found: [ProjectCost(number, cost) for number, cost in enumerate(found, 1)]
    ),
    deduction=st.decimals(min_value=0, max_value=Decimal("9999999.99"), places=2),
    disqualified=st.booleans(),
    exception=st.none() | st.just("火灾 | fire"),
)


def account(cost: str, count: int, **others: object) -> PlatformAccount:
    return PlatformAccount([ProjectCost(number, Decimal(cost)) for number in range(count)], **others)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cost, award",
    [
        ("1000000.00", "300000.00"),  # the very point where the cap begins
        ("999999.99", "299999.99"),  # 299,999.997 rounded down
        ("1000000.03", "300000.00"),
        ("5000000.00", "300000.00"),
        ("0.03", "0.00"),
        ("0.04", "0.01"),
        ("0.00", "0.00"),
        ("123456.78", "37037.03"),
    ],
)
def test_a_project_is_awarded_thirty_per_cent_up_to_the_cap_rounded_down(cost: str, award: str) -> None:
    assert award_of_project(Decimal(cost), BOOK, ON) == Decimal(award)


@pytest.mark.parametrize(
    "platform, award, last_cut",
    [
        pytest.param(account("800000", 10), "2400000.00", None, id="ten at 240,000"),
        pytest.param(account("800000", 9), "0.00", Cut.TOO_FEW, id="nine get nothing"),
        pytest.param(account("800000", 9, exception="洪灾"), "2160000.00", None, id="nine, with a reason"),
        pytest.param(account("1000000", 20), "6000000.00", None, id="twenty reach the platform's cap"),
        pytest.param(account("1000000", 21), "6000000.00", Cut.PLATFORM_CAP, id="twenty-one exceed it"),
        pytest.param(
            account("1000000", 21, deduction=Decimal(500_000)),
            "5500000.00",
            Cut.DEDUCTION,
            id="deducted below the cap",
        ),
        pytest.param(
            account("800000", 10, deduction=Decimal(9_000_000)),
            "0.00",
            Cut.DEDUCTION,
            id="never below nothing",
        ),
        pytest.param(account("800000", 30, disqualified=True), "0.00", Cut.DISQUALIFIED, id="disqualified"),
        pytest.param(account("800000", 0), "0.00", None, id="no project at all"),
    ],
)
def test_a_platform_is_awarded(platform: PlatformAccount, award: str, last_cut: Cut | None) -> None:
    settlement = settle(platform, BOOK, ON)
    assert settlement.award == Decimal(award)
    last = settlement.lines[-1].cut if settlement.lines else None
    assert last == last_cut if last_cut else last in (None, Cut.SHARE, Cut.ENTERPRISE_CAP)


def test_each_line_cites_its_clause() -> None:
    settlement = settle(account("1200000", 25, deduction=Decimal(1)), BOOK, ON)
    assert {line.cut: line.clause for line in settlement.lines} == {
        Cut.SHARE: "F1",
        Cut.ENTERPRISE_CAP: "F2",
        Cut.PLATFORM_CAP: "F3",
        Cut.DEDUCTION: "S1",
    }
    [too_few, *_] = reversed(settle(account("1200000", 3), BOOK, ON).lines)
    assert (too_few.clause, too_few.basis, too_few.limit) == ("F7", Decimal(3), Decimal(10))


def test_a_limit_counts_from_its_day() -> None:
    changed = PolicyBook(
        [
            DatedLimit("cost_share", "F1", Decimal("0.3"), FROM, date(2025, 1, 1)),
            DatedLimit("cost_share", "F1", Decimal("0.2"), date(2025, 1, 1)),
            DatedLimit("award_per_enterprise", "F2", Decimal(300_000), FROM),
        ]
    )
    assert award_of_project(Decimal(100), changed, date(2024, 12, 31)) == 30
    assert award_of_project(Decimal(100), changed, date(2025, 1, 1)) == 20
    with pytest.raises(LookupError):
        award_of_project(Decimal(100), changed, date(2022, 8, 16))


def test_negative_money_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        settle(account("-1", 10), BOOK, ON)
    with pytest.raises(ValueError, match="never negative"):
        settle(account("1", 10, deduction=Decimal(-1)), BOOK, ON)


def test_a_balance_is_paid_or_recovered() -> None:
    assert balance(Decimal(100), Decimal(60)) == 40
    assert balance(Decimal(0), Decimal(60)) == -60


@given(cost=costs)
def test_no_project_gets_more_than_its_share_or_the_cap(cost: Decimal) -> None:
    award = award_of_project(cost, BOOK, ON)
    assert 0 <= award <= min(cost * Decimal("0.3"), Decimal(300_000))
    assert award > min(cost * Decimal("0.3"), Decimal(300_000)) - Decimal("0.01")
    assert award == award.quantize(Decimal("0.01"))


@given(platform=accounts)
def test_no_platform_gets_more_than_the_cap_and_the_lines_add_up(platform: PlatformAccount) -> None:
    settlement = settle(platform, BOOK, ON)
    assert 0 <= settlement.award <= 6_000_000
    assert sum((line.amount for line in settlement.lines), Decimal(0)) == settlement.award
    if platform.disqualified or (len(platform.projects) < 10 and not platform.exception):
        assert settlement.award == 0


@given(platform=accounts)
def test_every_line_can_be_recomputed_from_what_it_carries(platform: PlatformAccount) -> None:
    for line in settle(platform, BOOK, ON).lines:
        if line.cut is Cut.SHARE:
            assert line.amount <= line.basis * line.limit < line.amount + Decimal("0.01")
        elif line.cut in (Cut.ENTERPRISE_CAP, Cut.PLATFORM_CAP):
            assert line.amount == line.limit - line.basis
        elif line.cut is Cut.DEDUCTION:
            assert line.amount == -min(line.basis, line.limit)


@given(platform=accounts, more=costs)
def test_one_more_project_never_costs_money(platform: PlatformAccount, more: Decimal) -> None:
    grown = PlatformAccount(
        [*platform.projects, ProjectCost(99, more)],
        platform.deduction,
        platform.disqualified,
        platform.exception,
    )
    assert settle(grown, BOOK, ON).award >= settle(platform, BOOK, ON).award
