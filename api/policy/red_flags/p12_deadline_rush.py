"""Screens for platforms most of whose projects were accepted in the last week before the batch ended.

A rush alone proves nothing: deadlines make honest people hurry, so more than the rest of the batch it must be. Source: row
P12 of the catalogue (ACFE period-end test).
"""

from collections.abc import Iterator, Sequence

from api.policy.chances import binomial_tail, told
from api.policy.rule import Parameters, Row, Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

PEERS = """
select 'batch ' || batch::varchar as cell, count(*) as size,
       count(*) filter (where accepted_on > batch_ends_on - :last_days::integer and accepted_on <= batch_ends_on)
         ::double precision / count(*)::double precision as rate
from evidence.projects where accepted_on is not null group by batch
"""

QUERY = """
with own as (
  select platforms.id, platforms.batch, platforms.batch_ends_on, count(*) as accepted,
         count(*) filter (where projects.accepted_on > projects.batch_ends_on - :last_days::integer
                            and projects.accepted_on <= projects.batch_ends_on) as late,
         coalesce(sum(claims.amount) filter (where projects.accepted_on > projects.batch_ends_on - :last_days::integer
                                               and projects.accepted_on <= projects.batch_ends_on), 0.00) as amount
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
  left join evidence.claims on claims.unit_code = projects.unit_code and claims.project_id = projects.id
  where projects.accepted_on is not null
  group by platforms.id, platforms.batch, platforms.batch_ends_on
)
select own.id as subject, own.batch_ends_on as deadline, own.accepted, own.late, own.amount as exposed,
       peers.rate as peer_rate, peers.size as peer_size
from own
join peers on peers.cell = 'batch ' || own.batch::varchar
where own.accepted >= :fewest and own.late >= :least_share * own.accepted
"""


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    for row in rows:
        rate = round(row["peer_rate"], 4)
        chance = binomial_tail(row["late"], row["accepted"], rate)
        if chance < parameters["chance"]:
            percent = round(100 * row["late"] / row["accepted"])
            yield {**row, "percent": percent, "peer_rate": rate, "peer_chance": told(chance)}


RULE = Rule(
    code="P12",
    kind=RuleKind.SCREENING,
    subject=FlagSubject.PLATFORM,
    severity=Severity.LOW,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    peers=PEERS,
    judge=judge,
    parameters={"last_days": 7, "least_share": 0.50, "fewest": 10, "chance": 0.001},
)
