"""Flags cash payments above a small amount: cash leaves no trace, so nobody can tell whether it was paid.

Source: row I16 of the catalogue (ACFE). ``most`` allows very small vendors and petty cash.
"""

from decimal import Decimal

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
select claims.id as subject, payments.paid_on::varchar || ' ' || payments.payee as mark, payments.paid_on, payments.payee,
       sum(payments.amount) as amount, sum(payments.amount) as doubtful
from scope
join evidence.claims on claims.id = scope.id
join evidence.payments on payments.unit_code = claims.unit_code and payments.project_id = claims.project_id
where payments.method = 'cash' and payments.amount > :most
group by claims.id, payments.paid_on, payments.payee
"""

RULE = Rule(
    code="I16",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.MEDIUM,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={"most": Decimal(1000)},
)
