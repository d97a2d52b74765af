"""Holds the file against the notice and against what is stored: the one validator of dry run and import."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from api.imports.links import Contents
from api.imports.problem import NOWHERE, Place, Problem, from_breach, problem
from api.imports.read import Row, Table
from api.imports.reference import Reference
from api.imports.stored import Stored
from api.policy.plan import (
    CostLine,
    EnterpriseLine,
    IndustryLine,
    PlanDraft,
    PlatformLine,
    check_plan,
)
from db.enums import CostKind, PlanState
from db.resource import both

#: A line of the file: its sheet's key and its row.
_Key = tuple[str, Row]


def check(
    contents: Contents, tables: Mapping[str, Table], stored: Stored, reference: Reference, on: date
) -> list[Problem]:
    """What the notice and the stored plan say against the file."""
    plan = _Lines(contents, tables, stored, reference).plan()
    problems = [
        from_breach(breach, _place(breach.where, contents, tables))
        for breach in check_plan(plan, reference.book, on)
    ]
    return [*problems, *_left_out(contents, stored, reference)]


def locked(stored: Stored, place: Place) -> Problem:
    state = next(state for state in PlanState if stored.plan and state == stored.plan["state"])
    return problem("PLAN_LOCKED", place, state=state.label)


class _Lines:
    """The plan as it would be: the file's rows, and what is stored and not in the file."""

    def __init__(
        self, contents: Contents, tables: Mapping[str, Table], stored: Stored, reference: Reference
    ) -> None:
        self._contents = contents
        self._tables = tables
        self._stored = stored
        self._reference = reference

    def plan(self) -> PlanDraft:
        row = self._contents.plan
        return PlanDraft(
            ("plan", row),
            # Both departments sign in the system, before the plan is submitted (A1): no matter of a workbook.
            True,
            True,
            list(self._industries()),
            list(self._platforms()),
            list(self._enterprises()),
            list(self._costs()),
            self._stored.nearby,
        )

    def _given(self, sheet: str, row: Row | None, name: str, stored: Mapping[str, Any]) -> bool:
        """Whether there is a value, be it one that can't be read: that is said already."""
        if row is None or name in row.broken:
            return True
        if name not in row.values:  # the file has no such column: the stored value stays
            return bool(stored.get(name.rpartition(".")[2]))
        return bool(row.values[name])

    def _industries(self) -> Iterator[IndustryLine]:
        for number in _missing(self._contents, self._stored, "industries"):
            yield IndustryLine(None, number, "", annex=True)
        for number, row in self._contents.industries.items():
            industry = self._reference.industry_by_id[number]
            stored = self._stored.industries.get(number, {})
            yield IndustryLine(
                ("industries", row),
                number,
                industry.name,
                industry.annex,
                self._given("industries", row, "PlanIndustry.common_problems", stored),
                self._given("industries", row, "PlanIndustry.scenarios", stored),
                self._given("industries", row, "PlanIndustry.needs_met", stored),
                self._given("industries", row, "PlanIndustry.data_used", stored),
                self._given("industries", row, "PlanIndustry.light_return", stored),
            )

    def _platforms(self) -> Iterator[PlatformLine]:
        for code in _missing(self._contents, self._stored, "platforms"):
            kept = self._stored.platforms[code]
            yield PlatformLine(None, code, kept["operator"], kept["industry_id"], None, True, True)
        for code, row in self._contents.platforms.items():
            yield self._platform(code, row)
        for row in self._contents.nameless.get("platforms", []):
            yield self._platform("", row)

    def _platform(self, code: str, row: Row) -> PlatformLine:
        stored = self._stored.platforms.get(code, {})
        target = self._contents.targets.get(code)
        return PlatformLine(
            ("platforms", row),
            # Without the list of enterprises nothing can be said about their number.
            code if self._has("enterprises") else "",
            row.values.get("Organization.name") or code,
            row.values.get("industry") or -row.number,
            target.values.get("Platform.planned") if target else None,
            self._given("platforms", row, "Platform.solution", stored),
            # A platform without a row in the sheet of targets is reported as such.
            target is None or self._given("targets", target, "Platform.target", stored),
        )

    def _has(self, sheet: str) -> bool:
        return sheet in self._tables and bool(self._tables[sheet].rows)

    def _enterprises(self) -> Iterator[EnterpriseLine]:
        platforms = {stored["id"]: code for code, stored in self._stored.platforms.items()}
        for code in _missing(self._contents, self._stored, "enterprises"):
            kept = self._stored.projects[code]
            operator = platforms.get(kept["platform_id"], "")
            yield EnterpriseLine(None, code, kept["enterprise"], operator, kept["size"])
        for code, row in self._contents.enterprises.items():
            yield EnterpriseLine(
                ("enterprises", row),
                code,
                row.values.get("Organization.name") or code,
                row.values.get("platform") or "",
                row.values.get("Organization.size"),
                code in self._stored.giants,
                code in self._stored.elsewhere,
            )
        for row in self._contents.nameless.get("enterprises", []):
            name, platform = row.values.get("Organization.name"), row.values.get("platform")
            yield EnterpriseLine(("enterprises", row), f"?{row.number}", name or "?", platform or "")

    def _costs(self) -> Iterator[CostLine]:
        for (code, name), row in self._contents.costs.items():
            yield cost_line(("costs", row), code, name, row.values)


def cost_line(key: Any, enterprise: str, name: str, values: Mapping[str, Any]) -> CostLine:
    eligible = values.get("CostItem.eligible")
    return CostLine(
        key,
        enterprise,
        name,
        values.get("CostItem.amount") or Decimal(0),
        eligible is not False,  # an empty cell is the model's default: yes
        values.get("CostItem.kind") == CostKind.HARDWARE,
    )


#: Where a field of a policy line stands in the workbook.
_COLUMNS = {
    ("platforms", "solution"): "Platform.solution",
    ("targets", "target"): "Platform.target",
    ("targets", "planned"): "Platform.planned",
    ("industries", "industry"): "industry",
    ("industries", "common_problems"): "PlanIndustry.common_problems",
    ("industries", "scenarios"): "PlanIndustry.scenarios",
    ("platforms", "industry"): "industry",
    ("enterprises", "uscc"): "Organization.uscc",
    ("enterprises", "size"): "Organization.size",
    ("costs", "eligible"): "CostItem.eligible",
}
#: The cell to mark where a breach is about a whole row.
_WHOLE = {"platforms": "Organization.uscc"}


def _place(where: tuple[Any, ...], contents: Contents, tables: Mapping[str, Table]) -> Place:
    (sheet, row), field = where
    if row is None or sheet not in tables:
        return NOWHERE
    if sheet == "platforms" and field in ("planned", "target"):
        target = contents.targets.get(row.values.get("Organization.uscc", ""))
        if target is not None and "targets" in tables:
            sheet, row = "targets", target
    return tables[sheet].place(row, _COLUMNS.get((sheet, field)) or _WHOLE.get(sheet))


def _left_out(contents: Contents, stored: Stored, reference: Reference) -> Iterator[Problem]:
    """What the plan has and the file does not."""
    for number in _missing(contents, stored, "industries"):
        industry = reference.industry_by_id[number]
        yield problem("NOT_IN_FILE", what="细分行业 | industry", name=industry.name)
    for code in _missing(contents, stored, "platforms"):
        name = stored.platforms[code]["operator"]
        yield problem("NOT_IN_FILE", what="服务平台 | platform", name=f"{name} {code}")
    for code in _missing(contents, stored, "enterprises"):
        name = stored.projects[code]["enterprise"]
        yield problem("NOT_IN_FILE", what="试点企业 | enterprise", name=f"{name} {code}")


def _missing(contents: Contents, stored: Stored, sheet: str) -> list[Any]:
    """What the plan has and the file does not; unknown while rows of the file can't be told apart."""
    kept = stored.projects if sheet == "enterprises" else getattr(stored, sheet)
    if contents.nameless.get(sheet):
        return []
    return [name for name in kept if name not in getattr(contents, sheet)]


def labels(fields: list[str]) -> str:
    """``中文 | English`` of several labels."""
    pairs = [both(label) for label in fields]
    return "{} | {}".format("、".join(zh for zh, _ in pairs), ", ".join(en for _, en in pairs))
