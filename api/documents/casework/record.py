"""What all documents of a case are written from: the case, its party, its claims, its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

_HEAD = """
select cases.*, organizations.name as party, organizations.uscc, organizations.address, organizations.legal_person,
       plans.title as plan, reporting_units.name as unit, industries.name as industry,
       first.name as first_officer, second.name as second_officer, reviewers.name as reviewer_name
from cases
join platforms on platforms.unit_code = cases.unit_code and platforms.id = cases.platform_id
join organizations on organizations.id = platforms.organization_id
join plan_industries on plan_industries.unit_code = platforms.unit_code and plan_industries.id = plan_industry_id
join industries on industries.id = plan_industries.industry_id
join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
join reporting_units on reporting_units.code = cases.unit_code
left join users as first on first.id = cases.investigator_id
left join users as second on second.id = cases.second_investigator_id
left join users as reviewers on reviewers.id = cases.reviewer_id
where cases.id = $1
"""
_CLAIMS = """
select distinct on (claims.id) organizations.name as enterprise, claims.amount, claims.submitted_on
from case_holds
join claims on claims.unit_code = case_holds.unit_code and claims.id = case_holds.claim_id
join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
join organizations on organizations.id = projects.enterprise_id
where case_holds.case_id = $1 and case_holds.suspected order by claims.id
"""
_EVIDENCE = """
select evidence_items.id, kind, title, taken_on, sha256, takers.name as taker, seconds.name as second_taker
from evidence_items
left join users as takers on takers.id = taker_id
left join users as seconds on seconds.id = second_taker_id
where case_id = $1 and taken_on <= $2 order by taken_on, evidence_items.id
"""
_CHECKED = "select what, law, done_on from check_items where case_id = $1 and done_on <= $2 order by number"
_ITEMS = """
select notice_items.*, penalty_articles.number as article, penalty_articles.subject as article_subject,
       penalty_articles.unit_penalty
from notice_items left join penalty_articles on penalty_articles.id = article_id
where notice_id = $1 order by notice_items.id
"""
_PENALTIES = """
select penalties.id, penalties.outcome, penalties.amount, penalties.announced, penalties.organ, penalties.state,
       penalties.decided_on, penalties.served_on, penalties.revoked_on, penalty_articles.number as article,
       penalty_articles.unit_penalty, penalty_articles.subject as article_subject, notice_items.base,
       notice_items.weight, notice_items.basis, notice_items.least, notice_items.most, notice_items.cites,
       notice_items.notice_id
from penalties
join notice_items on notice_items.unit_code = penalties.unit_code and notice_items.id = penalties.item_id
left join penalty_articles on penalty_articles.id = penalties.article_id
where penalties.case_id = $1 order by penalties.id
"""


@dataclass(frozen=True)
class CaseRecord:
    """A case as it stood on a day, for a document of that day."""

    head: Any
    claims: Sequence[Any]
    evidence: Sequence[Any]
    checked: Sequence[Any]

    @property
    def two_officers(self) -> bool:
        return self.head["first_officer"] is not None and self.head["second_officer"] is not None


async def record_of(connection: Any, case: int, until: date) -> CaseRecord | None:
    """The case with what was gathered until that day; None where the connection sees no such case."""
    head = await connection.fetchrow(_HEAD, case)
    if head is None:
        return None
    return CaseRecord(
        head,
        await connection.fetch(_CLAIMS, case),
        await connection.fetch(_EVIDENCE, case, until),
        await connection.fetch(_CHECKED, case, until),
    )


async def items_of(connection: Any, notice: int) -> Sequence[Any]:
    """What a notice announced, with its articles and bands."""
    rows: Sequence[Any] = await connection.fetch(_ITEMS, notice)
    return rows


async def penalties_of(connection: Any, case: int) -> Sequence[Any]:
    """All that was ever decided in a case, each with the band that was announced with it."""
    rows: Sequence[Any] = await connection.fetch(_PENALTIES, case)
    return rows


def together(penalties: Sequence[Any], one: Any) -> list[Any]:
    """The outcomes of the same decision: decided together, and in force or revoked together."""
    return [
        row
        for row in penalties
        if (row["decided_on"], row["revoked_on"]) == (one["decided_on"], one["revoked_on"])
    ]
