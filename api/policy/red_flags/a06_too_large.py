"""Flags an enterprise that is no small or medium one by its own figures: the pilot is for those alone.

In industry a firm is medium with fewer than 1,000 employees or less than 400 million yuan of revenue (工信部联企业〔2011〕
300号); it is large with both. Source: row A06 of the catalogue. A figure that is not known says nothing.
"""

from decimal import Decimal

from api.policy.rule import Rule
from db.enums import EnterpriseSize, FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
select projects.id as subject, organizations.name as enterprise, organizations.employees, organizations.revenue,
       organizations.size
from scope
join evidence.projects on projects.id = scope.id
join evidence.organizations on organizations.id = projects.enterprise_id
where projects.state not in ('failed', 'withdrawn')
  and (organizations.employees >= :employees and organizations.revenue >= :revenue
       or organizations.size = :large)
"""

RULE = Rule(
    code="A06",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.PROJECT,
    severity=Severity.HIGH,
    phase=FraudPhase.APPLICATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    parameters={"employees": 1000, "revenue": Decimal(400_000_000), "large": EnterpriseSize.LARGE.value},
)
