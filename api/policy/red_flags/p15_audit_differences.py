"""Flags a platform at which audits by lot found less than was claimed, or reviews by lot found doubtful projects.

Each drawn claim's part that proved false is projected on the platform, with the upper bound of 95 % (Stringer) of so
small a sample. Source: row P15 of the catalogue (EU grants: a systemic error is extended to what was not audited). Claims
flagged for other reasons are no part of it: the lot is what makes it fair.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from api.policy.chances import stringer, upper_limit
from api.policy.rule import Parameters, Row, Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
asked as (
  select platforms.id, platforms.unit_code, sum(claims.amount) as amount
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.claims on claims.unit_code = platforms.unit_code and claims.platform_id = platforms.id
  group by platforms.id, platforms.unit_code
),
audited as (
  select asked.id, asked.amount,
         case when draws.state = 'sound' then 0
              when draws.found_cost is null or claims.actual_cost <= 0 then 1
              else greatest(1 - draws.found_cost::double precision / claims.actual_cost::double precision, 0)
         end::numeric(6,4) as taint
  from asked
  join evidence.claims on claims.unit_code = asked.unit_code and claims.platform_id = asked.id
  join evidence.draws on draws.unit_code = claims.unit_code and draws.claim_id = claims.id
  where draws.state in ('sound', 'false')
),
reviewed as (
  select asked.id, asked.amount, case when review_samples.state = 'doubtful' then 1 else 0 end::numeric(6,4) as taint
  from asked
  join evidence.projects on projects.unit_code = asked.unit_code and projects.platform_id = asked.id
  join evidence.review_samples on review_samples.unit_code = projects.unit_code
                              and review_samples.project_id = projects.id
  where review_samples.state in ('sound', 'doubtful')
)
select id as subject, 'audit' as mark, count(*) as looked_at, count(*) filter (where taint > 0) as wrong,
       string_agg(taint::varchar, ' ' order by taint desc) as taints, min(amount) as amount
from audited group by id
having count(*) >= :fewest and count(*) filter (where taint > 0) > 0
union all
select id, 'review', count(*), count(*) filter (where taint > 0),
       string_agg(taint::varchar, ' ' order by taint desc), min(amount)
from reviewed group by id
having count(*) >= :fewest and count(*) filter (where taint > 0) >= :fewest_doubtful
"""


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    for row in rows:
        taints = [float(part) for part in row["taints"].split()]
        mean = sum(taints) / row["looked_at"]
        wrong = [taint for taint in taints if taint > 0]
        if row["mark"] == "audit":
            bound = stringer(wrong, row["looked_at"], parameters["confidence"])
        else:
            bound = upper_limit(len(wrong), row["looked_at"], parameters["confidence"])
        if mean >= parameters["least"] and bound > parameters["bound"]:
            yield {
                "subject": row["subject"],
                "mark": row["mark"],
                "looked_at": row["looked_at"],
                "wrong": row["wrong"],
                "percent": round(100 * mean, 1),
                "upper": round(100 * bound, 1),
                "exposed": row["amount"] * Decimal(str(round(mean, 4))),
            }


RULE = Rule(
    code="P15",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PLATFORM,
    severity=Severity.HIGH,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    judge=judge,
    # `least`: of a small sample the bound alone is always high, so the error itself must matter (2 %, as for EU grants).
    parameters={"confidence": 0.95, "bound": 0.05, "least": 0.02, "fewest": 3, "fewest_doubtful": 2},
)
