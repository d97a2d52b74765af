"""Flags an enterprise founded less than a year before the pilot was announced: there was nothing to transform yet.

Source: row A05 of the catalogue (PPP: businesses registered for the programme). The register holds no status, so only
the day of founding is asked; a day that is not known says nothing.
"""

from datetime import date

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
select projects.id as subject, organizations.name as enterprise, organizations.founded_on,
       :notice_on::date - :days::integer as latest
from scope
join evidence.projects on projects.id = scope.id
join evidence.organizations on organizations.id = projects.enterprise_id
where projects.state not in ('failed', 'withdrawn')
  and organizations.founded_on > :notice_on::date - :days::integer
"""

RULE = Rule(
    code="A05",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.PROJECT,
    severity=Severity.HIGH,
    phase=FraudPhase.APPLICATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={"notice_on": date(2022, 8, 17), "days": 365},
)
