"""Flags a platform whose projects pass at the first inspection far more often than the country's, or whose expert does.

A funnel plot: the upper limit of 99.8 % around the national rate, exact for small numbers, and wider where platforms or
experts differ by more than chance anyway (Spiegelhalter 2005). An expert counts with all they inspected anywhere. Source:
row P01 of the catalogue (funnel plots; Cardinal R038).
"""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import NormalDist

from api.policy.chances import binomial_tail, told
from api.policy.rule import Parameters, Row, Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity


def _usual(cell: str, whose: str) -> str:
    """The national rate, and by how much more than chance the shares of the many differ from it (1 where they do not)."""
    return f"""
select '{cell}' as cell, max(every)::bigint as size, max(rate) as rate,
       case when count(*) >= :many then sqrt(greatest(
         percentile_cont(0.5) within group (
           order by power(passed - tries * rate, 2) / nullif(tries * rate * (1 - rate), 0))::double precision
         / :median_square, 1)) else 1 end as spread
from (
  select tries, passed, sum(tries) over () as every,
         (sum(passed) over ())::double precision / (sum(tries) over ())::double precision as rate
  from (select {whose} as judged, count(*) as tries, count(*) filter (where verdict = 'pass') as passed
        from evidence.score_sheets
        join evidence.projects on projects.unit_code = score_sheets.unit_code and projects.id = score_sheets.project_id
        where round = 1 group by {whose}) as sums) as rated
where tries >= :fewest
having count(*) > 0"""  # noqa: S608


PEERS = f"""{_usual("platforms", "projects.platform_id")}
union all{_usual("experts", "score_sheets.expert_id")}
"""

QUERY = """
with
own as (
  select platforms.id, count(*) as tries, count(*) filter (where score_sheets.verdict = 'pass') as passed,
         coalesce(sum(claims.amount) filter (where score_sheets.verdict = 'pass'), 0.00) as amount
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
  join evidence.score_sheets on score_sheets.unit_code = projects.unit_code and score_sheets.project_id = projects.id
                            and score_sheets.round = 1
  left join evidence.claims on claims.unit_code = projects.unit_code and claims.project_id = projects.id
  group by platforms.id
),
judged as (
  select platforms.id, score_sheets.expert_id, count(*) as here,
         coalesce(sum(claims.amount) filter (where score_sheets.verdict = 'pass'), 0.00) as amount
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
  join evidence.score_sheets on score_sheets.unit_code = projects.unit_code and score_sheets.project_id = projects.id
                            and score_sheets.round = 1
  left join evidence.claims on claims.unit_code = projects.unit_code and claims.project_id = projects.id
  where score_sheets.expert_id is not null
  group by platforms.id, score_sheets.expert_id
  having count(*) >= :fewest_here
),
experts as (
  select expert_id, count(*) as tries, count(*) filter (where verdict = 'pass') as passed
  from evidence.score_sheets
  where round = 1 and expert_id is not null
    and expert_id in (select expert_id from judged)  -- scoped
  group by expert_id
)
select own.id as subject, '' as mark, '-' as expert, own.tries, own.passed, own.amount, peers.rate as peer_rate,
       peers.spread as peer_spread, peers.size as peer_size
from own
join peers on peers.cell = 'platforms'
where own.tries >= :fewest
union all
select judged.id, 'expert ' || judged.expert_id::varchar, judged.expert_id::varchar, experts.tries, experts.passed,
       judged.amount, peers.rate, peers.spread, peers.size
from judged
join experts on experts.expert_id = judged.expert_id
join peers on peers.cell = 'experts'
where experts.tries >= :fewest
"""


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    for row in rows:
        rate = round(row["peer_rate"], 4)
        spread = round(row["peer_spread"] or 1.0, 3)
        chance = binomial_tail(row["passed"], row["tries"], rate)
        outside = (1 - parameters["limits"]) / 2
        widest = NormalDist().inv_cdf(1 - outside) * spread * math.sqrt(row["tries"] * rate * (1 - rate))
        if chance >= outside or row["passed"] - row["tries"] * rate <= widest:
            continue
        excess = Decimal(str(round(1 - row["tries"] * rate / row["passed"], 4)))
        facts = {name: value for name, value in row.items() if name != "amount"}
        yield {
            **facts,
            "percent": round(100 * row["passed"] / row["tries"]),
            "peer_chance": told(chance),
            "peer_rate": rate,
            "peer_spread": spread,
            # What passed beyond the usual: that much would not have been asked for.
            "exposed": row["amount"] * excess,
        }


RULE = Rule(
    code="P01",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PLATFORM,
    severity=Severity.MEDIUM,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    peers=PEERS,
    judge=judge,
    # `median_square`: of what chance alone would give; known well enough from `many` platforms or experts on.
    parameters={"limits": 0.998, "fewest": 15, "fewest_here": 3, "many": 20, "median_square": 0.4549},
)
