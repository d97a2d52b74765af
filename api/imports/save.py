"""Writes the changes of a checked file, through the services, in the transaction it is given."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from api.imports.changes import Changes, Write
from api.imports.stored import Stored, Values
from api.imports.tally import Tally
from api.services.organizations import register
from api.services.plan_contents import content_changed
from api.services.plans import appoint, draft, name_industries, replan
from api.services.projects import list_enterprises
from api.services.rows import delete, insert, update
from api.viewer import Viewer
from db.enums import ImportPhase
from db.store import Work

_CHINA = ZoneInfo("Asia/Shanghai")


async def save(
    work: Work,
    viewer: Viewer,
    unit: str,
    changes: Changes,
    stored: Stored,
    filename: str,
    sha256: str,
    tally: Tally,
) -> None:
    """All of it or, when it raises and the transaction is undone, nothing; ``tally`` counts what is written.

    Raises:
        Refusal: a service or the database refuses a row.
    """
    tally.begin(ImportPhase.SAVING, changes.size)
    organizations = await _organizations(work, viewer, changes, stored)
    tally.step(len(changes.organizations))
    plan = await _plan(work, viewer, changes)
    industries = await _industries(work, viewer, unit, plan, changes, stored)
    platforms = await _platforms(work, viewer, unit, changes, stored, organizations, industries)
    tally.step(len(changes.plan) + len(changes.industries) + len(changes.platforms))
    projects = await _projects(work, viewer, unit, changes, organizations, platforms)
    tally.step(len(changes.projects))
    await _costs(work, unit, changes, projects)
    tally.step(len(changes.costs))
    await content_changed(work, viewer, [plan])
    created, updated, unchanged = changes.counts
    await insert(
        work,
        "ImportRun",
        [
            {
                "unit_code": unit,
                "sha256": sha256,
                "filename": filename[:200],
                "actor_id": viewer.user_id,
                "at": datetime.now(UTC),
                "created": created,
                "updated": updated,
                "unchanged": unchanged,
            }
        ],
    )


def _new(writes: Sequence[Write]) -> list[Write]:
    return [write for write in writes if write.id is None]


async def _change(work: Work, name: str, rows: Sequence[Values]) -> None:
    """Rows with the same columns in one statement each."""
    groups: dict[tuple[str, ...], list[Values]] = {}
    for row in rows:
        groups.setdefault(tuple(sorted(row)), []).append(row)
    for columns, group in groups.items():
        if columns != ("id",):
            await update(work, name, group)


def _changed(writes: Sequence[Write]) -> list[Values]:
    return [{"id": write.id, **write.values} for write in writes if write.id is not None and write.changed]


async def _organizations(work: Work, viewer: Viewer, changes: Changes, stored: Stored) -> dict[str, int]:
    await _change(work, "Organization", _changed(changes.organizations))
    new = _new(changes.organizations)
    ids = await register(work, viewer, [write.values for write in new]) if new else []
    return {
        **{code: values["id"] for code, values in stored.organizations.items()},
        **{write.name: key for write, key in zip(new, ids, strict=True)},
    }


async def _plan(work: Work, viewer: Viewer, changes: Changes) -> int:
    (write,) = changes.plan
    if write.id is None:
        return (await draft(work, viewer, [write.values]))[0]
    await _change(work, "Plan", _changed(changes.plan))
    return write.id


async def _industries(
    work: Work, viewer: Viewer, unit: str, plan: int, changes: Changes, stored: Stored
) -> dict[int, int]:
    await _change(work, "PlanIndustry", _changed(changes.industries))
    new = _new(changes.industries)
    rows = [{**write.values, "unit_code": unit, "plan_id": plan, "industry_id": write.name} for write in new]
    ids = await name_industries(work, viewer, rows) if rows else []
    return {
        **{number: values["id"] for number, values in stored.industries.items()},
        **{write.name: key for write, key in zip(new, ids, strict=True)},
    }


async def _platforms(
    work: Work,
    viewer: Viewer,
    unit: str,
    changes: Changes,
    stored: Stored,
    organizations: dict[str, int],
    industries: dict[int, int],
) -> dict[str, int]:
    changed = _changed(changes.platforms)
    for row in changed:
        row["plan_industry_id"] = industries[row.pop("industry_id")]
    before = {values["id"]: values["planned"] for values in stored.platforms.values()}
    planned = {row["id"]: row.pop("planned") for row in changed if "planned" in row}
    await replan(work, viewer, {key: count for key, count in planned.items() if count != before[key]})
    await _change(work, "Platform", changed)
    new = _new(changes.platforms)
    rows = [
        {
            **{key: value for key, value in write.values.items() if key != "industry_id"},
            "unit_code": unit,
            "plan_industry_id": industries[write.values["industry_id"]],
            "organization_id": organizations[write.name],
        }
        for write in new
    ]
    ids = await appoint(work, viewer, rows) if rows else []
    return {
        **{code: values["id"] for code, values in stored.platforms.items()},
        **{write.name: key for write, key in zip(new, ids, strict=True)},
    }


async def _projects(
    work: Work,
    viewer: Viewer,
    unit: str,
    changes: Changes,
    organizations: dict[str, int],
    platforms: dict[str, int],
) -> dict[str, int]:
    changed = _changed(changes.projects)
    for row in changed:
        row["platform_id"] = platforms[row.pop("platform")]
    await _change(work, "Project", changed)
    new = _new(changes.projects)
    today = datetime.now(_CHINA).date()
    rows = [
        {
            **{key: value for key, value in write.values.items() if key != "platform"},
            "unit_code": unit,
            "platform_id": platforms[write.values["platform"]],
            "enterprise_id": organizations[write.name],
            "listed_on": today,
        }
        for write in new
    ]
    ids = await list_enterprises(work, viewer, rows) if rows else []
    return {
        **{write.name: write.id for write in changes.projects if write.id is not None},
        **{write.name: key for write, key in zip(new, ids, strict=True)},
    }


async def _costs(work: Work, unit: str, changes: Changes, projects: dict[str, int]) -> None:
    await delete(work, "CostItem", changes.removed_costs)
    await _change(work, "CostItem", _changed(changes.costs))
    new = _new(changes.costs)
    if new:
        # Not the service that operators use for what was really spent: this is the plan's own estimate.
        await insert(
            work,
            "CostItem",
            [{**write.values, "unit_code": unit, "project_id": projects[write.name[0]]} for write in new],
        )
