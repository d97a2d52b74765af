"""Flags a project that went from contract to acceptance far faster than its like.

Below the lower Tukey fence of the logarithm of days among projects of the same industry and size (wider groups where
there are few), or within days although many services were agreed on. Source: row I18 of the catalogue (Cardinal
R003/R024: no fence where the quartiles are the same).
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

_DAYS = "greatest(projects.accepted_on - projects.contracted_on, 1)::double precision"

PEERS = f"""
select case when grouping(organizations.size) = 0 then projects.industry_id::varchar || ' ' || organizations.size
            when grouping(projects.industry_id) = 0 then projects.industry_id::varchar
            else 'all' end as cell,
       count(*)::integer as size,
       percentile_cont(0.25) within group (order by ln({_DAYS})) as low,
       percentile_cont(0.5) within group (order by ln({_DAYS})) as middle,
       percentile_cont(0.75) within group (order by ln({_DAYS})) as high
from evidence.projects
join evidence.organizations on organizations.id = projects.enterprise_id
where projects.accepted_on is not null and projects.contracted_on is not null and organizations.size is not null
group by grouping sets ((projects.industry_id, organizations.size), (projects.industry_id), ())
"""  # noqa: S608

QUERY = """
with
asked as (
  select claims.id, claims.unit_code, claims.project_id, projects.accepted_on - projects.contracted_on as days,
         projects.industry_id, organizations.size
  from scope
  join evidence.claims on claims.id = scope.id
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
  join evidence.organizations on organizations.id = projects.enterprise_id
  where projects.accepted_on is not null and projects.contracted_on is not null
),
compared as (
  select asked.id, asked.unit_code, asked.project_id, asked.days,
         coalesce(own.size, industry.size, country.size) as size,
         coalesce(own.low, industry.low, country.low) as low,
         coalesce(own.middle, industry.middle, country.middle) as middle,
         coalesce(own.high, industry.high, country.high) as high
  from asked
  left join peers as own on own.cell = asked.industry_id::varchar || ' ' || asked.size and own.size >= :fewest
  left join peers as industry on industry.cell = asked.industry_id::varchar and industry.size >= :fewest
  left join peers as country on country.cell = 'all' and country.size >= :fewest
),
short as (
  select compared.*, exp(low - :fence * (high - low)) as least
  from compared
  where days < :short_days
     or high > low and ln(greatest(days, 1)::double precision) < low - :fence * (high - low)
        and days <= :most_of_middle * exp(middle)
),
agreed as (
  select short.id, count(*) as services
  from short
  join evidence.services on services.unit_code = short.unit_code and services.project_id = short.project_id
  group by short.id
)
select short.id as subject, short.days, coalesce(agreed.services, 0) as services,
       coalesce(size, 0) as peer_size, round((exp(middle))::numeric(18,4))::integer as peer_middle,
       round((case when high > low then least end)::numeric(18,4))::integer as peer_least
from short
left join agreed on agreed.id = short.id
where short.days < :short_days and coalesce(agreed.services, 0) > :many_services
   or high > low and ln(greatest(short.days, 1)::double precision) < low - :fence * (high - low)
      and short.days <= :most_of_middle * exp(middle)
"""

RULE = Rule(
    code="I18",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.CLAIM,
    severity=Severity.MEDIUM,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    peers=PEERS,
    parameters={"fewest": 20, "fence": 1.5, "most_of_middle": 0.5, "short_days": 15, "many_services": 3},
)
