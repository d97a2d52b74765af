"""Flags a claim, or a settled line, above what the limits give for its cost.

Due is 30 % of the actual cost, at most 300,000 yuan (F1, F2), by the limits in force at any time between the first day of the
batch and the claim. Where cost items were corrected once the claim was in, what is left of them is the cost. Source: row
P10 of the catalogue: arithmetic, with no innocent explanation. A fen of rounding is left.
"""

from decimal import Decimal

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
claimed as (
  select claims.id, claims.unit_code, claims.project_id, claims.actual_cost, claims.amount, claims.approved_amount,
         claims.submitted_on, sum(cost_items.amount) as itemised
  from scope
  join evidence.claims on claims.id = scope.id
  left join evidence.cost_items on cost_items.unit_code = claims.unit_code
                               and cost_items.project_id = claims.project_id and cost_items.eligible
  group by claims.id, claims.unit_code, claims.project_id, claims.actual_cost, claims.amount, claims.approved_amount,
           claims.submitted_on
),
asked as (
  select claims.id, claims.unit_code, claims.project_id,
         least(claims.actual_cost, coalesce(claims.itemised, claims.actual_cost)) as actual_cost,
         greatest(claims.amount, coalesce(claims.approved_amount, 0.00)) as claimed,
         projects.batch_starts_on, claims.submitted_on
  from claimed as claims
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
),
terms as (
  select asked.id,
         max(case when limits.key = 'cost_share' then limits.value end) as share,
         max(case when limits.key = 'award_per_enterprise' then limits.value end) as cap
  from asked
  join evidence.limits on limits.valid_from <= asked.submitted_on
                      and (limits.valid_until is null or limits.valid_until > asked.batch_starts_on)
  group by asked.id
),
paid as (
  select asked.id, lines.settlement_id, sum(lines.amount) as amount
  from asked
  join evidence.settled_projects as lines on lines.unit_code = asked.unit_code and lines.project_id = asked.project_id
  group by asked.id, lines.settlement_id
),
most as (select id, max(amount) as amount from paid group by id),
due as (
  select asked.id, asked.actual_cost, least(asked.actual_cost * terms.share, terms.cap) as due,
         greatest(asked.claimed, coalesce(most.amount, 0.00)) as amount
  from asked
  join terms on terms.id = asked.id
  left join most on most.id = asked.id
)
select due.id as subject, due.actual_cost as cost, due.amount, round(due.due::numeric(18,4), 2) as due,
       (due.amount - round(due.due::numeric(18,4), 2))::numeric(14,2) as exposed
from due
where due.amount > due.due + :tolerance
"""

RULE = Rule(
    code="P10",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.CRITICAL,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    parameters={"tolerance": Decimal("0.01")},
)
