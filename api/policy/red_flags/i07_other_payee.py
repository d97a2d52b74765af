"""Flags a payment whose receiver is not the seller of the invoice it pays.

Source: row I07 of the catalogue (three-way match). Banks and people write brackets and spaces differently.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
select claims.id as subject, invoices.number || ' ' || payments.payee as mark, invoices.number, invoices.seller,
       payments.payee, sum(payments.amount) as amount, least(sum(payments.amount), max(invoices.net)) as doubtful
from scope
join evidence.claims on claims.id = scope.id
join evidence.payments on payments.unit_code = claims.unit_code and payments.project_id = claims.project_id
join evidence.invoices on invoices.unit_code = payments.unit_code and invoices.id = payments.invoice_id
where payments.payee <> invoices.seller
  and translate(payments.payee, '（） ', '()') <> translate(invoices.seller, '（） ', '()')
group by claims.id, invoices.number, invoices.seller, payments.payee
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
