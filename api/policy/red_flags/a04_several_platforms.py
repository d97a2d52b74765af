"""Flags an enterprise that several platforms count as theirs, in whatever province and batch.

Source: row A04 of the catalogue (UK NFI, multiple loans of the PPP). An enterprise that left or failed before it went to
another platform is a hand-over: that is recorded, and only what is live or passed counts.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
near as (  -- scoped
  select distinct projects.enterprise_id from scope join evidence.projects on projects.id = scope.id  -- scoped
),  -- scoped
live as (
  select projects.id, projects.unit_code, projects.enterprise_id, projects.platform_id, projects.batch
  from evidence.projects
  where projects.state not in ('failed', 'withdrawn')
    and projects.enterprise_id in (select enterprise_id from near)  -- scoped
),
several as (
  select enterprise_id, count(distinct platform_id) as platforms, count(distinct batch) as batches
  from live group by enterprise_id having count(distinct platform_id) >= :fewest
)
select live.id as subject, organizations.name as enterprise, several.platforms, several.batches,
       (select min(platforms.operator)
        from live as other
        join evidence.platforms on platforms.unit_code = other.unit_code and platforms.id = other.platform_id
        where other.enterprise_id = live.enterprise_id and other.platform_id <> live.platform_id) as others
from several
join live on live.enterprise_id = several.enterprise_id
join evidence.organizations on organizations.id = live.enterprise_id
"""

RULE = Rule(
    code="A04",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.PROJECT,
    severity=Severity.CRITICAL,
    phase=FraudPhase.APPLICATION,
    hints_at=FraudKind.IMPERSONATION,
    query=QUERY,
    parameters={"fewest": 2},
)
