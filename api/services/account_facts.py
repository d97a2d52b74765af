"""What platforms are settled by, as it stands now: read the same way for preview, proposal, approval and what-if."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from api.errors import Refusal
from api.policy.book import PolicyBook
from api.policy.settlement import FEN, PlatformAccount, ProjectCost
from api.policy.terms import Terms, terms_on
from api.services.book import read_policy_book

_ZERO = Decimal("0.00")

#: One statement, whole country or a few platforms; projects as parallel arrays, which are read faster than rows.
_FACTS = """
select platforms.id, platforms.unit_code, platforms.synthetic, platforms.state, platforms.deduction,
       platforms.award, plans.id as plan, plans.state as plan_state, batches.id as batch,
       batches.number as batch_number, batches.ends_on, organizations.name as operator,
       coalesce(money.prepaid, 0) as prepaid, coalesce(money.paid, 0) as paid, kept.exception,
       coalesce(work.projects, '{{}}') as projects, coalesce(work.costs, '{{}}') as costs,
       coalesce(work.approved, '{{}}') as approved, coalesce(work.confirmed, '{{}}') as confirmed,
       coalesce(work.claimed, '{{}}') as claimed, coalesce(work.delivered, '{{}}') as delivered,
       coalesce(work.due, '{{}}') as due
from platforms
join organizations on organizations.id = platforms.organization_id
join plan_industries on plan_industries.unit_code = platforms.unit_code
                    and plan_industries.id = platforms.plan_industry_id
join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
join batches on batches.id = plans.batch_id
left join settlements kept on kept.unit_code = platforms.unit_code and kept.platform_id = platforms.id
                          and kept.state = 'approved'
left join lateral (
  select sum(amount) filter (where kind = 'prepayment') as prepaid,
         sum(case when kind = 'recovery' then -amount else amount end) as paid
  from disbursements
  where disbursements.unit_code = platforms.unit_code and disbursements.platform_id = platforms.id
) money on true
left join lateral (
  select array_agg(projects.id order by projects.id) as projects,
         array_agg({cost} order by projects.id) as costs,
         array_agg({approved} order by projects.id) as approved,
         array_agg({confirmed} order by projects.id) as confirmed,
         array_agg({claimed} order by projects.id) as claimed,
         array_agg(coalesce(projects.delivered_on, projects.accepted_on) order by projects.id) as delivered,
         array_agg(greatest(more.until, batches.ends_on) order by projects.id) as due
  from projects
  left join claims on claims.unit_code = projects.unit_code and claims.project_id = projects.id
                  and claims.state in ('approved', 'settled')
  left join lateral (
    select max(extensions.until) as until from extensions
    where extensions.unit_code = projects.unit_code and extensions.project_id = projects.id
  ) more on true
  where projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id and {counts}
) work on true
where {where}
order by platforms.id
"""

_PASSED = {
    "cost": "coalesce(claims.actual_cost, projects.actual_cost, 0)",
    "approved": "claims.approved_amount",
    "confirmed": "projects.confirmed_on is not null",
    "claimed": "claims.id is not null",
    "counts": "projects.state = 'passed'",
}
#: As if everybody still in the programme came through, at what it cost or is planned to cost.
_OUTLOOK = {
    "cost": "coalesce(claims.actual_cost, projects.actual_cost, projects.planned_cost, 0)",
    "approved": "claims.approved_amount",
    "confirmed": "true",
    "claimed": "true",
    "counts": "projects.state not in ('failed', 'withdrawn')",
}


@dataclass(frozen=True)
class Facts:
    """A platform with all that decides its award (``account``, ``terms``) and what it had so far."""

    platform: int
    operator: str
    unit_code: str
    synthetic: bool
    state: str
    plan: int
    plan_state: str
    batch: int
    batch_number: int
    ends_on: date
    account: PlatformAccount
    terms: Terms
    award: Decimal | None
    prepaid: Decimal
    paid: Decimal


async def facts_of(connection: Any, platforms: Sequence[int]) -> list[Facts]:
    """Of these platforms, as far as the connection sees them, in the order of their numbers."""
    rows = await connection.fetch(_statement(_PASSED, "platforms.id = any($1)"), list(platforms))
    return _read(rows, await read_policy_book(connection))


async def facts_of_batch(
    connection: Any, batch: int | None, unit: str | None, *, outlook: bool = False
) -> list[Facts]:
    """Of all platforms the connection sees, of one batch (its number) and unit or of all."""
    where = (
        "($1::int is null or batches.number = $1) and ($2::text is null or platforms.unit_code = $2)"
        " and plans.approved_on is not null"
    )
    rows = await connection.fetch(_statement(_OUTLOOK if outlook else _PASSED, where), batch, unit)
    return _read(rows, await read_policy_book(connection))


def _statement(of: Mapping[str, str], where: str) -> str:
    return _FACTS.format(**of, where=where)


def _read(rows: Sequence[Any], book: PolicyBook) -> list[Facts]:
    terms: dict[date, Terms] = {}
    found = []
    for row in rows:
        ends_on = row["ends_on"]
        if ends_on not in terms:
            terms[ends_on] = _terms(book, ends_on)
        found.append(_facts(row, terms[ends_on]))
    return found


def _terms(book: PolicyBook, on: date) -> Terms:
    try:
        return terms_on(book, on)
    except LookupError as error:
        raise Refusal(
            "NO_LIMIT",
            "{day} 没有生效的限额，不能测算 | Some limit was not in force on {day}: nothing can be computed",
            hint="在政策库中补录限额 | Enter the limit in the policy book",
            status=409,
            day=on.isoformat(),
        ) from error


def _given(cost: Decimal, share: Decimal, most: Decimal) -> Decimal:
    """What the limits give for a project (F1, F2)."""
    return min((cost * share).quantize(FEN, ROUND_DOWN), most.quantize(FEN, ROUND_DOWN))


def _facts(row: Any, terms: Terms) -> Facts:
    columns = ("projects", "costs", "approved", "confirmed", "claimed", "delivered", "due")
    share, most = terms.share.value, terms.enterprise.value
    projects = [
        ProjectCost(
            project,
            cost,
            # Only where the decision stayed below the limits does it cut anything of its own.
            approved if approved is not None and approved < _given(cost, share, most) else None,
            confirmed,
            claimed,
            delivered,
            due,
        )
        for project, cost, approved, confirmed, claimed, delivered, due in zip(
            *(row[column] for column in columns), strict=True
        )
    ]
    account = PlatformAccount(
        projects, row["deduction"] or _ZERO, row["state"] == "disqualified", row["exception"]
    )
    return Facts(
        platform=row["id"],
        operator=row["operator"],
        unit_code=row["unit_code"],
        synthetic=row["synthetic"],
        state=row["state"],
        plan=row["plan"],
        plan_state=row["plan_state"],
        batch=row["batch"],
        batch_number=row["batch_number"],
        ends_on=row["ends_on"],
        account=account,
        terms=terms,
        award=row["award"],
        prepaid=row["prepaid"],
        paid=row["paid"],
    )
