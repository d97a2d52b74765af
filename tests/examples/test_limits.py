"""The limits by examples: how they may be changed, which holds on a day, and what they say of a plan."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from api.policy.book import DatedLimit, PolicyBook
from api.policy.limit_change import LimitName, check_change
from api.policy.plan import (
    CostLine,
    EnterpriseLine,
    IndustryLine,
    PlanDraft,
    PlatformLine,
    check_plan,
)
from seed.reference import files

FOLDER = Path(__file__).parent / "limits"
#: The notice's own, as they are shipped.
SHIPPED = [
    DatedLimit(
        str(row["key"]),
        str(row["clause_id"]),
        Decimal(str(row["value"])),
        date.fromisoformat(str(row["valid_from"])),
    )
    for row in files.table("limits")
]


def examples(file: str, kind: str) -> list[Any]:
    found = tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))[kind]
    return [pytest.param(example, id=example["name"]) for example in found]


def test_every_limit_that_is_shipped_can_be_changed_and_no_other() -> None:
    assert {limit.key for limit in SHIPPED} == {name.value for name in LimitName}


@pytest.mark.parametrize("example", examples("changes", "change"))
def test_change(example: dict[str, Any]) -> None:
    history = [limit for limit in SHIPPED if limit.key == example["limit"]]
    settled = date.fromisoformat(example["settled"]) if "settled" in example else None
    found = check_change(
        LimitName(example["limit"]),
        Decimal(example["value"]),
        date.fromisoformat(example["from"]),
        history,
        settled,
    )
    said = list(found)
    assert [breach.code for breach in said] == example["says"]
    assert all(breach.clause == history[0].clause for breach in said)


@pytest.mark.parametrize("example", examples("days", "day"))
def test_day(example: dict[str, Any]) -> None:
    change = date(2026, 1, 1)
    limits = [
        DatedLimit(one.key, one.clause, one.value, one.start, change)
        if one.key == "award_per_enterprise"
        else one
        for one in SHIPPED
    ]
    book = PolicyBook([*limits, DatedLimit("award_per_enterprise", "F2", Decimal(350_000), change)])
    day = date.fromisoformat(example["on"])
    if "value" not in example:
        with pytest.raises(LookupError):
            book.limit(example["limit"], day)
        return
    assert book.limit(example["limit"], day).value == Decimal(example["value"])


@pytest.mark.parametrize("example", examples("plans", "plan"))
def test_plan(example: dict[str, Any]) -> None:
    found = check_plan(draft(example), PolicyBook(SHIPPED), date(2022, 11, 1))
    assert sorted({f"{breach.clause} {breach.code}" for breach in found}) == example["says"]


def draft(example: dict[str, Any]) -> PlanDraft:
    industries = [
        IndustryLine(("i", place), place, f"行业{place}", annex=True)
        for place in range(example["industries"])
    ]
    platforms = [
        PlatformLine(
            ("p", line.industry, place),
            f"{line.industry}-{place}",
            f"平台{line.industry}-{place}",
            line.industry,
            example["enterprises"],
            solution=True,
            target=True,
        )
        for line in industries
        for place in range(example["platforms"])
    ]
    enterprises = [
        EnterpriseLine(
            ("e", platform.uscc, place),
            f"{platform.uscc}-{place}",
            "企业",
            platform.uscc,
            ("small", "medium")[place % 2],
        )
        for platform in platforms
        for place in range(example["enterprises"])
    ]
    cost = Decimal(example.get("cost", "100000.00"))
    costs = [
        CostLine(("c", line.uscc), line.uscc, "软件", cost, eligible=True, hardware=False)
        for line in enterprises
    ]
    return PlanDraft(
        ("plan",),
        sme_signed=True,
        finance_signed=True,
        industries=industries,
        platforms=platforms,
        enterprises=enterprises,
        costs=costs,
    )
