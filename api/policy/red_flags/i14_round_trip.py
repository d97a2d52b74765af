"""Flags money that an enterprise paid to a vendor and that came back to it within weeks, straight or by one more hand.

Followed by accounts and names through the payments on record. Source: row I14 of the catalogue (round trips, as in the
prevention of money laundering). What came back against a reversed invoice is a refund.
"""

from decimal import Decimal

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, InvoiceCheck, RuleKind, Severity

# From the end: few payments ever go to an enterprise, and only from these the way back is looked for.
QUERY = """
with
asked as materialized (
  select claims.id, claims.unit_code, claims.project_id, projects.enterprise_id
  from scope
  join evidence.claims on claims.id = scope.id
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
),
parties as materialized (
  select organizations.id, organizations.name, organizations.bank_account, organizations.legal_person
  from (select distinct enterprise_id from asked) as known
  join evidence.organizations on organizations.id = known.enterprise_id
),
payees as materialized (
  select distinct payments.payee, payments.payee_account
  from evidence.payments
  join asked on asked.unit_code = payments.unit_code and asked.project_id = payments.project_id  -- scoped
  union  -- scoped
  select payments.payee, payments.payee_account from parties  -- scoped
  join evidence.payments on payments.payee_account = parties.bank_account  -- scoped
),
-- Receivers are few, however many payments they had; which of them is an enterprise, by its account or its names?
received as materialized (
  select parties.id as enterprise_id, parties.name, payees.payee, payees.payee_account, true as by_account
  from payees join parties on parties.bank_account = payees.payee_account
  union all
  select parties.id, parties.name, payees.payee, payees.payee_account, false
  from payees join parties on parties.name = payees.payee
  union all
  select parties.id, parties.name, payees.payee, payees.payee_account, false
  from payees join parties on parties.legal_person = payees.payee
),
backs as materialized (
  select asked.id, payments.id as payment_id, payments.payer, payments.payer_account, payments.paid_on, payments.amount
  from received
  join evidence.payments on payments.payee_account = received.payee_account and payments.payee = received.payee
  join asked on asked.enterprise_id = received.enterprise_id
  where payments.payer <> received.name
    and (received.by_account or payments.unit_code = asked.unit_code and payments.project_id = asked.project_id)
  group by asked.id, payments.id, payments.payer, payments.payer_account, payments.paid_on, payments.amount
),
outs as (
  select asked.id, payments.id as payment_id, payments.payee, payments.payee_account, payments.paid_on, payments.amount,
         asked.unit_code, asked.project_id
  from asked
  join evidence.organizations on organizations.id = asked.enterprise_id
  join evidence.payments on payments.unit_code = asked.unit_code and payments.project_id = asked.project_id
  where asked.id in (select id from backs) and payments.payee <> organizations.name
    and (payments.payer = organizations.name or payments.payer_account = organizations.bank_account)
),
between_them as (
  select backs.id, backs.payment_id, payments.payer, payments.payer_account, payments.paid_on, payments.amount
  from backs
  join evidence.payments on payments.payee_account = backs.payer_account
  where payments.paid_on between backs.paid_on - :days::integer and backs.paid_on and payments.payer <> backs.payer
  union
  select backs.id, backs.payment_id, payments.payer, payments.payer_account, payments.paid_on, payments.amount
  from backs
  join asked on asked.id = backs.id
  join evidence.organizations on organizations.id = asked.enterprise_id
  join evidence.payments on payments.unit_code = asked.unit_code and payments.project_id = asked.project_id
  where payments.payee = backs.payer and payments.payer <> organizations.name
    and payments.paid_on between backs.paid_on - :days::integer and backs.paid_on
),
ways as (
  select outs.id, outs.payment_id as out_id, backs.payment_id as back_id, backs.amount, 2 as steps
  from outs
  join backs on backs.id = outs.id
  where (backs.payer_account = outs.payee_account or backs.payer = outs.payee)
    and backs.paid_on between outs.paid_on and outs.paid_on + :days::integer
  union all
  select outs.id, outs.payment_id, backs.payment_id, least(between_them.amount, backs.amount), 3
  from outs
  join between_them on between_them.id = outs.id
  join backs on backs.id = outs.id and backs.payment_id = between_them.payment_id
  where (between_them.payer_account = outs.payee_account or between_them.payer = outs.payee)
    and between_them.paid_on >= outs.paid_on and backs.paid_on <= outs.paid_on + :days::integer
),
returned as (
  select id, vendor, sum(amount) as amount, min(steps) as steps, max(paid_on) as paid_on, max(payer) as payer
  from (select ways.id, outs.payee as vendor, ways.back_id, max(ways.amount) as amount, min(ways.steps) as steps,
               max(backs.paid_on) as paid_on, max(backs.payer) as payer
        from ways
        join outs on outs.id = ways.id and outs.payment_id = ways.out_id
        join backs on backs.id = ways.id and backs.payment_id = ways.back_id
        group by ways.id, outs.payee, ways.back_id) as once
  group by id, vendor
),
paid as (
  select outs.id, outs.payee as vendor, sum(outs.amount) as amount
  from outs
  where exists (select 1 from ways where ways.id = outs.id and ways.out_id = outs.payment_id)
  group by outs.id, outs.payee
),
refunded as (
  select outs.id, invoices.seller as vendor, sum(invoices.gross) as amount
  from (select distinct id, unit_code, project_id, payee from outs) as outs
  join evidence.invoices on invoices.unit_code = outs.unit_code and invoices.project_id = outs.project_id
  where invoices.seller = outs.payee and invoices.checked = :reversed
  group by outs.id, invoices.seller
)
select returned.id as subject, returned.vendor as mark, returned.vendor, returned.payer, returned.amount as returned,
       paid.amount as paid, returned.steps, returned.paid_on,
       round((returned.amount::double precision / paid.amount::double precision * 100)::numeric(18,4))::integer as percent,
       returned.amount as doubtful
from returned
join paid on paid.id = returned.id and paid.vendor = returned.vendor
left join refunded on refunded.id = returned.id and refunded.vendor = returned.vendor
where returned.amount - coalesce(refunded.amount, 0.00) >= :least_share * paid.amount
"""

RULE = Rule(
    code="I14",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.CLAIM,
    severity=Severity.CRITICAL,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={"days": 60, "least_share": Decimal("0.30"), "reversed": InvoiceCheck.REVERSED.value},
)
