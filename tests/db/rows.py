"""A tiny programme written straight into the tables: what a test needs to break one rule at a time."""

from datetime import date
from typing import Any

import asyncpg

from db.catalog import catalog

#: Valid GB 32100 codes, invented.
USCC = ("91110000MA0ABCDE1J", "91320000MA1B2C3D4N", "91330000MA2ABCDE51")


async def insert(connection: asyncpg.Connection, entity: str, **values: Any) -> Any:
    """Insert one row and return its key."""
    found = catalog()[entity]
    given = dict(values)
    if "synthetic" in found.fields:
        given.setdefault("synthetic", True)
    columns = ", ".join(given)
    places = ", ".join(f"${index}" for index in range(1, len(given) + 1))
    return await connection.fetchval(
        f"insert into {found.table} ({columns}) values ({places}) returning {found.key}", *given.values()
    )


async def programme(connection: asyncpg.Connection, unit: str, number: int = 0) -> dict[str, Any]:
    """One plan with one platform and one claimed project in ``unit``; returns the keys by entity."""
    batch = await connection.fetchval("select id from batches where number = 1")
    industry = await connection.fetchval("select id from industries where annex order by id limit 1")
    organization = await insert(
        connection, "Organization", uscc=USCC[number], name=f"示例企业{number}", unit_code=unit
    )
    plan = await insert(
        connection, "Plan", unit_code=unit, batch_id=batch, title="示例方案", state="implementing"
    )
    plan_industry = await insert(
        connection, "PlanIndustry", unit_code=unit, plan_id=plan, industry_id=industry
    )
    platform = await insert(
        connection,
        "Platform",
        unit_code=unit,
        plan_industry_id=plan_industry,
        organization_id=organization,
        state="appointed",
        planned=12,
        deduction=0,
    )
    project = await insert(
        connection,
        "Project",
        unit_code=unit,
        platform_id=platform,
        enterprise_id=organization,
        state="delivered",
    )
    claim = await insert(
        connection,
        "Claim",
        unit_code=unit,
        project_id=project,
        state="submitted",
        actual_cost=500_000,
        amount=150_000,
        submitted_on=_day("2023-06-01"),
    )
    return {
        "organization": organization,
        "plan": plan,
        "plan_industry": plan_industry,
        "platform": platform,
        "project": project,
        "claim": claim,
        "batch": batch,
        "industry": industry,
    }


def _day(text: str) -> date:
    return date.fromisoformat(text)
