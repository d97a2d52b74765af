"""Flags an enterprise that had central money as a "little giant" before: it is excluded (P2), under whatever code.

By its credit code, or re-registered under another one with the same legal person at the same address. Source: row A03 of
the catalogue (OpenG2P deduplication). A spelling with other brackets or spaces is the same address; a namesake elsewhere is
somebody else.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
select projects.id as subject, organizations.name as enterprise, min(little_giants.name) as giant,
       min(little_giants.uscc) as uscc, min(little_giants.funded_year) as funded_year
from scope
join evidence.projects on projects.id = scope.id
join evidence.organizations on organizations.id = projects.enterprise_id
join evidence.little_giants on little_giants.uscc = organizations.uscc
     or little_giants.legal_person = organizations.legal_person and little_giants.address = organizations.address
where projects.state not in ('failed', 'withdrawn')
group by projects.id, organizations.name
"""

RULE = Rule(
    code="A03",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.PROJECT,
    severity=Severity.CRITICAL,
    phase=FraudPhase.APPLICATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
)
