"""Points to a platform whose invoices have other first and second digits than grown amounts have (Benford's law).

Source: row I23 of the catalogue; cut-offs of the mean absolute deviation by Nigrini, 0.015 for first digits and 0.012
for second ones (the catalogue's 0.0022 is his for the first two together). In small numbers chance alone deviates as
much, so that a chi-square test must agree. Only where amounts are many and span three orders of magnitude.
"""

import math
from collections.abc import Iterator, Sequence

from api.policy.chances import chi_square_tail, told
from api.policy.rule import Parameters, Row, Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

_FIRST = ", ".join(f"sum(count) filter (where first = '{n}')::bigint as first_{n}" for n in range(1, 10))
_SECOND = ", ".join(f"sum(count) filter (where second = '{n}')::bigint as second_{n}" for n in range(10))

QUERY = f"""
with digits as (
  select scope.id, left((invoices.net * 100)::bigint::varchar, 2) as both_digits, count(*) as count, min(invoices.net) as least,
         max(invoices.net) as most
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
  join evidence.invoices on invoices.unit_code = projects.unit_code and invoices.project_id = projects.id
  where invoices.net >= :smallest
  group by scope.id, left((invoices.net * 100)::bigint::varchar, 2)
),
apart as (
  select id, left(both_digits, 1) as first, right(both_digits, 1) as second, count, least, most from digits
)
select id as subject, sum(count)::bigint as count, {_FIRST}, {_SECOND}
from apart
group by id
having sum(count) >= :fewest and max(most) >= min(least) * :span
"""  # noqa: S608

FIRST = [math.log10(1 + 1 / digit) for digit in range(1, 10)]
SECOND = [sum(math.log10(1 + 1 / (10 * first + second)) for first in range(1, 10)) for second in range(10)]


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    for row in rows:
        found = []
        for place, lawful, least in (("first", FIRST, 1), ("second", SECOND, 0)):
            counts = [int(row[f"{place}_{digit}"] or 0) for digit in range(least, 10)]
            deviation, chance = compare(counts, lawful)
            if deviation > parameters[f"most_{place}"] and chance < parameters["chance"]:
                found.append((chance, place, deviation))
        if found:
            chance, place, deviation = min(found)
            yield {
                "subject": row["subject"],
                "count": int(row["count"]),
                "place_zh": "首位" if place == "first" else "第二位",
                "place_en": place,
                "deviation": round(deviation, 4),
                "most": parameters[f"most_{place}"],
                "chance": told(chance),
            }


def compare(counts: Sequence[int], lawful: Sequence[float]) -> tuple[float, float]:
    """The mean absolute deviation of the digits' shares from the law, and the chance of as much (chi-square)."""
    tries = sum(counts)
    deviation = sum(abs(count / tries - share) for count, share in zip(counts, lawful, strict=True)) / len(
        lawful
    )
    square = sum(
        (count - tries * share) ** 2 / (tries * share) for count, share in zip(counts, lawful, strict=True)
    )
    return deviation, chi_square_tail(square, len(lawful) - 1)


RULE = Rule(
    code="I23",
    kind=RuleKind.SCREENING,
    subject=FlagSubject.PLATFORM,
    severity=Severity.LOW,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    judge=judge,
    parameters={
        "fewest": 300,
        "span": 1000,
        "smallest": 1,
        "most_first": 0.015,
        "most_second": 0.012,
        "chance": 0.001,
    },
)
