"""Shows flagged claims whose vendor stands at the centre of the net of vendors and enterprises.

Central is the hundredth with the highest eigenvector centrality (four rounds of the power iteration; ranks have settled by
then). Source: row X02 of the catalogue (Mexico: network features weigh most). Big honest vendors are central too, so it only
screens: another flag must be there, and operators of platforms are left out.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

#: What vendors give their buyers they get back, round by round.
_ROUND = """,
of_buyers_{now} as (
  select edges.buyer, sum(of_vendors_{before}.weight) as weight
  from edges join of_vendors_{before} on of_vendors_{before}.vendor = edges.vendor group by edges.buyer
),
of_vendors_{now} as (
  select edges.vendor, sum(of_buyers_{now}.weight) as weight
  from edges join of_buyers_{now} on of_buyers_{now}.buyer = edges.buyer group by edges.vendor
)"""
_ROUNDS = "".join(_ROUND.format(now=place, before=place - 1) for place in range(1, 5))

QUERY = f"""
with edges as materialized (
  select distinct translate(payments.payee, '（） ', '()') as vendor, projects.enterprise_id as buyer
  from evidence.payments
  join evidence.projects on projects.unit_code = payments.unit_code and projects.id = payments.project_id
  left join (select distinct translate(operator, '（） ', '()') as operator from evidence.platforms) as operators
         on operators.operator = translate(payments.payee, '（） ', '()')
  where operators.operator is null
),
of_vendors_0 as (select vendor, count(*)::double precision as weight from edges group by vendor){_ROUNDS},
ranked as (
  select vendor, percent_rank() over (order by weight) as percentile, count(*) over () as vendors from of_vendors_4
),
central as (select vendor, percentile, vendors from ranked where percentile >= :percentile and vendors >= :fewest),
served as (select vendor, count(*) as buyers from edges group by vendor),
suspected as (
  select distinct flagged.unit_code, flagged.claim_id from evidence.flagged
  where flagged.claim_id is not null and left(flagged.rule, 1) <> 'X'
)
select claims.id as subject, central.vendor as mark, central.vendor, served.buyers as peer_buyers,
       round((100 * central.percentile)::numeric(18,4), 1) as peer_percentile, central.vendors as peer_size,
       sum(payments.amount) as doubtful
from suspected
join evidence.claims on claims.unit_code = suspected.unit_code and claims.id = suspected.claim_id
join evidence.payments on payments.unit_code = claims.unit_code and payments.project_id = claims.project_id
join central on central.vendor = translate(payments.payee, '（） ', '()')
join served on served.vendor = central.vendor
group by claims.id, central.vendor, served.buyers, central.percentile, central.vendors
"""  # noqa: S608

RULE = Rule(
    code="X02",
    kind=RuleKind.SCREENING,
    subject=FlagSubject.CLAIM,
    severity=Severity.MEDIUM,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    parameters={"percentile": 0.99, "fewest": 100},
    wide=True,
)
