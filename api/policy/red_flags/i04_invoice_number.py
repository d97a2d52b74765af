"""Flags an invoice number that no tax office gives out: forged invoices often carry numbers of the wrong form.

Source: row I04 of the catalogue (field lengths of the tax administration; a digital number begins with its year).
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
select claims.id as subject, invoices.number as mark, invoices.number, coalesce(invoices.code, '-') as code,
       invoices.issued_on, invoices.net as doubtful
from scope
join evidence.claims on claims.id = scope.id
join evidence.invoices on invoices.unit_code = claims.unit_code and invoices.project_id = claims.project_id
where not (
  invoices.number ~ '^[0-9]+$'
  and case when invoices.kind = 'digital'
      then invoices.code is null and length(invoices.number) = :digital_digits
           and left(invoices.number, 2) = right(extract(year from invoices.issued_on)::varchar, 2)
      else length(invoices.number) = :paper_digits and coalesce(invoices.code, '') ~ '^[0-9]+$'
           and length(invoices.code) = any(:code_digits)
      end)
"""

RULE = Rule(
    code="I04",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={"digital_digits": 20, "paper_digits": 8, "code_digits": (10, 12)},
)
