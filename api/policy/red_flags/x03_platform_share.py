"""Flags a platform of which more enterprises carry a grave, certain flag than chance and the national rate explain.

Source: row X03 of the catalogue (PPP: misreporting concentrates in some lenders; funnel plot with limits at 99.8 %). In a
run over the country it sees the flags of the run before. Flags of this kind itself (X…) don't count.
"""

from collections.abc import Iterator, Sequence

from api.policy.chances import binomial_tail, told
from api.policy.rule import Parameters, Row, Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

_GRAVE = """
  select distinct flagged.unit_code, flagged.project_id
  from evidence.flagged
  where flagged.project_id is not null and flagged.kind = 'deterministic' and flagged.severity in ('high', 'critical')
    and left(flagged.rule, 1) <> 'X'
"""
PEERS = f"""
with grave as ({_GRAVE})
select '*' as cell, count(*) as size, count(grave.project_id)::double precision / count(*)::double precision as rate
from evidence.projects
left join grave on grave.unit_code = projects.unit_code and grave.project_id = projects.id
where projects.state not in ('failed', 'withdrawn')
having count(*) > 0
"""  # noqa: S608
QUERY = f"""
with grave as ({_GRAVE}),
counted as (
  select platforms.id, count(*) as enterprises, count(grave.project_id) as flagged
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
  left join grave on grave.unit_code = projects.unit_code and grave.project_id = projects.id
  where projects.state not in ('failed', 'withdrawn')
  group by platforms.id
)
select counted.id as subject, counted.flagged, counted.enterprises,
       round(counted.flagged * 100.0 / counted.enterprises)::integer as percent,
       peers.rate as peer_rate, peers.size as peer_size
from counted cross join peers
where counted.enterprises >= :fewest and counted.flagged > 1
  and counted.flagged > counted.enterprises * peers.rate
"""  # noqa: S608


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    for row in rows:
        chance = binomial_tail(row["flagged"], row["enterprises"], row["peer_rate"])
        if chance < parameters["chance"]:
            yield {**row, "peer_rate": round(100 * row["peer_rate"], 1), "peer_chance": told(chance)}


RULE = Rule(
    code="X03",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PLATFORM,
    severity=Severity.HIGH,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    peers=PEERS,
    judge=judge,
    parameters={"fewest": 10, "chance": 0.001},
)
