"""Flags two invoices of one seller that are nearly the same: one sale, written twice.

Alike are the amount (to half a percent) and the date (to thirty days), and besides either the number but for two signs,
or, with another enterprise, the item within a few days, or the item and an uneven amount to the fen. Equal monthly
bills of one contract are a subscription. Source: row I02 of the catalogue (practice of accounts payable, Levenshtein).
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

# Amounts within the tolerance lie in the same step of the logarithm or in the next one.
QUERY = """
with
asked as (  -- scoped
  select claims.unit_code, claims.project_id from scope join evidence.claims on claims.id = scope.id  -- scoped
),  -- scoped
near as (  -- scoped
  select distinct invoices.seller_uscc from asked  -- scoped
  join evidence.invoices on invoices.unit_code = asked.unit_code and invoices.project_id = asked.project_id  -- scoped
),  -- scoped
sellers as (
  select seller_uscc, row_number() over (order by seller_uscc) as seller
  from (select seller_uscc from evidence.invoices
        where seller_uscc in (select seller_uscc from near)  -- scoped
        group by seller_uscc) as known
),
-- Numbers alone, so that five million of them fit into memory.
bills as materialized (
  select invoices.id, invoices.project_id, invoices.issued_on, invoices.gross,
         invoices.project_id in (select project_id from asked) as ours,  -- scoped
         sellers.seller * 8192 + floor(ln(invoices.gross::double precision) / :tolerance)::bigint as step
  from sellers
  join evidence.invoices on invoices.seller_uscc = sellers.seller_uscc
  where invoices.gross >= :least
),
pairs as materialized (
  select one.id, other.id as other_id
  from bills as one
  join bills as other on other.step = one.step
  where other.id > one.id and abs(one.issued_on - other.issued_on) <= :days
    and (one.ours or other.ours)  -- scoped
  union all
  select one.id, other.id
  from bills as one
  join bills as other on other.step = one.step + 1
  where abs(one.issued_on - other.issued_on) <= :days
    and abs(one.gross - other.gross) <= :tolerance * greatest(one.gross, other.gross)
    and (one.ours or other.ours)  -- scoped
),
met as materialized (
  select one.id, one.unit_code, one.project_id, one.number, one.gross, one.net, one.issued_on,
         other.id as other_id, other.unit_code as other_unit_code, other.project_id as other_project_id,
         other.number as other_number, other.gross as other_gross, other.net as other_net,
         other.issued_on as other_issued_on, one.item = other.item as same_item,
         levenshtein(one.number, other.number) as signs
  from pairs
  join evidence.invoices as one on one.id = pairs.id
  join evidence.invoices as other on other.id = pairs.other_id
),
alike as (
  -- Asked as number <> other_number, DuckDB would compare all invoices with all.
  select * from met
  where signs > 0 and case when project_id = other_project_id then
               signs <= :signs
               -- Equal sums in different months of one contract are paid by the month.
               and not (gross = other_gross and same_item
                        and extract(month from issued_on) <> extract(month from other_issued_on))
             else
               signs <= :signs and issued_on <> other_issued_on
               or same_item
                  and (abs(issued_on - other_issued_on) <= :close_days and gross <> other_gross
                       or gross = other_gross and mod(gross, 100) <> 0 and mod(net, 100) <> 0)
        end
),
-- Within a claim only the later one is doubted.
doubted as (
  select unit_code, project_id, number, gross, net, issued_on, other_number, other_unit_code, other_project_id
  from alike
  where project_id <> other_project_id or (issued_on, number) > (other_issued_on, other_number)
  union
  select other_unit_code, other_project_id, other_number, other_gross, other_net, other_issued_on, number, unit_code, project_id
  from alike
  where project_id <> other_project_id or (issued_on, number) <= (other_issued_on, other_number)
)
select claims.id as subject, doubted.number as mark, doubted.number, max(doubted.gross) as amount,
       max(doubted.issued_on) as issued_on, min(doubted.other_number) as other_number,
       count(distinct doubted.other_number) as others, min(organizations.name) as enterprise, max(doubted.net) as doubtful
from doubted
join evidence.claims on claims.unit_code = doubted.unit_code and claims.project_id = doubted.project_id
join evidence.projects on projects.unit_code = doubted.other_unit_code and projects.id = doubted.other_project_id
join evidence.organizations on organizations.id = projects.enterprise_id
group by claims.id, doubted.number
"""

RULE = Rule(
    code="I02",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={"tolerance": 0.005, "days": 30, "close_days": 3, "signs": 2, "least": 1000},
)
