"""Flags invoices of one seller whose numbers follow one another although weeks lie between them.

A seller with other customers uses up numbers in between; one that writes bills for the occasion does not. Several on
one day are a batch. Source: row I05 of the catalogue (ACFE: sequential invoices).
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

# A number is its first signs and a serial of eight digits: the whole would fit no integer.
QUERY = """
with
near as (  -- scoped
  select distinct invoices.seller_uscc from scope join evidence.claims on claims.id = scope.id  -- scoped
  join evidence.invoices on invoices.unit_code = claims.unit_code and invoices.project_id = claims.project_id  -- scoped
),  -- scoped
numbered as materialized (
  select id, case when code is null then left(number, length(number) - 8) else code end as series,
         right(number, 8)::bigint as serial
  from evidence.invoices
  where number ~ '^[0-9]{8,20}$'
  and seller_uscc in (select seller_uscc from near)  -- scoped
),
-- Who has a next one, in few columns; only these few are looked at whole.
followed as (
  select one.id, other.id as next_id
  from numbered as one
  join numbered as other on other.series = one.series and other.serial = one.serial + 1
),
members as (select id from followed union select next_id from followed),
side_by_side as materialized (
  select invoices.unit_code, invoices.project_id, invoices.seller_uscc, invoices.seller, invoices.number,
         invoices.issued_on, invoices.net, numbered.series, numbered.serial,
         numbered.serial - dense_rank() over (partition by invoices.seller_uscc, numbered.series order by numbered.serial)
           as island
  from members
  join numbered on numbered.id = members.id
  join evidence.invoices on invoices.id = members.id
),
runs as (
  select seller_uscc, series, island, count(distinct serial) as length, min(number) as first, max(number) as last,
         max(issued_on) - min(issued_on) as days, count(distinct issued_on) as dates,
         count(distinct project_id) as enterprises
  from side_by_side
  group by seller_uscc, series, island
  having count(distinct serial) >= :length
     and (max(issued_on) - min(issued_on) > :days
          or count(distinct project_id) >= :enterprises and max(issued_on) - min(issued_on) > :batch_days)
)
select claims.id as subject, runs.seller_uscc || ' ' || runs.first as mark, max(side_by_side.seller) as seller,
       runs.first, runs.last, runs.length, runs.days, runs.enterprises, sum(side_by_side.net) as doubtful
from runs
join side_by_side on side_by_side.seller_uscc = runs.seller_uscc and side_by_side.series = runs.series
                 and side_by_side.island = runs.island
join evidence.claims on claims.unit_code = side_by_side.unit_code and claims.project_id = side_by_side.project_id
group by claims.id, runs.seller_uscc, runs.first, runs.last, runs.length, runs.days, runs.enterprises
"""

RULE = Rule(
    code="I05",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.CLAIM,
    severity=Severity.MEDIUM,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={"length": 3, "days": 30, "enterprises": 3, "batch_days": 7},
)
