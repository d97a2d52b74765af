"""Flags a claim whose platform agreed to give way on its price and did not: the enterprise paid it all.

What was given is the price that was not asked, or what the sources of funds say the platform bore, whichever is more.
Source: row I36 of the catalogue (notice: the platform gives something way, W4).
"""

from decimal import Decimal

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, FundingSource, RuleKind, Severity

QUERY = """
with
asked as (
  select claims.id, claims.unit_code, claims.project_id, organizations.name as enterprise
  from scope
  join evidence.claims on claims.id = scope.id
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
  join evidence.organizations on organizations.id = projects.enterprise_id
),
editions as (
  select asked.id, contracts.amount, contracts.concession,
         row_number() over (partition by asked.id order by contracts.edition desc) as place
  from asked
  join evidence.contracts on contracts.unit_code = asked.unit_code and contracts.project_id = asked.project_id
),
borne as (
  select asked.id, sum(fundings.agreed) as agreed, sum(fundings.paid) as paid
  from asked
  join evidence.fundings on fundings.unit_code = asked.unit_code and fundings.project_id = asked.project_id
  where fundings.source = :source
  group by asked.id
),
paid as (
  select asked.id, sum(payments.amount) as amount
  from asked
  join evidence.payments on payments.unit_code = asked.unit_code and payments.project_id = asked.project_id
  where translate(payments.payer, '（） ', '()') = translate(asked.enterprise, '（） ', '()')
  group by asked.id
),
compared as (
  select asked.id, editions.amount, greatest(editions.concession, coalesce(borne.agreed, 0.00)) as agreed, paid.amount as paid,
         greatest(coalesce(borne.paid, 0.00), editions.amount - paid.amount, 0.00) as given
  from asked
  join editions on editions.id = asked.id and editions.place = 1
  join paid on paid.id = asked.id
  left join borne on borne.id = asked.id
)
select id as subject, amount, agreed, paid, given, agreed - given as doubtful
from compared
where agreed >= :smallest and given < :least_share * agreed
"""

RULE = Rule(
    code="I36",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    parameters={
        "least_share": Decimal("0.90"),
        "smallest": Decimal(100),
        "source": FundingSource.PLATFORM_CONCESSION.value,
    },
)
