"""Flags an invoice that is claimed twice: by two enterprises, or twice by one for the same amount.

Source: row I01 of the catalogue (UK NFI, ACFE, EU double funding). One invoice split over lines of one claim is
honest, so within a claim only lines of the same amount count; paper invoices are the same only with the same code.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
near as (  -- scoped
  select distinct invoices.number from scope join evidence.claims on claims.id = scope.id  -- scoped
  join evidence.invoices on invoices.unit_code = claims.unit_code and invoices.project_id = claims.project_id  -- scoped
),  -- scoped
repeated as (
  select number, code
  from evidence.invoices
  where number in (select number from near)  -- scoped
  group by number, code having count(*) > 1
),
uses as (
  select claims.id, organizations.name as enterprise, invoices.number, invoices.code, count(*) as own,
         count(distinct invoices.gross) as amounts, sum(invoices.net) as net, max(invoices.net) as largest,
         max(invoices.gross) as gross
  from repeated
  join evidence.invoices on invoices.number = repeated.number and invoices.code is not distinct from repeated.code
  join evidence.claims on claims.unit_code = invoices.unit_code and claims.project_id = invoices.project_id
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
  join evidence.organizations on organizations.id = projects.enterprise_id
  group by claims.id, organizations.name, invoices.number, invoices.code
),
together as (select number, code, sum(own)::bigint as times, count(*) as claims from uses group by number, code)
select uses.id as subject, uses.number as mark, uses.number, together.times,
       coalesce((select min(other.enterprise) from uses as other
                 where other.number = uses.number and other.code is not distinct from uses.code
                   and other.id <> uses.id), uses.enterprise) as others,
       uses.gross as amount,
       case when together.claims > 1 then uses.net else uses.net - uses.largest end as doubtful
from uses
join together on together.number = uses.number and together.code is not distinct from uses.code
where together.claims > 1 or uses.amounts < uses.own
"""

RULE = Rule(
    code="I01",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.CRITICAL,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
)
