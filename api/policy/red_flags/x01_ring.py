"""Flags the claims of enterprises of different platforms that hang together by what they share: a ring.

Two enterprises are tied by one telephone, account, door or (rare) legal person, or by paying one account that bears several
names. What more than ``hub`` share is an agent or a service, and ties nobody. Source: row X01 of the catalogue (Aleph,
Follow the Money). It takes five enterprises, two kinds of ties and two platforms.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with recursive
members as (
  select claims.id as claim_id, projects.platform_id, organizations.id, organizations.name, organizations.uscc,
         organizations.phone, organizations.bank_account, organizations.address, organizations.legal_person
  from evidence.claims
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
  join evidence.organizations on organizations.id = projects.enterprise_id
),
several_names as (
  select payments.payee_account
  from evidence.payments
  where payments.payee_account is not null and payments.payee_account <> ''
  group by payments.payee_account
  having count(distinct translate(payments.payee, '（） ', '()')) > 1
),
held as (
  select '电话 phone' as kind, phone as value, id from members where phone is not null
  union
  select '账户 account', bank_account, id from members where bank_account is not null
  union
  select '地址 address', address, id from members
  where address ~ '^.*[0-9A-Z一二三四五六七八九十](号|室|单元|栋|幢|座|楼|层|房|铺|户|号楼|号厂房|车间)$'
  union
  select '法定代表人 legal person', legal_person, id from members where legal_person is not null
  union
  select '收款账户 payee account', payments.payee_account, projects.enterprise_id
  from several_names
  join evidence.payments on payments.payee_account = several_names.payee_account
  join evidence.projects on projects.unit_code = payments.unit_code and projects.id = payments.project_id
),
shared as (
  select kind, value, min(id) as root
  from held group by kind, value
  having count(*) between 2 and case when kind = '法定代表人 legal person' then :namesakes else :hub end
),
ties as (
  select distinct shared.root as one, held.id as other
  from shared join held on held.kind = shared.kind and held.value = shared.value
  where held.id <> shared.root
),
both_ways as (select one, other from ties union select other, one from ties),
reached(id, ring) as (
  select distinct one, one from both_ways
  union
  select both_ways.other, reached.ring
  from reached join both_ways on both_ways.one = reached.id
  -- From the smallest number of a ring all others are reached through larger ones.
  where reached.ring < both_ways.other
),
rings as (select id, min(ring) as ring from reached group by id),
kinds as (
  select rings.ring, count(distinct shared.kind) as kinds, string_agg(distinct shared.kind, ', ' order by shared.kind) as ties
  from shared join rings on rings.id = shared.root
  group by rings.ring having count(distinct shared.kind) >= :kinds
),
sized as (
  select rings.ring, count(distinct members.id) as enterprises, count(distinct members.platform_id) as platforms,
         min(members.uscc) as first, min(members.name) as name
  from rings join members on members.id = rings.id
  group by rings.ring
  having count(distinct members.id) >= :fewest and count(distinct members.platform_id) >= :platforms
)
select members.claim_id as subject, sized.first as mark, sized.enterprises, sized.platforms, kinds.ties,
       sized.name as others
from sized
join kinds on kinds.ring = sized.ring
join rings on rings.ring = sized.ring
join members on members.id = rings.id
"""

RULE = Rule(
    code="X01",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.APPLICATION,
    hints_at=FraudKind.IMPERSONATION,
    query=QUERY,
    parameters={"fewest": 5, "kinds": 2, "platforms": 2, "hub": 50, "namesakes": 10},
    wide=True,
)
