"""Flags a project whose enterprise says that the platform never served it.

It was asked by a link of its own, apart from the platform. Source: row P14 of the catalogue (identity confirmation, PRAC;
field checks of the NAO). Only a plain "no" counts: not a question left out, nor a bad mark.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
select projects.id as subject, surveys.answered_on, organizations.name as enterprise
from scope
join evidence.projects on projects.id = scope.id
join evidence.organizations on organizations.id = projects.enterprise_id
join evidence.surveys on surveys.unit_code = projects.unit_code and surveys.project_id = projects.id
where surveys.state = 'answered' and surveys.served = false
"""

RULE = Rule(
    code="P14",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.PROJECT,
    severity=Severity.CRITICAL,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.IMPERSONATION,
    query=QUERY,
)
