"""Flags a project whose level before was far below that of its like, and whose result is just on the line of a level.

Who answers low before and reaches the line exactly after has improved on paper. There is no earlier self-test to compare
with, so the like are: same edition, industry and size, widened where they are few. Source: row P06 of the catalogue.
"""

from decimal import Decimal

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

PEERS = """
select 'e' || edition::varchar || coalesce(' i' || industry_id::varchar, '') || coalesce(' ' || size, '') as cell,
       count(*) as size,
       percentile_cont(0.25) within group (order by score)::double precision as low,
       percentile_cont(0.5) within group (order by score)::double precision as middle,
       percentile_cont(0.75) within group (order by score)::double precision as high
from (
  select assessments.edition, projects.industry_id, organizations.size, assessments.score::double precision as score
  from evidence.assessments
  join evidence.projects on projects.unit_code = assessments.unit_code and projects.id = assessments.project_id
  join evidence.organizations on organizations.id = projects.enterprise_id
  where assessments.phase = 'before' and projects.industry_id is not null and organizations.size is not null) as given
group by grouping sets ((edition, industry_id, size), (edition, size), (edition))
having count(*) >= :fewest
"""

QUERY = """
with judged as (
  select projects.id, 'e' || before.edition::varchar as edition, ' i' || projects.industry_id::varchar as industry,
         ' ' || organizations.size as size, before.score as before, after.score as after, after.level, levels.score as line
  from scope
  join evidence.projects on projects.id = scope.id
  join evidence.organizations on organizations.id = projects.enterprise_id
  join evidence.assessments as before on before.unit_code = projects.unit_code and before.project_id = projects.id
                                     and before.phase = 'before'
  join evidence.assessments as after on after.unit_code = projects.unit_code and after.project_id = projects.id
                                    and after.phase = 'after' and after.edition = before.edition
  join evidence.levels on levels.edition = after.edition and levels.level = after.level
  where after.level > before.level and after.score between levels.score and levels.score + :margin
),
compared as (
  select judged.id, judged.before, judged.after, judged.level, judged.line,
         coalesce(fine.size, middling.size, wide.size) as size,
         coalesce(fine.low, middling.low, wide.low) as low,
         coalesce(fine.middle, middling.middle, wide.middle) as middle,
         coalesce(fine.high, middling.high, wide.high) as high
  from judged
  left join peers as fine on fine.cell = judged.edition || judged.industry || judged.size
  left join peers as middling on middling.cell = judged.edition || judged.size
  left join peers as wide on wide.cell = judged.edition
)
select id as subject, before, after, level, line, round(middle::numeric(18,4), 2) as peer_middle, size as peer_size
from compared
where middle - before::double precision >= :gap
  and middle - before::double precision >= :fences * (high - low)
"""

RULE = Rule(
    code="P06",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PROJECT,
    severity=Severity.HIGH,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    peers=PEERS,
    parameters={"gap": 15.0, "fences": 1.5, "margin": Decimal(3), "fewest": 20},
)
