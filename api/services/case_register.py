"""The public register: decisions as everybody may read them, and withdrawn where they fall (行政处罚法 art. 48)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.errors import Refusal
from api.services.case_steps import row_of
from api.services.case_terms import keep_terms
from api.services.steps import Step, create, take
from api.viewer import Viewer
from db.enums import CaseState, Organ, PenaltyOutcome
from db.resource import both
from db.store import NATION, Store, Work

#: What is nobody else's business: telephone, identity number, account.
_NUMBERS = re.compile(r"(?<![0-9A-Za-z])(?:\d{15,19}|\d{17}[0-9Xx]|1\d{10})(?![0-9A-Za-z])")
_MOST = 200


@dataclass(frozen=True)
class Published:
    """A line of the register; these columns and no others leave the database."""

    number: str
    unit: str
    party: str
    party_uscc: str
    conduct: str
    result: str
    basis: str
    decided_on: date
    published_on: date
    synthetic: bool


def masked(text: str, names: Sequence[str] = ()) -> str:
    """The text with numbers of persons masked, and persons' names down to the family name."""
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1:
            text = text.replace(name, name[0] + "某" * (len(name) - 1))
    return _NUMBERS.sub(lambda found: found[0][:2] + "*" * (len(found[0]) - 4) + found[0][-2:], text)


async def publish(
    work: Work,
    viewer: Viewer,
    case: int,
    conduct: str,
    on: date,
    *,
    persons: Sequence[str] = (),
    at: datetime | None = None,
) -> int:
    """Publish a decision that was served and criticises in public; numbers and the ``persons`` named are masked.

    Raises:
        Refusal: not served, revoked, no circular among its outcomes, or published already.
    """
    row = await row_of(work, case)
    if row["state"] not in (CaseState.SERVED, CaseState.EXECUTED, CaseState.CLOSED) or not row["served_on"]:
        raise Refusal(
            "NOT_SERVED",
            "决定送达后方可公开 | A decision is published only after it was served",
            clause="S1",
            status=409,
        )
    penalties = await work.connection.fetch(
        """select outcome, organ, amount, number from penalties
           left join penalty_articles on penalty_articles.id = article_id
           where case_id = $1 and state = 'effective' order by penalties.id""",
        case,
    )
    if PenaltyOutcome.CIRCULAR not in {one["outcome"] for one in penalties}:
        raise Refusal(
            "NO_CIRCULAR",
            "处理结果不含通报批评，不公开 | No circular was decided, so nothing is published",
            clause="S1",
            status=409,
        )
    party = await work.connection.fetchrow(
        """select name, uscc from platforms join organizations on organizations.id = organization_id
           where platforms.id = $1""",
        row["platform_id"],
    )
    articles = sorted({one["number"] for one in penalties if one["number"]})
    basis = "工信厅联企业〔2022〕22号" + "".join(
        f"；《财政违法行为处罚处分条例》第{number}条" for number in articles
    )
    [made] = await create(
        work,
        viewer,
        "Publication",
        "publish",
        [
            {
                "unit_code": row["unit_code"],
                "case_id": case,
                "number": row["number"],
                "party": party["name"],
                "party_uscc": party["uscc"],
                "conduct": masked(conduct, persons),
                "result": "；".join(_said(one["outcome"], one["organ"], one["amount"]) for one in penalties),
                "basis": basis,
                "decided_on": row["decided_on"],
                "published_on": on,
                "synthetic": row["synthetic"],
            }
        ],
        at=at,
    )
    await keep_terms(work, [case], on)
    return made


async def withdraw(
    work: Work,
    viewer: Viewer,
    publications: Sequence[int],
    on: date,
    why: str,
    *,
    at: datetime | None = None,
) -> None:
    """Take decisions out of the register, with the reason.

    Raises:
        Refusal: no reason; withdrawn already.
    """
    if not why.strip():
        raise Refusal("NO_REASON", "请写明事由 | Say why", field="why")
    values = {"withdrawn_on": on, "reason": why}
    await take(work, viewer, "Publication", "withdraw", [Step(key, values, at, why) for key in publications])
    rows = await work.connection.fetch(
        "select distinct case_id from publications where id = any($1)", list(publications)
    )
    await keep_terms(work, [row["case_id"] for row in rows], on)


async def published(store: Store, *, first: int = 50, after: int = 0) -> list[Published]:
    """The register as it stands, newest first, for a page that is open to everybody."""
    async with store.read(NATION) as connection:
        rows = await connection.fetch(
            """select publications.number, short_name, party, party_uscc, conduct, result, basis, decided_on,
                      published_on, publications.synthetic
               from publications join reporting_units on code = publications.unit_code
               where publications.state = 'published'
               order by published_on desc, publications.id desc limit $1 offset $2""",
            min(first, _MOST),
            after,
        )
    return [Published(*row) for row in rows]


def _said(outcome: str, organ: str | None, amount: object) -> str:
    kind = PenaltyOutcome(outcome)
    said = both(kind.label)[0]
    if kind is PenaltyOutcome.DEDUCTION:
        return f"{said}{amount:,}元"
    return f"{said}（{both(Organ(organ).label)[0]}）" if organ else said
