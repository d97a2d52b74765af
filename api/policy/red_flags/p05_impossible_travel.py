"""Flags a project that was inspected on a day on which the same person was far away as well.

Who signs inspections in two places more than 300 km apart on one day was not at one of them. Source: row P05 of the
catalogue (impossible-travel test). Places are the seats of the units, since papers carry no coordinates; of visits only
those count whose record names the person among those who went.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
near as (  -- scoped
  select score_sheets.expert_id as person, score_sheets.given_on as day  -- scoped
  from scope join evidence.projects on projects.id = scope.id  -- scoped
  join evidence.score_sheets on score_sheets.unit_code = projects.unit_code and score_sheets.project_id = projects.id  -- scoped
  union  -- scoped
  select visits.organiser_id, visits.visited_on  -- scoped
  from scope join evidence.projects on projects.id = scope.id  -- scoped
  join evidence.visits on visits.unit_code = projects.unit_code and visits.project_id = projects.id  -- scoped
),  -- scoped
seen as (
  select expert_id as person, given_on as day, unit_code, project_id
  from evidence.score_sheets
  where expert_id is not null
    and (expert_id, given_on) in (select person, day from near)  -- scoped
  union
  select organiser_id, visited_on, unit_code, project_id
  from evidence.visits
  where organiser_went
    and (organiser_id, visited_on) in (select person, day from near)  -- scoped
),
spots as (select distinct person, day, unit_code from seen),
apart as (
  select here.person, here.day, here.unit_code, near_unit.short_name as place, far_unit.short_name as other,
         6371 * 2 * asin(sqrt(least(1.0::double precision,
           power(sin(radians(far_unit.latitude::double precision - near_unit.latitude::double precision) / 2), 2)
           + cos(radians(near_unit.latitude::double precision)) * cos(radians(far_unit.latitude::double precision))
             * power(sin(radians(far_unit.longitude::double precision - near_unit.longitude::double precision) / 2), 2)
         ))) as km
  from spots as here
  join spots as there on there.person = here.person and there.day = here.day and there.unit_code <> here.unit_code
  join evidence.units as near_unit on near_unit.code = here.unit_code
  join evidence.units as far_unit on far_unit.code = there.unit_code
),
farthest as (
  select person, day, unit_code, place, other, km,
         row_number() over (partition by person, day, unit_code order by km desc, other) as rank
  from apart where km > :most_km
)
select seen.project_id as subject, 'expert ' || seen.person::varchar || ' ' || seen.day::varchar as mark,
       seen.person as expert, seen.day, farthest.place, farthest.other, round(farthest.km)::integer as km
from farthest
join seen on seen.person = farthest.person and seen.day = farthest.day and seen.unit_code = farthest.unit_code
where farthest.rank = 1 and seen.project_id is not null
"""

RULE = Rule(
    code="P05",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.PROJECT,
    severity=Severity.HIGH,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={"most_km": 300},
)
