"""Flags a claim whose invoices were not really paid, or were paid by somebody else.

The award is a share of the actual cost: an unpaid bill, or one the platform paid, cost nothing. Source: row I15 of the
catalogue (Kunming's acceptance list asks for proof of payment). ``least_share`` leaves room for retention money.
"""

from decimal import Decimal

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with asked as (
  select claims.id, claims.unit_code, claims.project_id, organizations.name as enterprise
  from scope
  join evidence.claims on claims.id = scope.id
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
  join evidence.organizations on organizations.id = projects.enterprise_id
),
billed as (
  select asked.id, sum(invoices.gross) as gross
  from asked
  join evidence.invoices on invoices.unit_code = asked.unit_code and invoices.project_id = asked.project_id
  group by asked.id
),
paid as (
  select asked.id,
         -- Nearly all are the same to the letter: signs are only compared where they are not.
         sum(case when payments.payer = asked.enterprise then payments.amount
                  when translate(payments.payer, '（） ', '()') = translate(asked.enterprise, '（） ', '()')
                  then payments.amount end) as own,
         min(case when payments.payer = asked.enterprise then null
                  when translate(payments.payer, '（） ', '()') <> translate(asked.enterprise, '（） ', '()')
                  then payments.payer end) as payer
  from asked
  join evidence.payments on payments.unit_code = asked.unit_code and payments.project_id = asked.project_id
  group by asked.id
)
select billed.id as subject, coalesce(paid.own, 0.00) as paid, billed.gross as invoiced,
       round((coalesce(paid.own, 0.00)::double precision / billed.gross::double precision * 100)::numeric(18,4))::integer as percent,
       coalesce(paid.payer, '-') as payer, billed.gross - coalesce(paid.own, 0.00) as doubtful
from billed
left join paid on paid.id = billed.id
where billed.gross > 0 and coalesce(paid.own, 0.00) < billed.gross * :least_share
"""

RULE = Rule(
    code="I15",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    parameters={"least_share": Decimal("0.90")},
)
