"""Flags a platform that is judged by an expert who is tied to it or its enterprises, or by nearly always the same expert.

Ties: declared interests (three years after their end, too), employment, and a firm of the expert's that shares telephone
or account with the operator. Source: row P04 of the catalogue (Arachne; 行政处罚法 art. 43). Where a trade has few
experts one judges much everywhere: hence the expert's share of the unit's sheets is the measure, and what is usual.
"""

from collections.abc import Iterator, Sequence

from api.policy.chances import binomial_tail, told
from api.policy.rule import Parameters, Row, Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

PEERS = """
select score_sheets.unit_code || ' ' || expert_id::varchar as cell, max(units.sheets) as size,
       null::double precision as high,
       count(*)::double precision / max(units.sheets)::double precision as rate
from evidence.score_sheets
join (select unit_code, count(*) as sheets from evidence.score_sheets where round = 1 group by unit_code) as units
  on units.unit_code = score_sheets.unit_code
where round = 1 and expert_id is not null
group by score_sheets.unit_code, expert_id
union all
select 'nation', count(*), percentile_cont(0.75) within group (order by most)::double precision, null::double precision
from (
  select platform_id, max(here)::double precision / sum(here)::double precision as most
  from (select projects.platform_id, score_sheets.expert_id, count(*) as here
        from evidence.score_sheets
        join evidence.projects on projects.unit_code = score_sheets.unit_code and projects.id = score_sheets.project_id
        where score_sheets.round = 1
        group by projects.platform_id, score_sheets.expert_id) as pairs
  group by platform_id having sum(here) >= :fewest) as platforms
having count(*) > 0
"""

QUERY = """
with
sheets as (
  select platforms.id, platforms.unit_code, platforms.organization_id as operator_id, platforms.operator_phone,
         platforms.operator_account, projects.enterprise_id, score_sheets.expert_id, score_sheets.given_on,
         score_sheets.round, claims.amount
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
  join evidence.score_sheets on score_sheets.unit_code = projects.unit_code and score_sheets.project_id = projects.id
  left join evidence.claims on claims.unit_code = projects.unit_code and claims.project_id = projects.id
  where score_sheets.expert_id is not null
),
ties as (
  select user_id, organization_id, until from evidence.interests
  where user_id in (select expert_id from sheets)  -- scoped
  union all
  select id, organization_id, null::date from evidence.officials
  where organization_id is not null
    and id in (select expert_id from sheets)  -- scoped
),
tied as (
  select sheets.id, sheets.expert_id, count(distinct ties.organization_id) as ties
  from sheets
  join ties on ties.user_id = sheets.expert_id
           and (ties.until is null or sheets.given_on <= ties.until + :after_days::integer)
  left join evidence.organizations on organizations.id = ties.organization_id
  where ties.organization_id = sheets.operator_id or ties.organization_id = sheets.enterprise_id
     or organizations.phone = sheets.operator_phone or organizations.bank_account = sheets.operator_account
  group by sheets.id, sheets.expert_id
),
together as (
  select id, unit_code, expert_id, count(*) filter (where round = 1) as here,
         sum(count(*) filter (where round = 1)) over (partition by id)::bigint as judged,
         coalesce(sum(amount) filter (where round = 1), 0.00) as amount
  from sheets group by id, unit_code, expert_id
)
select together.id as subject, 'expert ' || together.expert_id::varchar as mark, together.expert_id as expert,
       together.here, together.judged, coalesce(tied.ties, 0) as ties, together.amount as exposed,
       own.rate as peer_rate, own.size as peer_size, nation.high as peer_high
from together
left join tied on tied.id = together.id and tied.expert_id = together.expert_id
left join peers as own on own.cell = together.unit_code || ' ' || together.expert_id::varchar
left join peers as nation on nation.cell = 'nation'
where tied.ties > 0 or together.judged >= :fewest and together.here > :most_share * together.judged
"""


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    for row in rows:
        rate, high = round(row["peer_rate"] or 0, 4), round(row["peer_high"] or 0, 4)
        share = row["here"] / row["judged"] if row["judged"] else 0.0
        chance = binomial_tail(row["here"], row["judged"], rate) if row["judged"] else 1.0
        always = (
            row["judged"] >= parameters["fewest"]
            and share > parameters["most_share"]
            and share > high
            and chance < parameters["chance"]
        )
        if row["ties"] or always:
            measures = {"peer_rate": rate, "peer_high": high, "peer_chance": told(chance)}
            yield {**row, **measures, "percent": round(100 * share)}


RULE = Rule(
    code="P04",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PLATFORM,
    severity=Severity.HIGH,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    peers=PEERS,
    judge=judge,
    parameters={"most_share": 0.40, "fewest": 5, "chance": 0.001, "after_days": 1096},
)
