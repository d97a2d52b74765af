"""Flags a cost far above what enterprises of its industry and size pay.

Costs are log-normal, so the distance is a robust z of their logarithm (median and median absolute deviation): a few false
costs don't move it. Groups of fewer than ``fewest`` are too small to tell; then all of that size in the country are asked,
then all. Source: row A19 of the catalogue (Arachne; Iglewicz and Hoaglin 1993). Only upwards: a cheap project costs nobody.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

PEERS = """
with costs as (
  select cells.cell, ln(claims.actual_cost::double precision) as cost
  from (
    select claims.id, claims.actual_cost, projects.industry_id, coalesce(organizations.size, '-') as size
    from evidence.claims
    join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
    join evidence.organizations on organizations.id = projects.enterprise_id
    where claims.actual_cost > 0
  ) as claims
  cross join (values (1), (2), (3)) as widths(width)
  cross join lateral (
    select case widths.width when 1 then claims.industry_id::varchar || '|' || claims.size
                             when 2 then '|' || claims.size else '|' end as cell
  ) as cells
),
middles as (
  select cell, count(*) as size, (percentile_cont(0.5) within group (order by cost))::double precision as middle
  from costs group by cell having count(*) >= :fewest
)
select middles.cell, middles.size, middles.middle,
       (percentile_cont(0.5) within group (order by abs(costs.cost - middles.middle)))::double precision as spread
from middles join costs on costs.cell = middles.cell
group by middles.cell, middles.size, middles.middle
"""

QUERY = """
with asked as (
  select claims.id, claims.actual_cost, ln(claims.actual_cost::double precision) as cost,
         coalesce(organizations.size, '-') as size, projects.industry_id
  from scope
  join evidence.claims on claims.id = scope.id
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
  join evidence.organizations on organizations.id = projects.enterprise_id
  where claims.actual_cost > 0
),
measured as (
  select asked.id, asked.actual_cost, asked.cost,
         coalesce(near.cell, wide.cell, wider.cell) as cell, coalesce(near.size, wide.size, wider.size) as size,
         coalesce(near.middle, wide.middle, wider.middle) as middle,
         -- Where all cost nearly the same, a small difference is no outlier.
         greatest(coalesce(near.spread, wide.spread, wider.spread), :least_spread) as spread
  from asked
  left join peers as near on near.cell = asked.industry_id::varchar || '|' || asked.size
  left join peers as wide on wide.cell = '|' || asked.size
  left join peers as wider on wider.cell = '|'
)
select measured.id as subject, measured.actual_cost as cost,
       round((0.6745 * (measured.cost - measured.middle) / measured.spread)::numeric(18,4), 1) as peer_z,
       round(exp(measured.middle)::numeric(18,4), -2)::bigint as peer_median,
       round(exp(measured.cost - measured.middle)::numeric(18,4), 1) as peer_times,
       measured.size as peer_size, measured.cell as peer_cell,
       round((exp(measured.cost) - exp(measured.middle))::numeric(18,4), -2)::numeric(14,2) as doubtful
from measured
where 0.6745 * (measured.cost - measured.middle) / measured.spread > :z
"""

RULE = Rule(
    code="A19",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.CLAIM,
    severity=Severity.MEDIUM,
    phase=FraudPhase.APPLICATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    peers=PEERS,
    parameters={"fewest": 20, "z": 3.5, "least_spread": 0.05},
)
