"""How far the programme is: the measures of Progress and Month, added up row by row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from db.enums import LEFT
from tests.graphql.reference.rows import Row, World
from tests.graphql.reference.values import CHINA

FEN = Decimal("0.01")

PROGRESS = [
    "platforms",
    "industries",
    "units",
    "planned",
    "contracted",
    "delivered",
    "passed",
    "confirmed",
    "target",
    "targetMax",
    "share",
    "claimed",
    "ceiling",
    "prepaid",
    "awarded",
    "paid",
    "flags",
    "atRisk",
    "synthetic",
]
MONTH = ["month", "contracted", "passed", "confirmed", "prepaid", "paid"]


@dataclass
class Work:
    """A platform with what is above and below it."""

    platform: Row

    @cached_property
    def industry(self) -> Row | None:
        return self.platform.one("plan_industry")

    @property
    def plan(self) -> Row | None:
        return self.industry and self.industry.one("plan")

    @property
    def projects(self) -> list[Row]:
        return self.platform.many("projects")

    @property
    def flags(self) -> list[Row]:
        claims = [claim for project in self.projects for claim in project.many("claims")]
        return [flag for claim in claims for flag in claim.many("flags") if flag["state"] != "dismissed"]

    def count(self, which: Callable[[Row], bool]) -> int:
        return sum(1 for project in self.projects if which(project))

    def money(self, kind: str | None = None) -> Decimal:
        return sum(
            (signed(row) for row in self.platform.many("disbursements") if kind in (None, row["kind"])),
            Decimal(0),
        )

    @property
    def ceiling(self) -> Decimal:
        return min(self.platform["planned"] * Decimal(300_000), Decimal(6_000_000))

    @property
    def claimed(self) -> Decimal:
        return sum(
            (row["claimed"] or Decimal(0) for row in self.projects if row["state"] not in LEFT), Decimal(0)
        )


def signed(row: Row) -> Decimal:
    """What a line of the ledger adds to what was paid."""
    return Decimal(-row["amount"] if row["kind"] == "recovery" else row["amount"])


def works(world: World, below: Row | None, batch: int | None) -> list[Work]:
    """The platforms below a row, or all, of one batch or all."""
    found = []
    for platform in world.rows("Platform"):
        work = Work(platform)
        if work.industry is None or work.plan is None:
            continue
        of_batch = work.plan.one("batch")
        if batch is not None and (of_batch is None or of_batch["number"] != batch):
            continue
        if below is None or _is_below(work, below):
            found.append(work)
    return found


def _is_below(work: Work, row: Row) -> bool:
    industry, plan = work.industry, work.plan
    assert industry is not None
    assert plan is not None
    above: Mapping[str, Any] = {
        "Platform": work.platform["id"],
        "PlanIndustry": industry["id"],
        "Plan": plan["id"],
        "ReportingUnit": work.platform["unit_code"],
        "Batch": plan["batch_id"],
        "Industry": industry["industry_id"],
    }
    return bool(above[row.entity.name] == row.key)


def progress(world: World, below: Row | None, batch: int | None, *, sees_flags: bool) -> dict[str, Any]:
    """The measures of Progress by their names in the API."""
    found = works(world, below, batch)

    def total(of: Callable[[Work], Any]) -> int:
        return sum(of(work) for work in found)

    def money(of: Callable[[Work], Decimal]) -> Decimal:
        return sum((of(work) for work in found), Decimal(0)).quantize(FEN)

    whole = below is None and batch is None
    passed = total(lambda work: work.count(lambda row: row["state"] == "passed"))
    target = limit(world, "lighthouses_min") if whole else total(lambda work: work.platform["planned"])
    share = Decimal(passed) / target if target else None
    return {
        "platforms": len(found),
        "industries": len({work.industry["industry_id"] for work in found}),  # type: ignore[index]
        "units": len({work.platform["unit_code"] for work in found}),
        "planned": total(lambda work: work.count(lambda row: row["state"] not in LEFT)),
        "contracted": total(
            lambda work: work.count(
                lambda row: row["contracted_on"] is not None and row["state"] != "withdrawn"
            )
        ),
        "delivered": total(
            lambda work: work.count(lambda row: row["delivered_on"] is not None and row["state"] not in LEFT)
        ),
        "passed": passed,
        "confirmed": total(
            lambda work: work.count(lambda row: row["state"] == "passed" and row["confirmed_on"] is not None)
        ),
        "target": target,
        "targetMax": limit(world, "lighthouses_max") if whole else None,
        "share": share and float(share.quantize(Decimal("0.000001"), ROUND_HALF_UP)),
        "claimed": money(lambda work: work.claimed),
        "ceiling": money(lambda work: work.ceiling),
        "prepaid": money(lambda work: work.money("prepayment")),
        "awarded": money(lambda work: work.platform["award"] or Decimal(0)),
        "paid": money(lambda work: work.money()),
        "flags": total(lambda work: len(work.flags)) if sees_flags else None,
        "atRisk": money(lambda work: sum((flag["at_risk"] for flag in work.flags), Decimal(0)))
        if sees_flags
        else None,
        "synthetic": any(
            work.platform["synthetic"] or any(row["synthetic"] for row in work.projects) for work in found
        ),
    }


def months(world: World, below: Row | None, batch: int | None) -> list[dict[str, Any]]:
    """The measures of Month by their names in the API, in the order of the months."""
    found: dict[date, dict[str, Any]] = {}

    def add(day: date | None, measure: str, amount: Any) -> None:
        if day is not None:
            month = day.replace(day=1)
            nothing = {"month": month, "prepaid": 0 * FEN, "paid": 0 * FEN}
            found.setdefault(month, dict.fromkeys(MONTH, 0) | nothing)[measure] += amount

    for work in works(world, below, batch):
        for project in work.projects:
            if project["state"] != "withdrawn":
                add(project["contracted_on"], "contracted", 1)
            if project["state"] == "passed":
                add(project["accepted_on"], "passed", 1)
            add(project["confirmed_on"], "confirmed", 1)
        for line in work.platform.many("disbursements"):
            add(line["paid_on"], "paid", signed(line))
            if line["kind"] == "prepayment":
                add(line["paid_on"], "prepaid", line["amount"])
    return [found[month] for month in sorted(found)]


def limit(world: World, key: str) -> int:
    """A dated limit in force today; 0 where none is."""
    today = datetime.now(CHINA).date()
    in_force = [
        row
        for row in world.limits.get(key, [])
        if row["valid_from"] <= today and (row["valid_until"] is None or row["valid_until"] > today)
    ]
    if not in_force:
        return 0
    return int(max(in_force, key=lambda row: row["valid_from"])["value"].quantize(Decimal(1), ROUND_HALF_UP))
