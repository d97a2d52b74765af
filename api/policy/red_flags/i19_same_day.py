"""Flags a platform whose projects were accepted in a heap on one day, by experts who cannot have looked at them.

Source: row I19 of the catalogue (ACFE clustering, practice of DG REGIO). A week of acceptance is honest where enough
experts came: what counts is how many one expert accepted on that day, at all platforms.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, ProjectState, RuleKind, Severity

QUERY = """
with
near as (  -- scoped
  select distinct projects.expert_id from scope join evidence.platforms on platforms.id = scope.id  -- scoped
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id  -- scoped
),  -- scoped
accepted as (
  select projects.id, projects.unit_code, projects.platform_id, projects.expert_id, projects.accepted_on
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
  where projects.state = :passed and projects.accepted_on is not null
),
busy as (
  select expert_id, accepted_on, count(*) as count
  from evidence.projects
  where state = :passed and accepted_on is not null and expert_id is not null
  and expert_id in (select expert_id from near)  -- scoped
  group by expert_id, accepted_on
),
altogether as (select platform_id, count(*) as count from accepted group by platform_id),
days as (
  select accepted.platform_id, accepted.accepted_on as day, count(*) as count,
         count(distinct accepted.expert_id) as experts, max(coalesce(busy.count, 1)) as busiest,
         coalesce(sum(claims.amount), 0.00) as exposed
  from accepted
  left join busy on busy.expert_id = accepted.expert_id and busy.accepted_on = accepted.accepted_on
  left join evidence.claims on claims.unit_code = accepted.unit_code and claims.project_id = accepted.id
  group by accepted.platform_id, accepted.accepted_on
)
select days.platform_id as subject, days.day::varchar as mark, days.day, days.count, altogether.count as "of",
       days.experts, days.busiest, days.exposed
from days
join altogether on altogether.platform_id = days.platform_id
where days.busiest > :most_a_day and days.count >= :several
   or altogether.count >= :fewest and days.count >= :heap
      and days.count::double precision / altogether.count >= :share and days.busiest > :enough_a_day
"""

RULE = Rule(
    code="I19",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PLATFORM,
    severity=Severity.MEDIUM,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={
        "share": 0.3,
        "fewest": 6,
        "heap": 4,
        "several": 3,
        "enough_a_day": 2,
        "most_a_day": 4,
        "passed": ProjectState.PASSED.value,
    },
)
