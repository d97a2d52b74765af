"""Flags the projects of an expert whose scores hardly differ, or who gives the same points item by item again and again.

Ten factories are never equal in every item. Source: row P03 of the catalogue (data-fabrication checks in audits). Forms
to be ticked and full marks make many sheets alike: so how often each set of points is given in the country is the measure.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from api.policy.chances import binomial_tail, told
from api.policy.rule import Parameters, Row, Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

PEERS = """
select 'points ' || scores as cell, count(*) as size, null::double precision as middle,
       count(*)::double precision / max(every)::double precision as rate
from (select scores, count(*) over () as every from evidence.score_sheets where round = 1 and scores is not null) as given
group by scores having count(*) >= :rare * max(every)
union all
select 'nation', count(*), percentile_cont(0.5) within group (order by spread)::double precision,
       null::double precision
from (select stddev_samp(total::double precision) as spread from evidence.score_sheets
      where round = 1 and expert_id is not null
      group by expert_id having count(*) >= :fewest) as experts
having count(*) > 0
"""

QUERY = """
with
near as (  -- scoped
  select distinct score_sheets.expert_id  -- scoped
  from scope join evidence.projects on projects.id = scope.id  -- scoped
  join evidence.score_sheets on score_sheets.unit_code = projects.unit_code and score_sheets.project_id = projects.id  -- scoped
),  -- scoped
given as (
  select expert_id, project_id, total, scores,
         case when scores is null then 1 else count(*) over (partition by expert_id, scores) end as alike
  from evidence.score_sheets
  where round = 1 and expert_id is not null
    and expert_id in (select expert_id from near)  -- scoped
),
experts as (
  select expert_id, count(*) as sheets, stddev_samp(total::double precision) as spread
  from given group by expert_id having count(*) >= :fewest
)
select given.project_id as subject, 'expert ' || given.expert_id::varchar as mark, given.expert_id as expert,
       experts.sheets, given.alike, given.scores, experts.spread, coalesce(points.rate, :rare) as rate,
       nation.middle as peer_spread, nation.size as peer_size
from experts
join given on given.expert_id = experts.expert_id
join peers as nation on nation.cell = 'nation'
left join peers as points on points.cell = 'points ' || given.scores
where experts.spread < :least_spread
   or given.alike >= :fewest_alike and given.alike > 3 * experts.sheets * coalesce(points.rate, :rare)
"""


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    sheets: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        sheets[row["expert"]].append(row)
    for own in sheets.values():
        copied = {row["scores"]: row for row in own if _too_often(row, parameters)}
        same = sum(row["alike"] for row in copied.values())
        many = same >= parameters["same_share"] * own[0]["sheets"]
        for row in own:
            spread, usual = round(row["spread"], 2), round(row["peer_spread"], 2)
            flat = spread < parameters["least_spread"] and spread < parameters["part"] * usual
            if not flat and not (many and row["scores"] in copied):
                continue
            found = {name: value for name, value in row.items() if name not in ("alike", "scores", "rate")}
            yield {
                **found,
                "same": same,
                "spread": spread,
                "peer_spread": usual,
                "peer_chance": told(min((_chance(one) for one in copied.values()), default=1.0)),
            }


def _too_often(row: Row, parameters: Parameters) -> bool:
    return bool(row["alike"] >= parameters["fewest_alike"] and _chance(row) < parameters["chance"])


def _chance(row: Row) -> float:
    """That any set of points comes so often by chance: each sheet of the expert might have begun one."""
    each = binomial_tail(row["alike"], row["sheets"], round(row["rate"], 4))
    return min(each * float(row["sheets"]), 1.0)


RULE = Rule(
    code="P03",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PROJECT,
    severity=Severity.MEDIUM,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    peers=PEERS,
    judge=judge,
    parameters={
        "fewest": 10,
        "least_spread": 1.0,
        "part": 0.5,
        "same_share": 0.30,
        "fewest_alike": 3,
        "rare": 0.001,
        "chance": 0.001,
    },
)
