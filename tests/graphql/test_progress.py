"""Progress and months, for the programme and for each kind of row, against sums made in Python."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.graphql.conftest import Ask
from tests.graphql.ids import gid
from tests.graphql.people import EXPERT
from tests.graphql.rows import OWN, Programme, Row

MEASURES = (
    "platforms industries units planned contracted delivered passed confirmed target targetMax share claimed"
    " ceiling prepaid awarded paid flags atRisk synthetic"
)
MONTH = "month contracted passed confirmed prepaid paid"
ZERO = Decimal("0.00")


def total(values: Any) -> Decimal:
    return sum(values, ZERO).quantize(ZERO)


def places(p: Programme, platform: Row) -> tuple[Row, Row]:
    place = p.get("PlanIndustry", platform["plan_industry_id"])
    return place, p.get("Plan", place["plan_id"])


def progress(p: Programme, platforms: list[Row], *, band: bool = False) -> dict[str, Any]:
    """The measures by their definitions in the contract and the notice."""
    ids = {row["id"] for row in platforms}
    projects = p.having("Project", lambda row: row["platform_id"] in ids)
    inside = [row for row in projects if row["state"] not in ("failed", "withdrawn")]
    lines = p.having("Disbursement", lambda row: row["platform_id"] in ids)
    claims = {
        row["id"] for row in p.rows("Claim") if p.get("Project", row["project_id"])["platform_id"] in ids
    }
    flags = p.having("Flag", lambda row: row["claim_id"] in claims and row["state"] != "dismissed")
    passed = sum(row["state"] == "passed" for row in projects)
    target = 4000 if band else sum(row["planned"] for row in platforms)
    return {
        "platforms": len(platforms),
        "industries": len({places(p, row)[0]["industry_id"] for row in platforms}),
        "units": len({row["unit_code"] for row in platforms}),
        "planned": len(inside),
        "contracted": sum(
            row["contracted_on"] is not None and row["state"] != "withdrawn" for row in projects
        ),
        "delivered": sum(row["delivered_on"] is not None for row in inside),
        "passed": passed,
        "confirmed": sum(row["confirmed_on"] is not None and row["state"] == "passed" for row in projects),
        "target": target,
        "targetMax": 6000 if band else None,
        "share": pytest.approx(passed / target, abs=1e-6) if target else None,
        "claimed": str(total(row["claimed"] or ZERO for row in inside)),
        "ceiling": str(
            total(min(row["planned"] * Decimal(300_000), Decimal(6_000_000)) for row in platforms)
        ),
        "prepaid": str(total(row["amount"] for row in lines if row["kind"] == "prepayment")),
        "awarded": str(total(row["award"] or ZERO for row in platforms)),
        "paid": str(total(-row["amount"] if row["kind"] == "recovery" else row["amount"] for row in lines)),
        "flags": len(flags),
        "atRisk": str(total(row["at_risk"] for row in flags)),
        "synthetic": any(row["synthetic"] for row in [*platforms, *projects]),
    }


def months(p: Programme, platforms: list[Row]) -> list[dict[str, Any]]:
    ids = {row["id"] for row in platforms}
    found: dict[str, dict[str, Any]] = defaultdict(
        lambda: {"contracted": 0, "passed": 0, "confirmed": 0, "prepaid": ZERO, "paid": ZERO}
    )
    for row in p.having("Project", lambda row: row["platform_id"] in ids):
        for name, day, counts in (
            ("contracted", row["contracted_on"], row["state"] != "withdrawn"),
            ("passed", row["accepted_on"], row["state"] == "passed"),
            ("confirmed", row["confirmed_on"], True),
        ):
            if day is not None and counts:
                found[f"{day:%Y-%m-01}"][name] += 1
    for row in p.having("Disbursement", lambda row: row["platform_id"] in ids):
        month = found[f"{row['paid_on']:%Y-%m-01}"]
        month["prepaid"] += row["amount"] if row["kind"] == "prepayment" else 0
        month["paid"] += -row["amount"] if row["kind"] == "recovery" else row["amount"]
    return [
        {"month": month, **facts, "prepaid": str(facts["prepaid"]), "paid": str(facts["paid"])}
        for month, facts in sorted(found.items())
    ]


#: Entity → whether a platform lies below a row of it.
BELOW: dict[str, Callable[[Programme, Row, Row], bool]] = {
    "ReportingUnit": lambda p, platform, row: platform["unit_code"] == row["code"],
    "Batch": lambda p, platform, row: places(p, platform)[1]["batch_id"] == row["id"],
    "Industry": lambda p, platform, row: places(p, platform)[0]["industry_id"] == row["id"],
    "Plan": lambda p, platform, row: places(p, platform)[1]["id"] == row["id"],
    "PlanIndustry": lambda p, platform, row: places(p, platform)[0]["id"] == row["id"],
    "Platform": lambda p, platform, row: platform["id"] == row["id"],
}
ROOTS = {
    "ReportingUnit": "reportingUnits",
    "Batch": "batches",
    "Industry": "industries",
    "Plan": "plans",
    "PlanIndustry": "planIndustries",
    "Platform": "platforms",
}


async def test_of_the_programme(ask: Ask, programme: Programme) -> None:
    data = await ask(
        f"{{ programme {{ platformsTarget industriesTarget progress {{ {MEASURES} }} months {{ {MONTH} }} }} }}"
    )
    platforms = programme.rows("Platform")
    assert data["programme"] == {
        "platformsTarget": 300,
        "industriesTarget": 100,
        "progress": progress(programme, platforms, band=True),
        "months": months(programme, platforms),
    }


async def test_of_a_batch_of_the_programme(ask: Ask, programme: Programme) -> None:
    """The band of 4000 to 6000 is for all batches: one batch is measured by what its platforms plan."""
    data = await ask(
        f"{{ programme {{ progress(batch: 2) {{ {MEASURES} }} months(batch: 2) {{ {MONTH} }} }} }}"
    )
    platforms = of_batch(programme, programme.rows("Platform"), 2)
    assert 0 < len(platforms) < len(programme.rows("Platform"))
    assert data["programme"] == {
        "progress": progress(programme, platforms),
        "months": months(programme, platforms),
    }


def of_batch(p: Programme, platforms: list[Row], number: int) -> list[Row]:
    batch = next(row["id"] for row in p.rows("Batch") if row["number"] == number)
    return [row for row in platforms if places(p, row)[1]["batch_id"] == batch]


@pytest.mark.parametrize("entity", BELOW)
async def test_of_every_row(ask: Ask, programme: Programme, entity: str) -> None:
    """All rows of the type, those with nothing below included."""
    key = {"ReportingUnit": "code"}.get(entity, "id")
    data = await ask(
        f"query ($batch: Int) {{ {ROOTS[entity]}(first: 1000) {{ nodes {{ id"
        f" progress {{ {MEASURES} }} months {{ {MONTH} }} one: progress(batch: $batch) {{ passed target }} }} }} }}",
        {"batch": 1},
    )
    rows = sorted(programme.rows(entity), key=lambda row: row[key])
    for row, node in zip(rows, data[ROOTS[entity]]["nodes"], strict=False):
        platforms = [x for x in programme.rows("Platform") if BELOW[entity](programme, x, row)]
        first = progress(programme, of_batch(programme, platforms, 1))
        assert node == {
            "id": gid(entity, row[key]),
            "progress": progress(programme, platforms),
            "months": months(programme, platforms),
            "one": {"passed": first["passed"], "target": first["target"]},
        }


async def test_only_what_the_caller_may_see_is_summed(ask: Ask, programme: Programme) -> None:
    data = await ask(f"{{ programme {{ progress {{ {MEASURES} }} }} }}", viewer=EXPERT)
    expected = progress(programme, programme.children("Platform", "unit_code", OWN), band=True)
    # An expert may read no flags, so their number is withheld, not nought.
    assert data["programme"]["progress"] == expected | {"flags": None, "atRisk": None}
