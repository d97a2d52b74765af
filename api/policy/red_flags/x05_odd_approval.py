"""Flags approvals nobody can have thought about: by who handed it in, at night, or within a minute.

Source: row X05 of the catalogue (GAO; Regulation art. 28; segregation of duties). A form approved less than a minute after it was
handed in or checked was not read. Several forms approved at one time are a list worked through, so one form's own
steps alone are compared.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with asked as (
  select claims.id, claims.unit_code, claims.project_id from scope join evidence.claims on claims.id = scope.id
),
acts as (
  select asked.id, steps.subject, steps.action, steps.actor_id, steps.second, steps.day, steps.hour,
         case steps.action when 'submit' then 1 when 'check' then 2 else 3 end as place
  from asked
  join evidence.steps on steps.unit_code = asked.unit_code and steps.subject = 'Claim' and steps.subject_id = asked.id
  union all
  select asked.id, steps.subject, steps.action, steps.actor_id, steps.second, steps.day, steps.hour,
         case steps.action when 'accept' then 1 when 'endorse' then 2 else 3 end
  from asked
  join evidence.steps on steps.unit_code = asked.unit_code and steps.subject = 'Project'
                     and steps.subject_id = asked.project_id
),
weighed as (
  select later.id, later.action, later.day, later.hour, later.second,
         count(case when former.actor_id = later.actor_id then 1 end) as own,
         min(later.second - former.second) as seconds
  from acts as later
  left join acts as former on former.id = later.id and former.subject = later.subject
                          and former.place < later.place and former.second <= later.second
  where later.place > 1
  group by later.id, later.action, later.day, later.hour, later.second
)
select weighed.id as subject, weighed.action || ' ' || weighed.day as mark,
       case weighed.action when 'check' then '审核 check' when 'approve' then '核准 approval'
                           when 'endorse' then '推荐 endorsement' else '确认 confirmation' end as step,
       weighed.day, weighed.hour, weighed.seconds, weighed.own
from weighed
where weighed.own > 0 or weighed.seconds < :seconds or weighed.hour >= :from_hour or weighed.hour < :to_hour
"""

RULE = Rule(
    code="X05",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={"seconds": 60, "from_hour": 22, "to_hour": 6},
)
