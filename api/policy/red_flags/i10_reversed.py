"""Flags an invoice that was reversed although its cost is still claimed.

Source: row I10 of the catalogue (states of invoices at the tax office). A correction is honest: the reversed bill was
written anew for the same amount, or the claim counts only what the bills that stand add up to.
"""

from decimal import Decimal

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, InvoiceCheck, RuleKind, Severity

QUERY = """
with
near as (
  select claims.id, claims.unit_code, claims.project_id, claims.actual_cost, claims.submitted_on,
         invoices.id as invoice_id, invoices.number, invoices.seller_uscc, invoices.net, invoices.gross,
         invoices.issued_on, invoices.checked_on
  from scope
  join evidence.claims on claims.id = scope.id
  join evidence.invoices on invoices.unit_code = claims.unit_code and invoices.project_id = claims.project_id
  where invoices.checked = :reversed
),
asked as (select distinct id, unit_code, project_id from near),
standing as (
  select asked.id, sum(invoices.net) as net
  from asked
  join evidence.invoices on invoices.unit_code = asked.unit_code and invoices.project_id = asked.project_id
  where invoices.checked <> :reversed
  group by asked.id
),
beside as (
  select asked.id, sum(cost_items.amount) as amount
  from asked
  join evidence.cost_items on cost_items.unit_code = asked.unit_code and cost_items.project_id = asked.project_id
  where not cost_items.eligible
  group by asked.id
),
anew as (
  select near.invoice_id, min(invoices.id) as id
  from near
  join evidence.invoices on invoices.unit_code = near.unit_code and invoices.project_id = near.project_id
  where invoices.checked <> :reversed and invoices.seller_uscc = near.seller_uscc and invoices.gross = near.gross
    and invoices.issued_on >= near.issued_on
  group by near.invoice_id
)
select near.id as subject, near.number as mark, near.number, near.gross as amount,
       coalesce(near.checked_on, near.submitted_on) as checked_on, near.actual_cost as cost,
       coalesce(standing.net, 0.00) as standing,
       least(near.net, near.actual_cost - greatest(coalesce(standing.net, 0.00) - coalesce(beside.amount, 0.00), 0.00))
         as doubtful
from near
left join standing on standing.id = near.id
left join beside on beside.id = near.id
left join anew on anew.invoice_id = near.invoice_id
-- One bill written anew stands for one that was reversed, not for two.
left join anew as earlier on earlier.id = anew.id and earlier.invoice_id < near.invoice_id
where (anew.id is null or earlier.id is not null)
  and near.actual_cost > coalesce(standing.net, 0.00) - coalesce(beside.amount, 0.00) + :tolerance
"""

RULE = Rule(
    code="I10",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.CRITICAL,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={"reversed": InvoiceCheck.REVERSED.value, "tolerance": Decimal(1)},
)
