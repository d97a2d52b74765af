"""How far the programme is: the measures of Progress and Month, added up row by row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.graphql.reference.rows import Row, World
from tests.graphql.reference.standing import Standing, Step, standing
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


def signed(row: Row) -> Decimal:
    """What a line of the ledger adds to what was paid."""
    return Decimal(-row["amount"] if row["kind"] == "recovery" else row["amount"])


@dataclass(frozen=True)
class Asked:
    """Below which row (or the whole programme), of which batch (or all), on which day (or now)."""

    below: Row | None
    batch: int | None = None
    day: date | None = None

    @property
    def whole(self) -> bool:
        return self.below is None and self.batch is None

    def platforms(self, world: World) -> list[Standing]:
        found = []
        for platform in world.rows("Platform"):
            industry = platform.one("plan_industry")
            plan = industry and industry.one("plan")
            if industry and plan and self._holds(platform, industry, plan):
                found.append(standing(platform, self.day))
        return [one for one in found if one is not None]

    def _holds(self, platform: Row, industry: Row, plan: Row) -> bool:
        batch = plan.one("batch")
        if self.batch is not None and (batch is None or batch["number"] != self.batch):
            return False
        if self.below is None:
            return True
        above: Mapping[str, Any] = {
            "Platform": platform["id"],
            "PlanIndustry": industry["id"],
            "Plan": plan["id"],
            "ReportingUnit": platform["unit_code"],
            "Batch": plan["batch_id"],
            "Industry": industry["industry_id"],
        }
        return bool(above[self.below.entity.name] == self.below.key)


def progress(world: World, asked: Asked, *, sees_flags: bool) -> dict[str, Any]:
    """The measures of Progress by their names in the API."""
    found = asked.platforms(world)
    steps = [step for one in found for step in one.steps]

    def count(which: Callable[[Step], bool]) -> int:
        return sum(1 for step in steps if which(step))

    def money(of: Callable[[Standing], Decimal]) -> Decimal:
        return sum((of(one) for one in found), Decimal(0)).quantize(FEN)

    def ledger(one: Standing, *kinds: str) -> Decimal:
        return sum((signed(line) for line in one.ledger if not kinds or line["kind"] in kinds), Decimal(0))

    passed = count(lambda step: step.passed)
    target = (
        limit(world, "lighthouses_min", asked.day) if asked.whole else int(sum(one.target for one in found))
    )
    share = Decimal(passed) / target if target else None
    flags = [flag for one in found for flag in one.flags]
    return {
        "platforms": len(found),
        "industries": len({one.platform.one("plan_industry")["industry_id"] for one in found}),  # type: ignore[index]
        "units": len({one.platform["unit_code"] for one in found}),
        "planned": count(lambda step: not step.gone),
        "contracted": count(lambda step: step.contracted and not step.withdrawn),
        "delivered": count(lambda step: step.delivered and not step.gone),
        "passed": passed,
        "confirmed": count(lambda step: step.passed and step.confirmed),
        "target": target,
        "targetMax": limit(world, "lighthouses_max", asked.day) if asked.whole else None,
        "share": share and float(share.quantize(Decimal("0.000001"), ROUND_HALF_UP)),
        "claimed": money(lambda one: one.claimed),
        "ceiling": money(lambda one: min(one.target * Decimal(300_000), Decimal(6_000_000))),
        "prepaid": money(lambda one: ledger(one, "prepayment")),
        "awarded": money(lambda one: one.award),
        "paid": money(ledger),
        "flags": len(flags) if sees_flags else None,
        "atRisk": sum((flag["at_risk"] for flag in flags), Decimal(0)).quantize(FEN) if sees_flags else None,
        "synthetic": any(
            one.platform["synthetic"] or any(step.project["synthetic"] for step in one.steps) for one in found
        ),
    }


def months(world: World, asked: Asked) -> list[dict[str, Any]]:
    """The measures of Month by their names in the API, in the order of the months."""
    found: dict[date, dict[str, Any]] = {}

    def add(day: date | None, measure: str, amount: Any) -> None:
        if day is not None:
            month = day.replace(day=1)
            nothing = {"month": month, "prepaid": 0 * FEN, "paid": 0 * FEN}
            found.setdefault(month, dict.fromkeys(MONTH, 0) | nothing)[measure] += amount

    for one in asked.platforms(world):
        for step in one.steps:
            if step.contracted and not step.withdrawn:
                add(step.project["contracted_on"], "contracted", 1)
            if step.passed:
                add(step.project["accepted_on"], "passed", 1)
            if step.confirmed:
                add(step.project["confirmed_on"], "confirmed", 1)
        for line in one.ledger:
            add(line["paid_on"], "paid", signed(line))
            if line["kind"] == "prepayment":
                add(line["paid_on"], "prepaid", line["amount"])
    return [found[month] for month in sorted(found)]


def limit(world: World, key: str, day: date | None = None) -> int:
    """A dated limit in force today, or on a day; 0 where none is."""
    today = day or datetime.now(CHINA).date()
    in_force = [
        row
        for row in world.limits.get(key, [])
        if row["valid_from"] <= today and (row["valid_until"] is None or row["valid_until"] > today)
    ]
    if not in_force:
        return 0
    return int(max(in_force, key=lambda row: row["valid_from"])["value"].quantize(Decimal(1), ROUND_HALF_UP))
