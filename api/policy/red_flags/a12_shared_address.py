"""Flags enterprises registered at one and the same door: a room that holds three factories holds none.

Source: row A12 of the catalogue (OCP R044; PPP: several businesses at one home). Only addresses that end at a door count
(号, 室, 栋 …): a park's own address, which ends at its name, is shared by all its tenants, and so is a registration
centre with more than ``most``.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
near as (  -- scoped
  select distinct organizations.address from scope join evidence.projects on projects.id = scope.id  -- scoped
  join evidence.organizations on organizations.id = projects.enterprise_id  -- scoped
),  -- scoped
held as (
  select organizations.id, organizations.name, organizations.address
  from evidence.organizations
  where organizations.address ~ '^.*[0-9A-Z一二三四五六七八九十](号|室|单元|栋|幢|座|楼|层|房|铺|户|号楼|号厂房|车间)$'
    and organizations.address in (select address from near)  -- scoped
),
members as (
  select projects.id, projects.platform_id, held.id as enterprise_id, held.name, held.address
  from held join evidence.projects on projects.enterprise_id = held.id
  where projects.state not in ('failed', 'withdrawn')
),
shared as (
  select address, count(distinct enterprise_id) as enterprises, count(distinct platform_id) as platforms,
         min(name) as first, max(name) as last
  from members group by address
  having count(distinct enterprise_id) between :fewest and :most
)
select members.id as subject, shared.address, shared.enterprises, shared.platforms,
       case when members.name = shared.first then shared.last else shared.first end as others
from shared join members on members.address = shared.address
"""

RULE = Rule(
    code="A12",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PROJECT,
    severity=Severity.MEDIUM,
    phase=FraudPhase.APPLICATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={"fewest": 3, "most": 30},
)
