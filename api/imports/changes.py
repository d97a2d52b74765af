"""What a file would change: the rows to add, those to update, and how many stay as they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from api.imports.check import cost_line, labels
from api.imports.layouts import Layout
from api.imports.links import Contents
from api.imports.problem import Problem, problem
from api.imports.read import Row, Table
from api.imports.reference import Reference
from api.imports.stored import Stored, Values
from api.policy.plan import counts, eligible_costs, estimate


@dataclass(frozen=True)
class Write:
    """A row as it shall be; ``id`` is None for a new one. ``name`` is what the file calls it."""

    name: Any
    values: Values
    id: int | None = None
    changed: bool = True


@dataclass
class Changes:
    """All writes of a file, in the order of the tables."""

    organizations: list[Write] = field(default_factory=list)
    plan: list[Write] = field(default_factory=list)
    industries: list[Write] = field(default_factory=list)
    platforms: list[Write] = field(default_factory=list)
    projects: list[Write] = field(default_factory=list)
    costs: list[Write] = field(default_factory=list)
    removed_costs: list[int] = field(default_factory=list)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Rows of the file created, updated, unchanged. An entity counts with the row it is part of."""
        entities = {write.name: write for write in self.organizations}
        created = updated = unchanged = 0
        for writes in (self.plan, self.industries, self.platforms, self.projects, self.costs):
            for write in writes:
                entity = entities.get(write.name) if writes in (self.platforms, self.projects) else None
                if write.id is None:
                    created += 1
                elif write.changed or (entity is not None and entity.changed):
                    updated += 1
                else:
                    unchanged += 1
        return created, updated, unchanged

    @property
    def size(self) -> int:
        """Rows looked at for writing, entities of their own included."""
        return sum(
            len(writes)
            for writes in (
                self.organizations,
                self.plan,
                self.industries,
                self.platforms,
                self.projects,
                self.costs,
            )
        )

    @property
    def any(self) -> bool:
        created, updated, _ = self.counts
        return bool(created or updated or self.removed_costs)


class Comparison:
    """Compares a file that has no blocking problem so far with what is stored."""

    def __init__(
        self,
        contents: Contents,
        tables: Mapping[str, Table],
        stored: Stored,
        reference: Reference,
        layout: Layout,
    ) -> None:
        if contents.plan is None:
            raise ValueError("a file without a plan can't be compared")
        self._contents = contents
        self._plan = contents.plan
        self._tables = tables
        self._stored = stored
        self._reference = reference
        self._layout = layout
        self._unit: str = self._plan.values["unit"]
        self.problems: list[Problem] = []

    def changes(self, on: date) -> Changes:
        changes = Changes(
            organizations=list(self._organizations()),
            plan=[self._plan_write()],
            industries=[self._industry(number, row) for number, row in self._contents.industries.items()],
            platforms=[self._platform(code, row) for code, row in self._contents.platforms.items()],
            projects=list(self._projects(on)),
            costs=[self._cost(key, row) for key, row in self._contents.costs.items()],
            removed_costs=[
                stored["id"]
                for key, stored in self._stored.costs.items()
                if key not in self._contents.costs and key[0] in self._contents.enterprises
            ],
        )
        if changes.removed_costs:
            self.problems.append(problem("COSTS_REMOVED", count=len(changes.removed_costs)))
        return changes

    def _fields(self, row: Row, entity: str) -> Values:
        """A row's values of one entity by the names of its fields; columns that the file lacks are left out."""
        return {
            name.partition(".")[2]: value
            for name, value in row.values.items()
            if name.partition(".")[0] == entity and "." in name
        }

    def _write(self, name: Any, values: Values, stored: Values | None) -> Write:
        if stored is None:
            return Write(name, {key: value for key, value in values.items() if value is not None})
        changed = any(stored.get(key) != value for key, value in values.items())
        return Write(name, values, stored["id"], changed)

    def _plan_write(self) -> Write:
        stored = self._stored.plan
        values = self._fields(self._plan, "Plan")
        if stored is None:
            values |= {"unit_code": self._unit, "batch_id": self._plan.values["batch"]}
        return self._write("plan", values, stored)

    def _industry(self, number: int, row: Row) -> Write:
        values = self._fields(row, "PlanIndustry")
        return self._write(number, values, self._stored.industries.get(number))

    def _platform(self, code: str, row: Row) -> Write:
        values = self._fields(row, "Platform") | self._fields(self._contents.targets[code], "Platform")
        # Its industry by the name the file uses; made a key when it is saved.
        values["industry_id"] = row.values["industry"]
        return self._write(code, values, self._stored.platforms.get(code))

    def _projects(self, on: date) -> Iterator[Write]:
        lines = [
            cost_line(None, code, name, row.values) for (code, name), row in self._contents.costs.items()
        ]
        costs = eligible_costs(lines)
        platforms = {stored["id"]: code for code, stored in self._stored.platforms.items()}
        for code, row in self._contents.enterprises.items():
            stored = self._stored.projects.get(code)
            values = self._fields(row, "Project")
            cost = costs.get(code)
            values["planned_cost"] = cost
            award = None if cost is None else estimate(cost, self._reference.book, on).award
            values["planned_award"] = award
            values["platform"] = row.values["platform"]
            if stored is not None:
                stored = {**stored, "platform": platforms[stored["platform_id"]]}
            yield self._write(code, values, stored)

    def _cost(self, key: tuple[str, str], row: Row) -> Write:
        values = self._fields(row, "CostItem")
        values["eligible"] = counts(cost_line(None, *key, row.values))
        values["amount"] = Decimal(values["amount"])
        return self._write(key, values, self._stored.costs.get(key))

    # Legal entities: a national register that several units use.

    def _organizations(self) -> Iterator[Write]:
        for code in dict.fromkeys((*self._contents.platforms, *self._contents.enterprises)):
            values: Values = {}
            for rows in (self._contents.platforms, self._contents.enterprises):
                if row := rows.get(code):
                    values |= self._entity(row)
            yield self._organization(code, values)

    def _entity(self, row: Row) -> Values:
        """What the file knows of an entity: an empty cell knows nothing, so the register keeps what it has."""
        fields = self._fields(row, "Organization")
        if "industry" in fields:
            fields["industry_id"] = fields.pop("industry")
        return {key: value for key, value in fields.items() if value is not None}

    def _organization(self, code: str, values: Values) -> Write:
        stored = self._stored.organizations.get(code)
        if stored is None:
            return Write(code, values | {"unit_code": self._unit})
        different = [key for key, value in values.items() if stored[key] != value]
        if different and stored["unit_code"] != self._unit:
            self._tell_difference(code, stored, different)
            different = []
        return Write(code, {key: values[key] for key in different}, stored["id"], bool(different))

    def _tell_difference(self, code: str, stored: Values, different: list[str]) -> None:
        key = "enterprises" if code in self._contents.enterprises else "platforms"
        row = getattr(self._contents, key)[code]
        table = self._tables[key]
        if "name" in different:
            place = table.place(row, "Organization.name")
            self.problems.append(problem("NAME_DIFFERS", place, name=stored["name"]))
        known = {column.field: column for column in self._layout.columns_of("Organization")}
        others = [
            f"{known[name].zh} | {known[name].en}"
            for name in (field.removesuffix("_id") for field in different if field != "name")
        ]
        if others:
            place = table.place(row, "Organization.uscc")
            self.problems.append(problem("REGISTER_DIFFERS", place, fields=labels(others)))
