"""Flags a platform whose scores pile up just above the pass mark while those just below it are missing.

Scores that were pushed over the line leave a gap under it. Only the first inspection counts: after a rectification a
project honestly moves up. Source: row P02 of the catalogue (bunching in the PPP; McCrary's density test).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from api.policy.chances import binomial_tail, told
from api.policy.rule import Parameters, Row, Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

PEERS = """
select 'nation' as cell, count(*) as size,
       count(*) filter (where total >= pass_mark and total <= pass_mark + :width)::double precision
         / greatest(count(*), 1)::double precision as rate
from evidence.score_sheets where round = 1
"""

QUERY = """
with own as (
  select platforms.id, count(*) as sheets,
         count(*) filter (where score_sheets.total >= score_sheets.pass_mark
                            and score_sheets.total <= score_sheets.pass_mark + :width) as above,
         count(*) filter (where score_sheets.total < score_sheets.pass_mark
                            and score_sheets.total >= score_sheets.pass_mark - :width) as below,
         coalesce(sum(claims.amount) filter (where score_sheets.total >= score_sheets.pass_mark
                                               and score_sheets.total <= score_sheets.pass_mark + :width), 0.00)
           as amount
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
  join evidence.score_sheets on score_sheets.unit_code = projects.unit_code and score_sheets.project_id = projects.id
                            and score_sheets.round = 1
  left join evidence.claims on claims.unit_code = projects.unit_code and claims.project_id = projects.id
  group by platforms.id
)
select own.id as subject, own.sheets, own.above, own.below, own.amount as exposed, peers.rate as peer_rate,
       peers.size as peer_size
from own
join peers on peers.cell = 'nation'
where own.sheets >= :fewest and own.above > 0
"""


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    for row in rows:
        rate = round(row["peer_rate"], 4)
        # Of scores so near the line about as many lie below it as above; and not more lie there than elsewhere.
        lopsided = binomial_tail(row["above"], row["above"] + row["below"], 0.5)
        crowded = binomial_tail(row["above"], row["sheets"], rate)
        chance = max(lopsided, crowded)
        if row["above"] >= parameters["excess"] * max(row["below"], 1) and chance < parameters["chance"]:
            yield {**row, "peer_chance": told(chance), "peer_rate": rate}


RULE = Rule(
    code="P02",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PLATFORM,
    severity=Severity.MEDIUM,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    peers=PEERS,
    judge=judge,
    # The catalogue asks for 20 sheets, for want of an exact test; a platform of the notice has ten projects and more.
    parameters={"width": Decimal(2), "excess": 3, "fewest": 10, "chance": 0.01},
)
