"""The public register: decisions as everybody may read them, and withdrawn where they fall (行政处罚法 art. 48)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.errors import Refusal
from api.policy.masking import masked
from api.services.case_people import parties_of
from api.services.case_row import row_of
from api.services.case_terms import keep_terms
from api.services.clock import today
from api.services.steps import Step, create, take
from api.viewer import Viewer
from db.enums import CaseState, Organ, PenaltyOutcome
from db.resource import both
from db.store import NATION, Store, Work

_MOST = 200
#: Shown for so long. The office's own choice: the law says when a decision is taken out (art. 48), not when it is old.
YEARS = 3
_UNTIL = f"(published_on + interval '{YEARS} years')::date"


@dataclass(frozen=True)
class Published:
    """A line of the register; these columns and no others leave the database. ``until``: the last day it is shown."""

    number: str
    unit: str
    unit_en: str
    party: str
    party_uscc: str
    conduct: str
    result: str
    basis: str
    decided_on: date
    published_on: date
    until: date
    synthetic: bool


@dataclass(frozen=True)
class Withdrawn:
    """A decision that stood in the register and fell: the reason is public, whom it was about is not any more."""

    number: str
    unit: str
    unit_en: str
    published_on: date
    withdrawn_on: date
    reason: str
    synthetic: bool


@dataclass(frozen=True)
class Register:
    """A page of what is published: ``total`` of all that was looked for."""

    total: int
    rows: Sequence[Published]


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
    """Publish a decision that was served and criticises in public; numbers and persons named are masked: those who
    head the parties, and ``persons``.

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
                "conduct": masked(conduct, [*persons, *await _heads(work, case)]),
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


async def published(
    store: Store, *, first: int = 50, after: int = 0, text: str = "", on: date | None = None
) -> Register:
    """The register as it stands, newest first, for a page that is open to everybody; ``text`` of a party or a number."""
    async with store.read(NATION) as connection:
        rows = await connection.fetch(
            f"""select publications.number, short_name, name_en, party, party_uscc, conduct, result, basis, decided_on,
                      published_on, {_UNTIL} as until, publications.synthetic, count(*) over () as total
               from publications join reporting_units on code = publications.unit_code
               where publications.state = 'published' and {_UNTIL} >= $3
                 and ($4 = '' or position($4 in party) > 0 or $4 in (party_uscc, publications.number))
               order by published_on desc, publications.id desc limit $1 offset $2""",  # noqa: S608
            min(first, _MOST),
            after,
            on or today(),
            text,
        )
    return Register(rows[0]["total"] if rows else 0, [Published(*tuple(row)[:-1]) for row in rows])


async def withdrawn(store: Store, *, on: date | None = None) -> list[Withdrawn]:
    """What was taken out within a year, with the reasons, as the law has it (行政处罚法 art. 48)."""
    async with store.read(NATION) as connection:
        rows = await connection.fetch(
            """select publications.number, short_name, name_en, published_on, withdrawn_on, reason, publications.synthetic
               from publications join reporting_units on code = publications.unit_code
               where publications.state = 'withdrawn' and withdrawn_on > $1::date - interval '1 year'
               order by withdrawn_on desc, publications.id desc limit $2""",
            on or today(),
            _MOST,
        )
    return [
        Withdrawn(
            row["number"],
            row["short_name"],
            row["name_en"],
            row["published_on"],
            row["withdrawn_on"],
            masked(row["reason"]),
            row["synthetic"],
        )
        for row in rows
    ]


async def _heads(work: Work, case: int) -> list[str]:
    """Who heads the platform and the enterprises that the case is about."""
    rows = await work.connection.fetch(
        "select distinct legal_person from organizations where id = any($1) and legal_person is not null",
        sorted(await parties_of(work.connection, case)),
    )
    return [row["legal_person"] for row in rows]


def _said(outcome: str, organ: str | None, amount: object) -> str:
    kind = PenaltyOutcome(outcome)
    said = both(kind.label)[0]
    if kind is PenaltyOutcome.DEDUCTION:
        return f"{said}{amount:,}元"
    return f"{said}（{both(Organ(organ).label)[0]}）" if organ else said
