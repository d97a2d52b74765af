"""What happened day by day below a row or in the whole programme, for sums by month."""

from db.query.as_of import Life
from db.query.plan import Months
from db.query.scope import Builder, Scope

#: A day's facts about projects now: (which rows, their day, what they count as).
_NOW = (
    ("state <> 'withdrawn'", "contracted_on", "1, 0, 0"),
    ("state = 'passed'", "accepted_on", "0, 1, 0"),
    ("true", "confirmed_on", "0, 0, 1"),
)
_PLACES = (
    "select platforms.unit_code, platforms.id from platforms"
    " join plan_industries on plan_industries.unit_code = platforms.unit_code"
    " and plan_industries.id = platforms.plan_industry_id"
    " join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id"
)
#: Where the columns of ``platform_progress`` that lead to a row come from.
_COLUMNS = {
    "platform_id": "platforms.id",
    "plan_industry_id": "platforms.plan_industry_id",
    "plan_id": "plan_industries.plan_id",
    "industry_id": "plan_industries.industry_id",
    "batch_id": "plans.batch_id",
}


def days(builder: Builder, scope: Scope | None, wanted: Months) -> str:
    """A query of facts summed by day: by month at once would cut every single date, which costs more."""
    below = _below(builder, scope, wanted)
    if wanted.as_of is None:
        by_then = "true"
        projects = [
            f"select {day} as day, {counts}, null::numeric, null::numeric from projects as t"
            f" where {which} and {day} is not null and {below}"
            for which, day, counts in _NOW
        ]
    else:
        by_then = f"paid_on <= {builder.bind(wanted.as_of, 'date')}"
        life = Life(builder, wanted.as_of, scope, wanted.batch)
        projects = [
            "select facts.*, null::numeric, null::numeric from"
            f" projects as t {life.of_projects('t')} cross join lateral (values"
            " (case when step.contracted and not step.withdrawn then t.contracted_on end, 1, 0, 0),"
            " (case when step.passed then t.accepted_on end, 0, 1, 0),"
            " (case when step.confirmed then t.confirmed_on end, 0, 0, 1))"
            f" as facts (day, contracted, passed, confirmed) where facts.day is not null and {below}"
        ]
    money = (
        "select paid_on, 0, 0, 0, case when kind = 'prepayment' then amount else 0 end,"
        f" case when kind = 'recovery' then -amount else amount end from disbursements as t"
        f" where {by_then} and {below}"
    )
    return (
        "select day, sum(contracted) as contracted, sum(passed) as passed, sum(confirmed) as confirmed,"
        " sum(prepaid) as prepaid, sum(paid) as paid"
        f" from ({' union all '.join([*projects, money])}) as facts (day, contracted, passed, confirmed, prepaid, paid)"
        " group by day"
    )


def _below(builder: Builder, scope: Scope | None, wanted: Months) -> str:
    """That a row ``t`` with a platform hangs below the row of ``scope``, and belongs to the batch."""
    conditions, places = [], []
    if scope is not None:
        key = scope.entity.resource.progress
        if key == "unit_code":
            conditions.append(f"t.unit_code = {scope.key}")
        else:
            if scope.entity.unit_scoped:
                conditions.append(f"t.unit_code = {scope.column('unit_code')}")
            if key == "platform_id":
                conditions.append(f"t.platform_id = {scope.key}")
            else:
                places.append(f"{_COLUMNS[key or '']} = {scope.key}")
    if wanted.batch is not None:
        number = builder.bind(wanted.batch, "integer")
        places.append(f"plans.batch_id = (select id from batches where number = {number})")
    if places:
        conditions.append(f"(t.unit_code, t.platform_id) in ({_PLACES} where {' and '.join(places)})")
    return " and ".join(conditions) or "true"
