"""The published lighthouses and an enterprise to compare with them, for the policy of likeness."""

from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy.likeness import Lighthouse, Like, Range, Trait, expected, nearest


async def trait_of(connection: Any, organization: int) -> Trait:
    """What the national register knows of an enterprise; its level from its latest assessment that can be seen.

    Raises:
        Refusal: there is none of that number.
    """
    row = await connection.fetchrow(
        """select industries.code, industries.sector, size, employees, revenue,
                  (select level from assessments join projects on projects.unit_code = assessments.unit_code
                     and projects.id = assessments.project_id
                   where enterprise_id = organizations.id and phase = 'before'
                   order by assessed_on desc limit 1) as level
           from organizations left join industries on industries.id = industry_id where organizations.id = $1""",
        organization,
    )
    if row is None:
        raise Refusal("NOT_FOUND", "没有这个企业 | There is no such enterprise", status=404)
    return Trait(*row)


async def sector_of(connection: Any, industry: str) -> str | None:
    sector: str | None = await connection.fetchval("select sector from industries where code = $1", industry)
    return sector


async def lighthouses(connection: Any, without: int | None = None) -> list[Lighthouse]:
    """All that prove something published, once each; ``without`` one enterprise, which is not to be like itself."""
    rows = await connection.fetch(
        """select distinct on (project_id) proofs.id, code, sector, size, employees, revenue, level_before, cost, months
           from proofs left join industries on industries.id = industry_id
           where (solution_id in (select id from solutions where state = 'published')
                  or pattern_id in (select id from patterns where state = 'published'))
             and enterprise_id is distinct from $1
           order by project_id, proofs.id""",
        without,
    )
    return [
        Lighthouse(
            row["id"],
            Trait(
                row["code"], row["sector"], row["size"], row["employees"], row["revenue"], row["level_before"]
            ),
            Decimal(row["cost"]),
            Decimal(row["months"]),
        )
        for row in rows
    ]


async def compare(
    connection: Any, mine: Trait, organization: int | None = None
) -> tuple[list[Like], Range, Range]:
    """(the lighthouses by likeness, expected cost, expected months)."""
    likes = nearest(mine, await lighthouses(connection, organization))
    cost, months = expected(likes)
    return likes, cost, months
