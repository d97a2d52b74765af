"""What is late, found in the rows a viewer sees (A2); nothing is kept of it, so it is never out of date."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any

from api.policy.access import may_read
from api.policy.lateness import BY_DUE, Due, Late, Waiting, late
from api.viewer import Viewer
from db.catalog import catalog


@dataclass(frozen=True)
class Within:
    """Of which rows: one unit, plan or platform; None: all the viewer sees."""

    unit: str | None = None
    plan: int | None = None
    platform: int | None = None
    batch: int | None = None  # its number


_PLATFORMS = """
platforms
join plan_industries on plan_industries.unit_code = platforms.unit_code and plan_industries.id = platforms.plan_industry_id
join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
join batches on batches.id = plans.batch_id
join organizations operator on operator.id = platforms.organization_id
"""
_PROJECTS = f"""{_PLATFORMS}
join projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
join organizations enterprise on enterprise.id = projects.enterprise_id
"""
_CLAIMS = (
    f"{_PROJECTS} join claims on claims.unit_code = projects.unit_code and claims.project_id = projects.id"
)
_PLANS = "plans join batches on batches.id = plans.batch_id"
_PAID = """(select sum(case when kind = 'recovery' then -amount else amount end) from disbursements
 where disbursements.unit_code = platforms.unit_code and disbursements.platform_id = platforms.id)"""


def _last(noun: str, table: str, action: str) -> str:
    """The day of the last step of that name."""
    return (
        f"(select max(at)::date from events where events.unit_code = {table}.unit_code"  # noqa: S608
        f" and subject = '{noun}' and subject_id = {table}.id and action = '{action}')"
    )


@dataclass(frozen=True)
class _Search:
    """Rows of ``subject`` that wait for ``due``: ``since`` which day, called what, found where."""

    due: Due
    subject: str
    source: str
    table: str
    since: str
    title: str
    where: str


_SEARCHES: tuple[_Search, ...] = (
    _Search(
        Due.PLAN_REVIEW, "Plan", _PLANS, "plans", "submitted_on", "plans.title", "plans.state = 'submitted'"
    ),
    _Search(
        Due.PLAN_START,
        "Plan",
        _PLANS,
        "plans",
        "greatest(approved_on, starts_on)",
        "plans.title",
        "plans.state = 'approved'",
    ),
    _Search(
        Due.CONTRACT,
        "Project",
        _PROJECTS,
        "projects",
        "greatest(approved_on, starts_on)",
        "enterprise.name",
        "projects.state = 'listed' and approved_on is not null and platforms.state <> 'disqualified'",
    ),
    _Search(
        Due.DELIVERY,
        "Project",
        _PROJECTS,
        "projects",
        "ends_on",
        "enterprise.name",
        "projects.state in ('contracted', 'transforming') and platforms.state <> 'disqualified'",
    ),
    _Search(
        Due.RECTIFICATION,
        "Project",
        _PROJECTS,
        "projects",
        _last("Project", "projects", "rectify"),
        "enterprise.name",
        "projects.state = 'rectifying'",
    ),
    _Search(
        Due.ACCEPTANCE,
        "Project",
        _PROJECTS,
        "projects",
        "delivered_on",
        "enterprise.name",
        "projects.state = 'delivered'",
    ),
    _Search(
        Due.FINDING,
        "Visit",
        f"{_PLATFORMS} join visits on visits.unit_code = platforms.unit_code and visits.platform_id = platforms.id"
        " join findings on findings.unit_code = visits.unit_code and findings.visit_id = visits.id",
        "visits",
        "findings.due_on",
        "operator.name || '：' || findings.description",
        "findings.state = 'open'",
    ),
    _Search(
        Due.VISIT,
        "Visit",
        f"{_PLATFORMS} join visits on visits.unit_code = platforms.unit_code and visits.platform_id = platforms.id",
        "visits",
        "visits.planned_on",
        "operator.name",
        "visits.state = 'planned'",
    ),
    _Search(
        Due.CLAIM_CHECK,
        "Project",
        _CLAIMS,
        "projects",
        "claims.submitted_on",
        "enterprise.name",
        "claims.state = 'submitted'",
    ),
    _Search(
        Due.CLAIM_DECISION,
        "Project",
        _CLAIMS,
        "projects",
        "greatest(projects.confirmed_on, claims.submitted_on)",
        "enterprise.name",
        "claims.state = 'checked' and projects.confirmed_on is not null",
    ),
    _Search(
        Due.SURVEY,
        "Project",
        f"{_PROJECTS} join surveys on surveys.unit_code = projects.unit_code and surveys.project_id = projects.id",
        "projects",
        "surveys.sent_on",
        "enterprise.name",
        "surveys.state = 'sent' and plans.state in ('approved', 'implementing', 'self_evaluated')",
    ),
    _Search(
        Due.DEVIATION,
        "Plan",
        f"{_PLANS} join targets on targets.unit_code = plans.unit_code and targets.plan_id = plans.id"
        " join measurements on measurements.unit_code = targets.unit_code and measurements.target_id = targets.id"
        " join indicators on indicators.id = targets.indicator_id",
        "plans",
        "(measurements.quarter + interval '3 months')::date",
        "plans.title || '：' || indicators.name",
        "plans.state = 'implementing' and light <> 'green' and explanation is null",
    ),
    _Search(
        Due.SELF_EVALUATION, "Plan", _PLANS, "plans", "ends_on", "plans.title", "plans.state = 'implementing'"
    ),
    _Search(
        Due.NATIONAL_EVALUATION,
        "Plan",
        _PLANS,
        "plans",
        f"coalesce({_last('Plan', 'plans', 'self_evaluate')}, ends_on)",
        "plans.title",
        "plans.state = 'self_evaluated'",
    ),
    _Search(
        Due.RECOVERY,
        "Platform",
        _PLATFORMS,
        "platforms",
        f"coalesce({_last('Platform', 'platforms', 'settle')}, {_last('Platform', 'platforms', 'disqualify')}, ends_on)",
        "operator.name",
        f"platforms.state in ('settled', 'disqualified') and {_PAID} > coalesce(platforms.award, 0)",
    ),
    _Search(
        Due.REPORT,
        "Report",
        "reports left join plans on plans.unit_code = reports.unit_code and plans.id = reports.plan_id"
        " left join batches on batches.id = plans.batch_id",
        "reports",
        "reports.sent_on",
        "reports.title",
        "reports.state in ('sent', 'read') and reports.kind = 'problem'",
    ),
)
#: Tables that a search reads beside those everybody sees.
_ASKS = {Due.SURVEY: "Survey", Due.REPORT: "Report"}


async def reminders(connection: Any, viewer: Viewer, within: Within, today: date) -> list[Late]:
    """What is late of the rows ``connection`` sees, the longest first."""
    given = {name: value for name, value in asdict(within).items() if value is not None}
    dues = tuple(search.due for search in _SEARCHES if _may(viewer, search))
    rows = await connection.fetch(_statement(dues, tuple(given)), today, *given.values())
    waiting = [
        Waiting(
            Due(row["due"]),
            row["subject"],
            row["id"],
            row["since"],
            row["unit_code"],
            row["title"],
            row["synthetic"],
        )
        for row in rows
    ]
    return late(waiting, today)


def _may(viewer: Viewer, search: _Search) -> bool:
    asks = _ASKS.get(search.due)
    return asks is None or may_read(viewer.roles, catalog()[asks].resource.readers)


@cache
def _statement(dues: tuple[Due, ...], given: tuple[str, ...]) -> str:
    """What is late on the day $1, within what is given from $2 on; all in one, for each costs more to send than to run."""
    wanted = [search for search in _SEARCHES if search.due in dues]
    if "platform" in given:  # what is of no platform lies in none
        wanted = [search for search in wanted if "platforms" in search.source]
    return " union all ".join(_select(search, given) for search in wanted)


def _select(search: _Search, given: Sequence[str]) -> str:
    columns = {
        "unit": f"{search.table}.unit_code",
        "plan": "plans.id",
        "platform": "platforms.id",
        "batch": "batches.number",
    }
    narrowed = "".join(f" and {columns[name]} = ${number}" for number, name in enumerate(given, 2))
    return (
        f"select '{search.due.value}' as due, '{search.subject}' as subject, {search.table}.id, {search.since} as since,"  # noqa: S608
        f" {search.table}.unit_code, {search.title}::text as title, {search.table}.synthetic from {search.source}"
        f" where {search.where} and {search.since} < $1::date - {BY_DUE[search.due].days}{narrowed}"
    )
