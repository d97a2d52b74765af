"""Flags a platform that somebody told about: its operator, or an enterprise it serves.

Tips are where most fraud is first heard of. Source: row X06 of the catalogue (ACFE). Only a tip matched to an
organization and not found empty counts. What was told and by whom stays with the tip. Whoever has a grudge can tell
something, so a tip makes people look and opens no case alone.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with near as (
  select platforms.id, platforms.organization_id, null::bigint as project_id
  from scope join evidence.platforms on platforms.id = scope.id
  union all
  select platforms.id, projects.enterprise_id, projects.id
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
)
select near.id as subject, 'tip ' || tips.id as mark, organizations.name, tips.received_on,
       case when near.project_id is null then null
            else (select coalesce(sum(claims.amount), 0.00) from evidence.claims
                  where claims.project_id = near.project_id) end as exposed
from near
join evidence.tips on tips.organization_id = near.organization_id
join evidence.organizations on organizations.id = near.organization_id
"""

RULE = Rule(
    code="X06",
    kind=RuleKind.SCREENING,
    subject=FlagSubject.PLATFORM,
    severity=Severity.HIGH,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
)
