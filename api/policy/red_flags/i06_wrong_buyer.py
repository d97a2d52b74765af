"""Flags an invoice made out to somebody other than the enterprise.

Source: row I06 of the catalogue (条例 art. 14 冒领). Small letters and spaces are a matter of typing, not of another buyer.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
select claims.id as subject, invoices.number as mark, invoices.number, invoices.buyer, invoices.buyer_uscc as uscc,
       invoices.net as doubtful
from scope
join evidence.claims on claims.id = scope.id
join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
join evidence.organizations on organizations.id = projects.enterprise_id
join evidence.invoices on invoices.unit_code = claims.unit_code and invoices.project_id = claims.project_id
where invoices.buyer_uscc <> organizations.uscc and upper(trim(invoices.buyer_uscc)) <> organizations.uscc
"""

RULE = Rule(
    code="I06",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.CRITICAL,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.IMPERSONATION,
    query=QUERY,
)
