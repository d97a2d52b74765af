"""Which claims, projects and platforms a change of rows may have made to look otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from db.catalog import catalog
from db.enums import FlagSubject
from db.store import Work

#: More changes than these are left to a run over the whole country, which is quicker then.
MOST = 20_000
#: What rules look at, and how a row of it leads to projects; the other tables of projects do by their ``project_id``.
_TO_PROJECTS: Mapping[str, str] = {
    "Project": "select id from projects where id = any($1)",
    "Organization": "select id from projects where enterprise_id = any($1)",
    "Draw": "select claims.project_id from draws join claims on claims.unit_code = draws.unit_code"
    " and claims.id = draws.claim_id where draws.id = any($1)",
    "Tip": "select projects.id from tips join projects on projects.enterprise_id = tips.organization_id"
    " where tips.id = any($1)",
}
_BY_PROJECT = (
    "Assessment",
    "Attachment",
    "Claim",
    "Contract",
    "CostItem",
    "Funding",
    "Invoice",
    "Payment",
    "ReviewSample",
    "ScoreSheet",
    "Service",
    "Survey",
    "Training",
    "Visit",
)
_TO_PLATFORMS: Mapping[str, str] = {
    "Platform": "select id from platforms where id = any($1)",
    "Organization": "select id from platforms where organization_id = any($1)",
    "Visit": "select platform_id from visits where id = any($1)",
    # Those it is about, and those that it was about before: there its flags lapse.
    "Tip": "select platforms.id from tips join platforms on platforms.organization_id = tips.organization_id"
    " where tips.id = any($1)"
    " union select platform_id from flags where rule = 'X06' and state in ('open', 'shadow')"
    " and mark in (select 'tip ' || id from unnest($1::bigint[]) as given (id))",
}
WATCHED: tuple[str, ...] = tuple(sorted({*_TO_PROJECTS, *_BY_PROJECT, *_TO_PLATFORMS}))


async def affected(work: Work, changed: Iterable[tuple[str, int]]) -> dict[FlagSubject, set[int]]:
    """By subject, of rows given as (entity, number); those that are gone lead nowhere."""
    keys: dict[str, set[int]] = defaultdict(set)
    for entity, key in changed:
        keys[entity].add(key)
    projects: set[int] = set()
    platforms: set[int] = set()
    for entity, numbers in keys.items():
        if (statement := _to_projects(entity)) is not None:
            projects |= await _found(work, statement, numbers)
        if entity in _TO_PLATFORMS:
            platforms |= await _found(work, _TO_PLATFORMS[entity], numbers)
    platforms |= await _found(work, "select platform_id from projects where id = any($1)", projects)
    claims = await _found(
        work,
        "select claims.id from claims join projects on projects.unit_code = claims.unit_code"
        " and projects.id = claims.project_id where projects.id = any($1)"
        " and claims.state not in ('rejected', 'withdrawn')",
        projects,
    )
    return {FlagSubject.CLAIM: claims, FlagSubject.PROJECT: projects, FlagSubject.PLATFORM: platforms}


def _to_projects(entity: str) -> str | None:
    if entity in _BY_PROJECT:
        table = catalog()[entity].table
        return f"select project_id from {table} where id = any($1) and project_id is not null"  # noqa: S608
    return _TO_PROJECTS.get(entity)


async def _found(work: Work, statement: str, keys: Iterable[Any]) -> set[int]:
    rows = await work.connection.fetch(statement, sorted(keys))
    return {row[0] for row in rows}
