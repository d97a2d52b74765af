"""What is late, found in the rows a viewer sees (A2); nothing is kept of it, so it is never out of date."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from api.policy.access import may_read
from api.policy.lateness import RULES, Due, Late, Waiting, days_late, late
from api.viewer import Viewer
from db.catalog import catalog


@dataclass(frozen=True)
class Within:
    """Of which rows: one unit, plan or platform; None: all the viewer sees."""

    unit: str | None = None
    plan: int | None = None
    platform: int | None = None
    batch: int | None = None  # its number


@dataclass(frozen=True)
class Counted:
    """How many are late of a kind, and by how many days the longest."""

    count: int
    longest: int


@dataclass(frozen=True)
class Reminded:
    """``counts`` of all that is late, ``first`` of it the longest that were asked for."""

    counts: Mapping[Due, Counted]
    first: list[Late]


@dataclass(frozen=True)
class _Search:
    """Rows of ``subject`` that wait: ``cases`` say for what, since which day, and where that is so.

    All of one table in one scan, since each table costs more to plan than to read. ``projects`` is a query of them,
    which are met with their places. ``named`` is the organization whose name is the title, ``title`` what stands in
    place of a name, or behind it.
    """

    subject: str
    source: str
    table: str
    cases: tuple[tuple[Due, str, str], ...]
    named: str = ""
    title: str = ""
    projects: str = ""


#: Platforms with what their plan and batch say of them: read once, for most searches start from there.
_PLACES = """
select platforms.unit_code, platforms.id, platforms.state, platforms.organization_id, platforms.award,
       platforms.synthetic, plans.state as plan_state, approved_on, starts_on, ends_on
from platforms
join plan_industries on plan_industries.unit_code = platforms.unit_code and plan_industries.id = platforms.plan_industry_id
join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
join batches on batches.id = plans.batch_id
"""
_COLUMNS = """projects.unit_code, projects.id, platform_id, enterprise_id, projects.state, projects.synthetic,
       delivered_on, confirmed_on"""
_OPEN = f"""
select {_COLUMNS} from projects
where projects.state in ('listed', 'contracted', 'transforming', 'rectifying', 'delivered')"""  # noqa: S608
_CLAIMED = f"""
select {_COLUMNS}, claims.state as claim_state, claims.submitted_on
from claims join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
where claims.state in ('submitted', 'checked')"""  # noqa: S608
_ASKED = f"""
select {_COLUMNS}, surveys.sent_on
from surveys join projects on projects.unit_code = surveys.unit_code and projects.id = surveys.project_id
where surveys.state = 'sent'"""  # noqa: S608
_WITH_PLACES = (
    "projects join places on places.unit_code = projects.unit_code and places.id = projects.platform_id"
)
_VISITS = "places join visits on visits.unit_code = places.unit_code and visits.platform_id = places.id"
_PLANS = "plans join batches on batches.id = plans.batch_id"
_PAID = """(select sum(case when kind = 'recovery' then -amount else amount end) from disbursements
 where disbursements.unit_code = places.unit_code and disbursements.platform_id = places.id)"""


def _last(noun: str, table: str, action: str) -> str:
    """The day of the last step of that name."""
    return (
        f"(select max(at)::date from events where events.unit_code = {table}.unit_code"  # noqa: S608
        f" and subject = '{noun}' and subject_id = {table}.id and action = '{action}')"
    )


_SEARCHES: tuple[_Search, ...] = (
    _Search(
        "Plan",
        _PLANS,
        "plans",
        (
            (Due.PLAN_REVIEW, "submitted_on", "plans.state = 'submitted'"),
            (Due.PLAN_START, "greatest(approved_on, starts_on)", "plans.state = 'approved'"),
            (Due.SELF_EVALUATION, "ends_on", "plans.state = 'implementing'"),
            (
                Due.NATIONAL_EVALUATION,
                f"coalesce({_last('Plan', 'plans', 'self_evaluate')}, ends_on)",
                "plans.state = 'self_evaluated'",
            ),
        ),
        title="plans.title",
    ),
    _Search(
        "Plan",
        f"{_PLANS} join targets on targets.unit_code = plans.unit_code and targets.plan_id = plans.id"
        " join measurements on measurements.unit_code = targets.unit_code and measurements.target_id = targets.id"
        " join indicators on indicators.id = targets.indicator_id",
        "plans",
        (
            (
                Due.DEVIATION,
                "(measurements.quarter + interval '3 months')::date",
                "plans.state = 'implementing' and light <> 'green' and explanation is null",
            ),
        ),
        title="plans.title || '：' || indicators.name",
    ),
    _Search(
        "Project",
        _WITH_PLACES,
        "projects",
        (
            (
                Due.CONTRACT,
                "greatest(approved_on, starts_on)",
                "projects.state = 'listed' and approved_on is not null and places.state <> 'disqualified'",
            ),
            (
                Due.DELIVERY,
                "ends_on",
                "projects.state in ('contracted', 'transforming') and places.state <> 'disqualified'",
            ),
            (Due.RECTIFICATION, _last("Project", "projects", "rectify"), "projects.state = 'rectifying'"),
            (Due.ACCEPTANCE, "delivered_on", "projects.state = 'delivered'"),
        ),
        named="projects.enterprise_id",
        projects=_OPEN,
    ),
    _Search(
        "Project",
        _WITH_PLACES,
        "projects",
        (
            (Due.CLAIM_CHECK, "submitted_on", "claim_state = 'submitted'"),
            (
                Due.CLAIM_DECISION,
                "greatest(confirmed_on, submitted_on)",
                "claim_state = 'checked' and confirmed_on is not null",
            ),
        ),
        named="projects.enterprise_id",
        projects=_CLAIMED,
    ),
    _Search(
        "Project",
        _WITH_PLACES,
        "projects",
        ((Due.SURVEY, "sent_on", "plan_state in ('approved', 'implementing', 'self_evaluated')"),),
        named="projects.enterprise_id",
        projects=_ASKED,
    ),
    _Search(
        "Visit",
        _VISITS,
        "visits",
        ((Due.VISIT, "visits.planned_on", "visits.state = 'planned'"),),
        named="places.organization_id",
    ),
    _Search(
        "Visit",
        f"{_VISITS} join findings on findings.unit_code = visits.unit_code and findings.visit_id = visits.id",
        "visits",
        ((Due.FINDING, "findings.due_on", "findings.state = 'open'"),),
        named="places.organization_id",
        title="findings.description",
    ),
    _Search(
        "Platform",
        "places",
        "places",
        (
            (
                Due.RECOVERY,
                f"coalesce({_last('Platform', 'places', 'settle')}, {_last('Platform', 'places', 'disqualify')}, ends_on)",
                f"places.state in ('settled', 'disqualified') and {_PAID} > coalesce(places.award, 0)",
            ),
        ),
        named="places.organization_id",
    ),
    _Search(
        "Report",
        "reports left join plans on plans.unit_code = reports.unit_code and plans.id = reports.plan_id"
        " left join batches on batches.id = plans.batch_id",
        "reports",
        ((Due.REPORT, "reports.sent_on", "reports.state in ('sent', 'read') and reports.kind = 'problem'"),),
        title="reports.title",
    ),
)
#: Tables that a search reads beside those everybody sees.
_ASKS = {Due.SURVEY: "Survey", Due.REPORT: "Report"}
#: What a search is narrowed by where it does not start from the places, which are narrowed themselves.
_NARROWED_BY = {"plan": "plans.id", "platform": "platforms.id", "batch": "batches.number"}


async def reminders(
    connection: Any,
    viewer: Viewer,
    within: Within,
    today: date,
    *,
    of: Collection[Due] = tuple(Due),
    first: int | None = None,
) -> Reminded:
    """What is late of the rows ``connection`` sees: counts of all, and the longest ``first`` of the kinds ``of``."""
    if within.unit is None and not viewer.rows.national and len(viewer.rows.units) == 1:
        # The policy says so, too, but behind an ``or``, for which no index can be used.
        within = replace(within, unit=viewer.rows.units[0])
    given = {name: value for name, value in asdict(within).items() if value is not None}
    dues = tuple(due for due in Due if _may(viewer, due))
    rows = await connection.fetch(
        _statement(dues, tuple(given)), today, [due.value for due in of], first, *given.values()
    )
    counts, waiting = {}, []
    for row in rows:
        due = Due(row["due"])
        if row["id"] is None:
            counts[due] = Counted(row["count"], days_late(due, row["since"], today))
        else:
            waiting.append(
                Waiting(
                    due,
                    row["subject"],
                    row["id"],
                    row["since"],
                    row["unit_code"],
                    row["title"],
                    row["synthetic"],
                )
            )
    return Reminded(counts, late(waiting, today))


def _may(viewer: Viewer, due: Due) -> bool:
    asks = _ASKS.get(due)
    return asks is None or may_read(viewer.roles, catalog()[asks].resource.readers)


@cache
def _statement(dues: tuple[Due, ...], given: tuple[str, ...]) -> str:
    """What is late on the day $1, within what is given from $4 on: how many of each kind, and the first $3 of $2.

    All in one, for each costs more to send than to run. Names are looked up for the few that are told.
    """
    wanted = [
        search
        for search in _SEARCHES
        if any(due in dues for due, _, _ in search.cases)
        and ("platform" not in given or "places" in search.source)  # what is of no platform lies in none
    ]
    limits = ", ".join(f"('{rule.due.value}', {rule.days})" for rule in RULES)
    return f"""
with places as materialized ({_PLACES} where {_narrowed("platforms", given)}),
{"".join(f"{_projects(search, given)}, " for search in wanted if search.projects)}
waiting as materialized ({" union all ".join(_select(search, given) for search in wanted)}),
late as materialized (
  select waiting.*, since + days as due_on from waiting join (values {limits}) as limits(kind, days) on kind = due
  where since < $1::date - days
)
select due, null::text as subject, null::bigint as id, min(since) as since, null::text as unit_code,
       null::text as title, null::boolean as synthetic, count(*) as count
from late group by due
union all
(select due, subject, late.id, since, late.unit_code, concat_ws('：', organizations.name, title), late.synthetic, 1
 from (select * from late where due = any($2::text[]) order by due_on, due collate "C", id limit $3::bigint) late
 left join organizations on organizations.id = organization_id)
"""  # noqa: S608


def _select(search: _Search, given: Sequence[str]) -> str:
    """Rows with what they wait for, which is null where it is nothing."""
    if len(search.cases) == 1:
        [(only, since, where)] = search.cases
        due = f"'{only.value}'"
    else:
        due, since = (
            f"case {' '.join(f'when {where} then {value}' for where, value in told)} end"
            for told in (
                [(where, f"'{due.value}'") for due, _, where in search.cases],
                [(where, since) for _, since, where in search.cases],
            )
        )
        where = "true"
    source, narrowed = search.source, "true"
    if search.projects:
        source = f"{_name(search)} {source}"
    elif not source.startswith("places"):
        narrowed = _narrowed(search.table, given)
    return (
        f"select {due} as due, '{search.subject}' as subject, {search.table}.id, {since} as since,"  # noqa: S608
        f" {search.table}.unit_code::text as unit_code, {search.named or 'null::bigint'} as organization_id,"
        f" {search.title or 'null'}::text as title, {search.table}.synthetic from {source}"
        f" where ({where}) and {narrowed}"
    )


def _projects(search: _Search, given: Sequence[str]) -> str:
    """Below one plan or platform they are found from there; else by what they wait for, and then where they are."""
    below = "plan" in given or "platform" in given
    unit = f" and projects.unit_code = ${given.index('unit') + 4}" if "unit" in given else ""
    return f"{_name(search)} as {'not ' if below else ''}materialized ({search.projects}{unit})"


def _name(search: _Search) -> str:
    return f"of_{search.cases[0][0].value}"


def _narrowed(table: str, given: Sequence[str]) -> str:
    columns = {"unit": f"{table}.unit_code", **_NARROWED_BY}
    return " and ".join(f"{columns[name]} = ${number}" for number, name in enumerate(given, 4)) or "true"
