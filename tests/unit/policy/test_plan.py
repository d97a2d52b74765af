"""A whole plan against the notice: each rule with a hit and the nearest miss."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from api.policy.book import DatedLimit, PolicyBook
from api.policy.breach import Breach
from api.policy.plan import (
    CostLine,
    EnterpriseLine,
    IndustryLine,
    PlanDraft,
    PlatformLine,
    check_plan,
    eligible_costs,
    estimate,
)

ON = date(2023, 5, 1)
BOOK = PolicyBook(
    DatedLimit(key, clause, Decimal(value), date(2022, 8, 17))
    for key, clause, value in (
        ("industries_per_plan", "P1", "5"),
        ("platforms_per_industry", "P6", "3"),
        ("projects_per_platform", "P7", "10"),
        ("cost_share", "F1", "0.3"),
        ("award_per_enterprise", "F2", "300000"),
        ("award_per_platform", "F3", "6000000"),
    )
)
SIZES = ("small", "medium")


def plan(industries: int = 1, platforms: int = 1, enterprises: int = 10, cost: str = "100000") -> PlanDraft:
    """Every industry with so many platforms, each with so many enterprises of that cost."""
    lines = [IndustryLine(("i", number), number, f"行业{number}", annex=True) for number in range(industries)]
    operators = [
        PlatformLine(
            ("p", line.industry, n), f"P{line.industry}-{n}", "平台", line.industry, enterprises, True, True
        )
        for line in lines
        for n in range(platforms)
    ]
    firms = [
        EnterpriseLine(("e", p.uscc, n), f"{p.uscc}-E{n}", "企业", p.uscc, SIZES[n % 2])
        for p in operators
        for n in range(enterprises)
    ]
    costs = [
        CostLine(("c", f.uscc), f.uscc, "软件", Decimal(cost), eligible=True, hardware=False) for f in firms
    ]
    return PlanDraft(("plan",), True, True, lines, operators, firms, costs)


def found(draft: PlanDraft) -> dict[str, Breach]:
    return {breach.code: breach for breach in check_plan(draft, BOOK, ON)}


def with_first(draft: PlanDraft, name: str, **values: object) -> PlanDraft:
    first, *others = getattr(draft, name)
    return replace(draft, **{name: [replace(first, **values), *others]})


def test_a_plan_within_all_limits_has_nothing_against_it() -> None:
    assert check_plan(plan(industries=5, platforms=3), BOOK, ON) == []


def test_the_sixth_industry_is_refused_and_named() -> None:
    breach = found(plan(industries=6))["TOO_MANY_INDUSTRIES"]
    assert (breach.clause, breach.blocking, breach.where) == ("P1", True, (("i", 5), "industry"))
    assert breach.say("zh") == "每批最多5个细分行业，这是第6个"
    assert breach.say("en") == "At most 5 industries in a batch; this is number 6"


def test_industries_that_are_stored_already_count_too() -> None:
    draft = plan(industries=5)
    stored = IndustryLine(None, 99, "", annex=True)
    breaches = check_plan(replace(draft, industries=[*draft.industries, stored]), BOOK, ON)
    assert [(breach.code, breach.where[0]) for breach in breaches] == [("TOO_MANY_INDUSTRIES", ("i", 4))]


def test_the_limit_is_the_one_of_the_day() -> None:
    stricter = PolicyBook(
        [
            *BOOK._limits,
            DatedLimit("industries_per_plan", "P1", Decimal(1), date(2024, 1, 1)),
        ]
    )
    assert not check_plan(plan(industries=2), stricter, date(2023, 12, 31))
    assert [b.code for b in check_plan(plan(industries=2), stricter, date(2024, 1, 1))] == [
        "TOO_MANY_INDUSTRIES"
    ]


def test_an_industry_outside_the_annex() -> None:
    breach = found(with_first(plan(), "industries", annex=False))["INDUSTRY_NOT_IN_ANNEX"]
    assert (breach.clause, breach.blocking) == ("G2", True)


def test_the_fourth_platform_is_refused_and_the_third_is_not() -> None:
    assert found(plan(platforms=4))["TOO_MANY_PLATFORMS"].where == (("p", 0, 3), "industry")
    assert "TOO_MANY_PLATFORMS" not in found(plan(platforms=3, industries=2))


@pytest.mark.parametrize("count, refused", [(0, True), (9, True), (10, False), (11, False)])
def test_a_platform_needs_ten_enterprises(count: int, refused: bool) -> None:
    draft = with_first(plan(enterprises=count), "platforms", planned=max(count, 10))
    breach = found(draft).get("TOO_FEW_ENTERPRISES")
    assert (breach is not None) is refused
    if breach:
        assert breach.clause == "P7"
        assert f"只列了{count}家" in breach.say("zh")


@pytest.mark.parametrize("planned, code", [(9, "PLANNED_TOO_FEW"), (11, "PLANNED_DIFFERS"), (10, None)])
def test_the_planned_number_is_at_least_ten_and_that_of_the_list(planned: int, code: str | None) -> None:
    breaches = found(with_first(plan(), "platforms", planned=planned))
    assert set(breaches) == ({code} if code else set())
    assert all(breach.blocking is (code == "PLANNED_TOO_FEW") for breach in breaches.values())


@pytest.mark.parametrize("field", ["solution", "target"])
def test_a_platform_without_solution_or_target(field: str) -> None:
    breach = found(with_first(plan(), "platforms", **{field: False}))["PLATFORM_INCOMPLETE"]
    assert (breach.clause, breach.where[1], breach.blocking) == ("P8", field, True)


def test_a_platform_whose_code_is_unreadable_is_not_blamed_for_its_enterprises() -> None:
    assert found(with_first(plan(), "platforms", uscc="")) == {}


def test_a_funded_little_giant_is_refused() -> None:
    assert found(with_first(plan(), "enterprises", giant=True))["FUNDED_LITTLE_GIANT"].clause == "P2"


def test_an_enterprise_in_another_live_project_is_refused() -> None:
    breach = found(with_first(plan(), "enterprises", elsewhere=True))["ENTERPRISE_ELSEWHERE"]
    assert breach.blocking


def test_a_large_enterprise_is_refused_and_a_medium_one_is_not() -> None:
    assert found(with_first(plan(), "enterprises", size="large"))["NOT_AN_SME"].clause == "P3"
    assert found(with_first(plan(), "enterprises", size="medium")) == {}


def test_one_size_only_is_worth_a_note() -> None:
    draft = plan()
    same = replace(draft, enterprises=[replace(line, size="small") for line in draft.enterprises])
    breach = found(same)["ONE_SIZE"]
    assert (breach.clause, breach.blocking) == ("P3", False)
    assert "小型" in breach.say("zh")
    assert "Small" in str(breach.facts["size"])


@pytest.mark.parametrize(
    "cost, share, award, capped",
    [
        ("1200000", "360000.00", "300000.00", True),
        ("1000000", "300000.00", "300000.00", False),
        ("1000000.04", "300000.01", "300000.00", True),
        ("999999.99", "299999.99", "299999.99", False),
        ("0", "0.00", "0.00", False),
    ],
)
def test_an_award_is_thirty_per_cent_at_most_300000(cost: str, share: str, award: str, capped: bool) -> None:
    result = estimate(Decimal(cost), BOOK, ON)
    assert (result.share, result.award, result.capped) == (Decimal(share), Decimal(award), capped)


def test_a_cost_of_1200000_is_told_with_both_numbers() -> None:
    breach = found(plan(cost="1200000"))["AWARD_CAPPED"]
    assert (breach.clause, breach.blocking) == ("F2", False)
    for number in ("1,200,000.00", "360,000.00", "300,000.00"):
        assert number in breach.say("zh")
        assert number in breach.say("en")


def test_the_sum_of_a_platform_above_six_million() -> None:
    assert "PLATFORM_CAPPED" not in found(plan(enterprises=20, cost="1000000"))
    breach = found(plan(enterprises=21, cost="1000000"))["PLATFORM_CAPPED"]
    assert (breach.clause, breach.blocking) == ("F3", False)


def test_hardware_is_never_eligible() -> None:
    draft = with_first(plan(), "costs", hardware=True)
    breach = found(draft)["HARDWARE_NOT_ELIGIBLE"]
    assert not breach.blocking
    assert eligible_costs(draft.costs)[draft.costs[0].enterprise] == 0
    assert "HARDWARE_NOT_ELIGIBLE" not in found(with_first(plan(), "costs", hardware=True, eligible=False))


def test_a_missing_signature_is_a_note() -> None:
    breach = found(replace(plan(), finance_signed=False))["NOT_SIGNED"]
    assert (breach.clause, breach.blocking, breach.where) == ("A1", False, (("plan",), "finance_signed_on"))


def test_an_industry_not_described_is_a_note() -> None:
    breaches = check_plan(with_first(plan(), "industries", common_problems=False, scenarios=False), BOOK, ON)
    assert [(breach.clause, breach.blocking) for breach in breaches] == [("P4", False), ("P5", False)]
