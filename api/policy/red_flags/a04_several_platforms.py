"""Flags an enterprise that several platforms count as theirs, in whatever province and batch.

One enterprise is one credit code, and also what has one name, one legal person and one address under two of them: a name
is given once in a place. Source: row A04 of the catalogue (UK NFI, multiple loans of the PPP). An enterprise that left or
failed before it went to another platform is a hand-over: that is recorded, and only what is live or passed counts.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
near as (  -- scoped
  select distinct twins.id  -- scoped
  from scope  -- scoped
  join evidence.projects on projects.id = scope.id  -- scoped
  join evidence.organizations on organizations.id = projects.enterprise_id  -- scoped
  join evidence.organizations as twins on twins.name = organizations.name  -- scoped
),  -- scoped
-- Who is not known by person and address is known by code alone.
known as (
  select id, name,
         coalesce(name || ' ' || legal_person || ' ' || address, uscc) as same
  from evidence.organizations
  where id in (select id from near)  -- scoped
),
live as (
  select projects.id, projects.unit_code, known.same, known.name, projects.enterprise_id, projects.platform_id,
         projects.batch
  from evidence.projects
  join known on known.id = projects.enterprise_id
  where projects.state not in ('failed', 'withdrawn')
),
several as (
  select same, count(distinct platform_id) as platforms, count(distinct batch) as batches,
         count(distinct enterprise_id) as codes
  from live group by same having count(distinct platform_id) >= :fewest
)
select live.id as subject, live.name as enterprise, several.platforms, several.batches, several.codes,
       (select min(platforms.operator)
        from live as other
        join evidence.platforms on platforms.unit_code = other.unit_code and platforms.id = other.platform_id
        where other.same = live.same and other.platform_id <> live.platform_id) as others
from several
join live on live.same = several.same
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
