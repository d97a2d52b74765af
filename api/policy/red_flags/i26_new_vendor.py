"""Flags a vendor that was founded just before its first invoice in the programme, and lives off it.

Source: row I26 of the catalogue (OCP/GTI: age of suppliers). Only vendors of the register have a founding date. One
whose revenue of the last year is far more than it sold here was in business before, under this name or another.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
near as (  -- scoped
  select distinct invoices.seller_uscc from scope join evidence.claims on claims.id = scope.id  -- scoped
  join evidence.invoices on invoices.unit_code = claims.unit_code and invoices.project_id = claims.project_id  -- scoped
),  -- scoped
young as (
  select uscc, name, founded_on, revenue from evidence.organizations
  where founded_on is not null
  and uscc in (select seller_uscc from near)  -- scoped
),
vendors as (
  select young.uscc, young.name, young.founded_on, min(invoices.issued_on) as first_on, sum(invoices.net) as sold,
         count(distinct invoices.project_id) as projects
  from young
  join evidence.invoices on invoices.seller_uscc = young.uscc
  group by young.uscc, young.name, young.founded_on, young.revenue
  having min(invoices.issued_on) - young.founded_on between 0 and :days
     and (coalesce(young.revenue, 0) = 0 or sum(invoices.net) > :share * young.revenue)
)
select claims.id as subject, vendors.uscc as mark, vendors.name as vendor, vendors.founded_on, vendors.first_on,
       vendors.first_on - vendors.founded_on as days, vendors.projects, sum(invoices.net) as amount,
       sum(invoices.net) as doubtful
from vendors
join evidence.invoices on invoices.seller_uscc = vendors.uscc
join evidence.claims on claims.unit_code = invoices.unit_code and claims.project_id = invoices.project_id
group by claims.id, vendors.uscc, vendors.name, vendors.founded_on, vendors.first_on, vendors.projects
"""

RULE = Rule(
    code="I26",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={"days": 180, "share": 0.8},
)
