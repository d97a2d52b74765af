"""Flags projects of one platform that improved by exactly the same points, part by part.

Improvements are measured to the hundredth; three enterprises that share one were hardly measured. Source: row P08 of the
catalogue (similar loans within a lender, PPP). How often two enterprises of different platforms agree is the measure:
where points come in few steps, everybody's do.
"""

import math
from collections.abc import Iterator, Sequence

from api.policy.chances import told
from api.policy.rule import Parameters, Row, Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity


def _gains(narrowed: str = "") -> str:
    """Each project's improvement as text: of the total, and of the parts where the edition has some."""
    parts = " || ' ' || ".join(
        f"""coalesce((nullif(split_part(translate(after.parts, '[]" ', ''), ',', {place}), '')::numeric(6,2)
              - nullif(split_part(translate(before.parts, '[]" ', ''), ',', {place}), '')::numeric(6,2))::varchar, '')"""
        for place in range(1, 5)
    )
    return f"""
  select projects.id, projects.unit_code, projects.platform_id, after.edition, before.level as level_before,
         after.level as level_after, after.score - before.score as gain,
         (after.score - before.score)::varchar || ' ' || {parts} as vector
  from evidence.projects
  join evidence.assessments as before on before.unit_code = projects.unit_code and before.project_id = projects.id
                                     and before.phase = 'before'
  join evidence.assessments as after on after.unit_code = projects.unit_code and after.project_id = projects.id
                                    and after.phase = 'after' and after.edition = before.edition
  {narrowed}"""  # noqa: S608


PEERS = f"""
select 'e' || edition::varchar as cell, sum(alike)::bigint as size,
       case when max(pairs_apart) > 0
            then sum(alike * (alike_all - alike))::double precision / max(pairs_apart)::double precision else 0 end as rate
from (
  select vectors.edition, vectors.alike, sum(vectors.alike) over (partition by vectors.edition, vectors.vector) as alike_all,
         platforms.pairs_apart
  from (select edition, platform_id, vector, count(*) as alike from ({_gains()}) as gains
        group by edition, platform_id, vector) as vectors
  join (select edition, sum(own * (every - own)) as pairs_apart
        from (select edition, own, sum(own) over (partition by edition) as every
              from (select edition, platform_id, count(*) as own from ({_gains()}) as gains
                    group by edition, platform_id) as sums) as totals
        group by edition) as platforms on platforms.edition = vectors.edition) as given
group by edition
"""  # noqa: S608

QUERY = f"""
with
near as (select distinct projects.unit_code, projects.platform_id  -- scoped
         from scope join evidence.projects on projects.id = scope.id),  -- scoped
gains as (
{_gains("where (projects.unit_code, projects.platform_id) in (select unit_code, platform_id from near)  -- scoped")}
),
counted as (
  select id, edition, gain, level_before, level_after,
         count(*) over (partition by platform_id, edition, vector) as alike,
         count(*) over (partition by platform_id, edition) as judged
  from gains
)
select counted.id as subject, counted.gain, counted.level_before, counted.level_after, counted.alike, counted.judged,
       peers.rate as peer_rate, peers.size as peer_size
from counted
join peers on peers.cell = 'e' || counted.edition::varchar
where counted.alike >= :fewest and counted.gain > 0
"""  # noqa: S608


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    for row in rows:
        # Never seen elsewhere is not never: at most one pair of so many.
        rate = max(round(row["peer_rate"], 6), 1 / row["peer_size"] ** 2)
        chance = min(math.comb(row["judged"], row["alike"]) * rate ** (row["alike"] - 1), 1.0)
        if chance < parameters["chance"]:
            yield {**row, "peer_rate": rate, "peer_chance": told(chance)}


RULE = Rule(
    code="P08",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PROJECT,
    severity=Severity.MEDIUM,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    peers=PEERS,
    judge=judge,
    parameters={"fewest": 3, "chance": 0.001},
)
