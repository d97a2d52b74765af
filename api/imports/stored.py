"""What the database holds of a plan already, as the file will be compared with it."""
# ruff: noqa: S608 - statements are built from names in the models; values travel as parameters

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.imports.layouts import Column, Layout
from api.policy.neighbours import Nearby
from db.enums import LEFT

Values = dict[str, Any]


@dataclass
class Stored:
    """Rows by the names a file uses; each has its ``id`` and the fields a file can carry."""

    plan: Values | None = None
    industries: dict[int, Values] = field(default_factory=dict)  # by the industry's number
    platforms: dict[str, Values] = field(default_factory=dict)  # by credit code, as the rest
    projects: dict[str, Values] = field(default_factory=dict)
    costs: dict[tuple[str, str], Values] = field(default_factory=dict)  # and by the item's name
    organizations: dict[str, Values] = field(default_factory=dict)
    giants: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    nearby: list[Nearby] = field(default_factory=list)  # who proposes these industries, too

    @property
    def locked(self) -> bool:
        return self.plan is not None and self.plan["state"] not in ("draft", "returned")


async def load(
    connection: Any, layout: Layout, unit: str, batch: int, codes: Sequence[str], enterprises: Sequence[str]
) -> Stored:
    """The plan of a unit and batch with all that hangs below it, and the entities with these credit codes."""
    stored = Stored()
    own = _Fields(layout)
    plan = await connection.fetchrow(
        f"select id, state{own('Plan')} from plans plan where unit_code = $1 and batch_id = $2", unit, batch
    )
    if plan is not None:
        stored.plan = dict(plan)
        await _below(connection, own, stored, unit, plan["id"])
    stored.organizations = {
        row["uscc"]: dict(row)
        for row in await connection.fetch(
            f"select id, unit_code, industry_id{own('Organization')}"
            " from organizations organization where uscc = any($1)",
            list(codes),
        )
    }
    giants = await connection.fetch("select uscc from little_giants where uscc = any($1)", list(enterprises))
    stored.giants = frozenset(row["uscc"] for row in giants)
    elsewhere = await connection.fetchval(
        "select live_elsewhere($1, $2)", list(enterprises), plan["id"] if plan else None
    )
    stored.elsewhere = frozenset(elsewhere)
    return stored


async def _below(connection: Any, own: "_Fields", stored: Stored, unit: str, plan: int) -> None:
    stored.industries = {
        row["industry_id"]: dict(row)
        for row in await connection.fetch(
            f"select id, industry_id{own('PlanIndustry')} from plan_industries planindustry"
            " where unit_code = $1 and plan_id = $2",
            unit,
            plan,
        )
    }
    stored.platforms = {
        row["uscc"]: dict(row)
        for row in await connection.fetch(
            f"""select platform.id, platform.plan_industry_id, plan_industries.industry_id, organization_id,
                       organizations.uscc, organizations.name as operator{own("Platform")}
                from platforms platform
                join plan_industries on plan_industries.unit_code = platform.unit_code
                                    and plan_industries.id = platform.plan_industry_id
                join organizations on organizations.id = platform.organization_id
                where platform.unit_code = $1 and plan_industries.plan_id = $2 and platform.state <> 'disqualified'
                order by platform.id""",
            unit,
            plan,
        )
    }
    platforms = [row["id"] for row in stored.platforms.values()]
    stored.projects = {
        row["uscc"]: dict(row)
        for row in await connection.fetch(
            f"""select project.id, project.platform_id, organizations.uscc, organizations.name as enterprise,
                       organizations.size, project.planned_cost, project.planned_award{own("Project")}
                from projects project
                join organizations on organizations.id = project.enterprise_id
                where project.unit_code = $1 and project.platform_id = any($2) and project.state <> all($3)
                order by project.id""",
            unit,
            platforms,
            sorted(LEFT),
        )
    }
    codes = {row["id"]: uscc for uscc, row in stored.projects.items()}
    stored.costs = {
        (codes[row["project_id"]], row["name"]): dict(row)
        for row in await connection.fetch(
            f"select id, project_id{own('CostItem')} from cost_items costitem"
            " where unit_code = $1 and project_id = any($2) order by id",
            unit,
            list(codes),
        )
    }


class _Fields:
    """The fields of an entity that a file can carry, for a ``select``; the table's alias is the entity's name."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def __call__(self, entity: str) -> str:
        columns: Mapping[str, Column] = {
            column.field: column for column in self._layout.columns_of(entity) if column.refers is None
        }
        return "".join(f", {entity.lower()}.{name}" for name in columns)
