"""Flags enterprises that can all be reached by one telephone: one hand may have filled in all of them.

Source: row A11 of the catalogue (OCP R044). Two sister firms of one platform share a telephone honestly now and then, so
it takes three, or two that different platforms serve. Spelling is no difference.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
near as (  -- scoped
  select distinct organizations.phone from scope join evidence.projects on projects.id = scope.id  -- scoped
  join evidence.organizations on organizations.id = projects.enterprise_id  -- scoped
),  -- scoped
held as (
  select organizations.id, organizations.name, organizations.phone
  from evidence.organizations
  where organizations.phone is not null
    and organizations.phone in (select phone from near)  -- scoped
),
members as (
  select projects.id, projects.platform_id, held.id as enterprise_id, held.name, held.phone
  from held join evidence.projects on projects.enterprise_id = held.id
  where projects.state not in ('failed', 'withdrawn')
),
shared as (
  select phone, count(distinct enterprise_id) as enterprises, count(distinct platform_id) as platforms,
         min(name) as first, max(name) as last
  from members group by phone
  having count(distinct enterprise_id) >= :fewest
      or count(distinct enterprise_id) > 1 and count(distinct platform_id) >= :platforms
)
select members.id as subject, right(shared.phone, 4) as ending, shared.enterprises, shared.platforms,
       case when members.name = shared.first then shared.last else shared.first end as others
from shared join members on members.phone = shared.phone
"""

RULE = Rule(
    code="A11",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PROJECT,
    severity=Severity.MEDIUM,
    phase=FraudPhase.APPLICATION,
    hints_at=FraudKind.IMPERSONATION,
    query=QUERY,
    parameters={"fewest": 3, "platforms": 2},
)
