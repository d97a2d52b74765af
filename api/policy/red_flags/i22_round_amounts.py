"""Points to a platform most of whose invoices are round to ten thousand yuan, before or after tax.

Source: row I22 of the catalogue (PPP: round loans; ACFE). Whoever invents figures likes round ones; list prices are
round too, so this only says where to look.
"""

from collections.abc import Iterator, Sequence

from api.policy.chances import binomial_tail, told
from api.policy.rule import Parameters, Row, Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

_ROUND = "(mod(invoices.gross, 10000) = 0 or mod(invoices.net, 10000) = 0)"

PEERS = f"""
select 'all' as cell, count(*)::integer as size,
       (count(*) filter (where {_ROUND}))::double precision / greatest(count(*), 1) as rate
from evidence.invoices where invoices.net > 0
"""  # noqa: S608

QUERY = f"""
with counted as (
  select scope.id, platforms.unit_code, count(*) as "of", count(*) filter (where {_ROUND}) as count,
         coalesce(sum(invoices.net) filter (where {_ROUND}), 0.00) as amount
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
  join evidence.invoices on invoices.unit_code = projects.unit_code and invoices.project_id = projects.id
  where invoices.net > 0
  group by scope.id, platforms.unit_code
)
select counted.id as subject, counted.count, counted."of",
       round((counted.count::double precision / counted."of" * 100)::numeric(18,4))::integer as percent, counted.amount,
       round((peers.rate * 100)::numeric(18,4))::integer as peer_percent, peers.size as peer_size, peers.rate as peer_rate,
       round((counted.amount * :award_share)::numeric(18,4), 2) as exposed
from counted
join peers on peers.cell = 'all'
where counted."of" >= :fewest and counted.count > counted."of" * :share
"""  # noqa: S608


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    for row in rows:
        chance = binomial_tail(row["count"], row["of"], row["peer_rate"])
        if chance < parameters["chance"]:
            yield {name: value for name, value in row.items() if name != "peer_rate"} | {
                "peer_chance": told(chance)
            }


RULE = Rule(
    code="I22",
    kind=RuleKind.SCREENING,
    subject=FlagSubject.PLATFORM,
    severity=Severity.LOW,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    peers=PEERS,
    judge=judge,
    parameters={"fewest": 20, "share": 0.6, "chance": 0.001, "award_share": 0.3},
)
