"""Runs the red flags over the country's claims and keeps what is new; dismisses what proved harmless."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from api.errors import Refusal
from api.policy.assess import assess
from api.policy.claim import Claim, CostItem, Invoice, Payment
from api.services.book import policy_book
from api.services.rows import insert
from api.services.steps import Happened, Step, allow, record, take
from api.viewer import Viewer
from db.store import Work


async def scan(work: Work, viewer: Viewer, *, at: datetime | None = None) -> list[int]:
    """Run every rule over every claim; the keys of flags that were not there before.

    The same facts never raise the same rule again, dismissed or not.

    Raises:
        Refusal: the viewer may not, or does not see the whole country, where duplicates hide.
    """
    step = allow(viewer, "Flag", "raise")
    if not viewer.rows.national:
        raise Refusal(
            "NOT_NATIONAL", "预警须覆盖全国数据 | Red flags are run over the whole country", status=403
        )
    claims, synthetic = await _claims(work)
    raised_at = at or datetime.now(UTC)
    found = await insert(
        work,
        "Flag",
        [
            {
                "unit_code": flag.claim.unit_code,
                "claim_id": flag.claim.id,
                "rule": flag.rule.code,
                "rule_version": flag.rule.version,
                "state": step.target,
                "severity": flag.rule.severity,
                "phase": flag.rule.phase,
                "hints_at": flag.rule.hints_at,
                "reason": flag.reason("zh"),
                "reason_en": flag.reason("en"),
                "facts": dict(flag.facts),
                "facts_hash": flag.facts_hash,
                "at_risk": flag.at_risk,
                "raised_at": raised_at,
                "synthetic": flag.claim.id in synthetic,
            }
            for flag in assess(claims, await policy_book(work))
        ],
        skip="unit_code, claim_id, rule, facts_hash",
    )
    new = await work.connection.fetch(
        "select id, unit_code, reason, synthetic from flags where id = any($1) order by id", found
    )
    await record(
        work,
        viewer,
        step,
        [
            Happened(row["id"], row["unit_code"], None, raised_at, row["reason"], row["synthetic"])
            for row in new
        ],
    )
    return found


async def dismiss(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """A look at the papers explained these flags; the why of each step is kept on it.

    Raises:
        Refusal: a reason is missing.
    """
    for step in steps:
        if not (step.why or "").strip():
            raise Refusal("NO_REASON", "排除预警须写明理由 | Say why the flag is dismissed")
    reasons = [
        Step(step.id, {**step.values, "dismissed_reason": step.why}, step.at, step.why) for step in steps
    ]
    await take(work, viewer, "Flag", "dismiss", reasons)


async def _claims(work: Work) -> tuple[list[Claim], set[int]]:
    """Every claim that was not rejected with its papers, and which of them are synthetic."""
    rows = await work.connection.fetch(
        """
        select claims.id, claims.unit_code, projects.id as project_id, projects.platform_id,
               operators.name as operator, operators.uscc as operator_uscc,
               enterprises.name as enterprise, enterprises.uscc as enterprise_uscc,
               claims.actual_cost, claims.amount, claims.submitted_on,
               batches.starts_on as batch_starts_on, batches.ends_on as batch_ends_on,
               projects.contracted_on, projects.accepted_on, projects.contract_amount, claims.synthetic
        from claims
        join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
        join organizations enterprises on enterprises.id = projects.enterprise_id
        join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
        join organizations operators on operators.id = platforms.organization_id
        join plan_industries on plan_industries.unit_code = platforms.unit_code
                            and plan_industries.id = platforms.plan_industry_id
        join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
        join batches on batches.id = plans.batch_id
        where claims.state not in ('rejected', 'withdrawn')
        order by claims.id
        """
    )
    invoices = await _papers(work, "invoices", Invoice)
    payments = await _papers(work, "payments", Payment)
    items = await _papers(work, "cost_items", CostItem)
    claims = [
        Claim._make(
            (
                *tuple(row)[:-1],
                tuple(invoices[row["project_id"]]),
                tuple(payments[row["project_id"]]),
                tuple(items[row["project_id"]]),
            )
        )
        for row in rows
    ]
    return claims, {row["id"] for row in rows if row["synthetic"]}


async def _papers(work: Work, table: str, kind: Any) -> dict[int, list[Any]]:
    """Rows of a table as values, by project; the value's field names are the columns."""
    columns = ", ".join(kind._fields)
    by_project: dict[int, list[Any]] = defaultdict(list)
    for row in await work.connection.fetch(f"select project_id, {columns} from {table} order by id"):  # noqa: S608
        project, *values = row
        by_project[project].append(kind(*values))
    return by_project
