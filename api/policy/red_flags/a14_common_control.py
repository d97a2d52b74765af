"""Flags a platform that transforms itself: the enterprise has its operator's legal person, telephone, address or account.

Source: row A14 of the catalogue (Arachne; Regulation art. 9 on related parties). The registers of shareholders are not
here, so what both share stands for them. A name alone proves little where many bear it: the legal person counts by itself
only if hardly any other firm of the country has one so named.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with asked as (
  select projects.id, projects.unit_code, projects.platform_id, organizations.name as enterprise, platforms.operator,
         platforms.organization_id, platforms.operator_legal_person,
         case when organizations.legal_person = platforms.operator_legal_person
              then organizations.legal_person end as person,
         case when organizations.phone in (platforms.operator_phone, platforms.contact_phone)
              then right(organizations.phone, 4) end as phone,
         case when organizations.address = platforms.operator_address
               and organizations.address ~ '^.*[0-9A-Z一二三四五六七八九十](号|室|单元|栋|幢|座|楼|层|房|铺|户|号楼|号厂房|车间)$'
              then organizations.address end as address,
         case when organizations.bank_account in (platforms.bank_account, platforms.operator_account)
              then right(organizations.bank_account, 4) end as account
  from scope
  join evidence.projects on projects.id = scope.id
  join evidence.organizations on organizations.id = projects.enterprise_id
  join evidence.platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
  where projects.enterprise_id <> platforms.organization_id and projects.state not in ('failed', 'withdrawn')
),
tied as (
  select * from asked
  where person is not null or phone is not null or address is not null or account is not null
),
bearers as (
  select organizations.legal_person, count(*) as firms
  from evidence.organizations
  where organizations.legal_person in (select person from tied)
  group by organizations.legal_person
),
served as (
  select tied.platform_id, tied.person, count(distinct organizations.id) as firms
  from (select distinct unit_code, platform_id, person from tied where person is not null) as tied
  join evidence.projects on projects.unit_code = tied.unit_code and projects.platform_id = tied.platform_id
  join evidence.organizations on organizations.id = projects.enterprise_id and organizations.legal_person = tied.person
  group by tied.platform_id, tied.person
)
select tied.id as subject, tied.enterprise, tied.operator, tied.person, tied.phone, tied.address, tied.account
from tied
left join bearers on bearers.legal_person = tied.person
left join served on served.platform_id = tied.platform_id and served.person = tied.person
where tied.phone is not null or tied.address is not null or tied.account is not null
   -- The operator itself bears the name, and so do the enterprises it serves.
   or bearers.firms - served.firms - 1 <= :namesakes
"""

RULE = Rule(
    code="A14",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PROJECT,
    severity=Severity.HIGH,
    phase=FraudPhase.APPLICATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={"namesakes": 1},
)
