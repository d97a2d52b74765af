"""Flags contracts of one platform that agree on the same services at the same price with firms of different size.

What a plant of twenty and one of two hundred needs differs; where text and every price are the same, nobody looked.
Source: row I20 of the catalogue (Cardinal R028; EU red flags on identical bids). Compared by the fingerprints of texts.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from api.policy.rule import Parameters, Row, Rule
from api.policy.text_print import likeness
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity, TextSection

QUERY = """
with
near as (  -- scoped
  select distinct projects.unit_code, projects.platform_id from scope  -- scoped
  join evidence.claims on claims.id = scope.id  -- scoped
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id  -- scoped
),  -- scoped
signed as (
  select projects.id, projects.unit_code, projects.platform_id, projects.enterprise_id,
         round(projects.contract_amount)::bigint as yuan
  from evidence.projects
  join near on near.unit_code = projects.unit_code and near.platform_id = projects.platform_id  -- scoped
  where projects.contract_amount > 0
),
together as (
  select unit_code, platform_id, yuan from signed group by unit_code, platform_id, yuan having count(*) >= :contracts
)
select claims.id as subject, signed.platform_id, signed.yuan, organizations.size as class, organizations.name as enterprise,
       signed.id as project, prints.hash, prints.minima
from together
join signed on signed.unit_code = together.unit_code and signed.platform_id = together.platform_id
           and signed.yuan = together.yuan
join evidence.organizations on organizations.id = signed.enterprise_id
join evidence.prints on prints.unit_code = signed.unit_code and prints.project_id = signed.id and prints.section = :section
left join evidence.claims on claims.unit_code = signed.unit_code and claims.project_id = signed.id
"""


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    def price(row: Row) -> tuple[int, int]:
        return row["platform_id"], row["yuan"]

    for _, priced in groupby(sorted(rows, key=lambda row: (*price(row), row["project"])), key=price):
        rest = list(priced)
        while rest:
            first = rest[0]
            alike = [row for row in rest if _same(first, row, parameters["likeness"])]
            rest = [row for row in rest if row not in alike]
            classes = {row["class"] for row in alike if row["class"]}
            if len(alike) < parameters["contracts"] or len(classes) < parameters["classes"]:
                continue
            for row in alike:
                if row["subject"] is not None:
                    other = next(one for one in alike if one is not row)
                    yield {
                        "subject": row["subject"],
                        "count": len(alike),
                        "classes": len(classes),
                        "amount": row["yuan"],
                        "other": other["enterprise"],
                    }


def _same(one: Row, other: Row, least: float) -> bool:
    return one["hash"] == other["hash"] or likeness(one["minima"], other["minima"]) >= least


RULE = Rule(
    code="I20",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.CLAIM,
    severity=Severity.MEDIUM,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    judge=judge,
    parameters={"contracts": 3, "classes": 2, "likeness": 0.95, "section": TextSection.SERVICES.value},
)
