"""Flags a platform most of whose cost goes to one vendor that is not the platform, or to one tied to its operator.

Herfindahl index above one half, by net amounts of invoices. Source: row I25 of the catalogue (Arachne: concentration).
Tied is a vendor of the register that shares account, telephone or address with the operator.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
bought as (
  select scope.id, invoices.seller_uscc, max(invoices.seller) as seller, sum(invoices.net) as net,
         count(distinct invoices.project_id) as projects
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
  join evidence.invoices on invoices.unit_code = projects.unit_code and invoices.project_id = projects.id
  where invoices.net > 0
  group by scope.id, invoices.seller_uscc
),
ranked as (
  select *, sum(net) over (partition by id) as whole, max(projects) over (partition by id) as widest,
         count(*) over (partition by id) as sellers,
         row_number() over (partition by id order by net desc, seller_uscc) as place
  from bought
),
index as (
  select id, sum((net::double precision / whole::double precision) ^ 2) as hhi from ranked group by id
)
select ranked.id as subject, ranked.seller_uscc as mark, ranked.seller, ranked.projects, ranked.sellers,
       round((ranked.net::double precision / ranked.whole::double precision * 100)::numeric(18,4))::integer as percent,
       round(index.hhi::numeric(18,6), 2) as hhi, ranked.net as amount, tied.id is not null as tied,
       round((ranked.net * :award_share)::numeric(18,4), 2) as exposed
from ranked
join index on index.id = ranked.id
join evidence.platforms on platforms.id = ranked.id
left join evidence.organizations as tied
  on tied.uscc = ranked.seller_uscc
 and (tied.bank_account = platforms.operator_account or tied.phone = platforms.operator_phone
      or tied.address = platforms.operator_address)
where ranked.place = 1 and ranked.projects >= :fewest and ranked.seller_uscc <> platforms.operator_uscc
  and (index.hhi > :most or tied.id is not null)
"""

RULE = Rule(
    code="I25",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PLATFORM,
    severity=Severity.MEDIUM,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    parameters={"most": 0.5, "fewest": 5, "award_share": 0.3},
)
