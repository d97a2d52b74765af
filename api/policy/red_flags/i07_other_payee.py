"""Flags what does not match between contract, invoices and payments: another payee, or more billed than was agreed on.

Source: row I07 of the catalogue (three-way match). Banks and people write brackets and spaces differently. What was
agreed on is the latest edition of the contract. Whether it is with tax is not always said, so what is billed counts
without: more than agreed on either way.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
asked as (
  select claims.id, claims.unit_code, claims.project_id, projects.contract_amount
  from scope
  join evidence.claims on claims.id = scope.id
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
),
billed as (
  select asked.id, asked.contract_amount, sum(invoices.net) as net
  from asked
  join evidence.invoices on invoices.unit_code = asked.unit_code and invoices.project_id = asked.project_id
  group by asked.id, asked.contract_amount
)
select asked.id as subject, invoices.number || ' ' || payments.payee as mark,
       '发票' || invoices.number || '的款项付给' || payments.payee as what_zh,
       'what pays invoice ' || invoices.number || ' went to ' || payments.payee as what_en,
       sum(payments.amount) as amount, '而销售方是' || invoices.seller as yet_zh,
       'its seller is ' || invoices.seller as yet_en, least(sum(payments.amount), max(invoices.net)) as doubtful
from asked
join evidence.payments on payments.unit_code = asked.unit_code and payments.project_id = asked.project_id
join evidence.invoices on invoices.unit_code = payments.unit_code and invoices.id = payments.invoice_id
where payments.payee <> invoices.seller
  and translate(payments.payee, '（） ', '()') <> translate(invoices.seller, '（） ', '()')
group by asked.id, invoices.number, invoices.seller, payments.payee
union all
select id, 'contract', '发票不含税金额合计', 'all invoices come, without tax, to', net,
       '而合同金额只有' || contract_amount::varchar || '元', 'the contract is of CNY ' || contract_amount::varchar,
       net - contract_amount
from billed where net > contract_amount
"""

RULE = Rule(
    code="I07",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
)
