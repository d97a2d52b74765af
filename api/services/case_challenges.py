"""Decisions looked at again (行政复议, 行政诉讼, own correction): confirmed, changed, or overturned with all they did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from api.errors import Refusal
from api.policy import clock, penalty
from api.policy.penalty import Item
from api.services import case_effects, case_holds, case_register
from api.services.case_decision import keep_penalties
from api.services.case_outcomes import NewPenalty
from api.services.case_people import by_law
from api.services.case_row import row_of
from api.services.case_terms import keep_terms
from api.services.cases import free_flags
from api.services.steps import Step, create, take
from api.viewer import Viewer
from db.enums import CaseState, ChallengeKind, Organ, PenaltyOutcome, PublicationState
from db.store import Work


@dataclass(frozen=True)
class NewChallenge:
    """``body``: the authority of review or the court; of an own correction the office itself."""

    kind: ChallengeKind
    filed_on: date
    body: str
    grounds: str
    number: str | None = None


async def file(
    work: Work, viewer: Viewer, case: int, challenge: NewChallenge, *, at: datetime | None = None
) -> int:
    """A review was applied for, a suit filed, or the office looks at its decision again; execution goes on (art. 73).

    Raises:
        Refusal: nothing was decided or served; another is pending; the sixty days or six months are over.
    """
    row = await row_of(work, case)
    served: date | None = row["served_on"]
    if row["state"] not in (
        CaseState.DECIDED,
        CaseState.SERVED,
        CaseState.EXECUTED,
        CaseState.CLOSED,
    ) or (served is None and challenge.kind is not ChallengeKind.CORRECTION):
        raise Refusal(
            "NOTHING_TO_CHALLENGE",
            "案件没有已送达的决定 | The case has no decision that was served",
            clause="S1",
            status=409,
        )
    if challenge.kind is not ChallengeKind.CORRECTION:
        assert served
        await _in_time(work, case, served, challenge)
    [made] = await create(
        work,
        viewer,
        "Challenge",
        "file",
        [
            {
                "unit_code": row["unit_code"],
                "case_id": case,
                "kind": challenge.kind,
                "filed_on": challenge.filed_on,
                "body": challenge.body,
                "number": challenge.number,
                "grounds": challenge.grounds,
                "synthetic": row["synthetic"],
            }
        ],
        at=at,
    )
    await keep_terms(work, [case], challenge.filed_on)
    return made


async def confirm(
    work: Work, viewer: Viewer, challenge: int, on: date, answer: str, *, at: datetime | None = None
) -> None:
    """The decision stands."""
    await _answer(work, viewer, "confirm", challenge, on, answer, at)


async def withdraw(
    work: Work, viewer: Viewer, challenge: int, on: date, answer: str, *, at: datetime | None = None
) -> None:
    """Who applied or sued took it back."""
    await _answer(work, viewer, "withdraw", challenge, on, answer, at)


async def overturn(
    work: Work, viewer: Viewer, challenge: int, on: date, answer: str, *, at: datetime | None = None
) -> None:
    """The decision falls: settlement and ledger as before to the fen, claims and flags back, the publication withdrawn.

    Raises:
        Refusal: a payment to the platform is with the bank.
    """
    case = await _answer(work, viewer, "overturn", challenge, on, answer, at)
    row = await row_of(work, case)
    why = f"{row['number']}号处理决定撤销：{answer}"[:400]
    await case_effects.reverse(work, viewer, case, on, f"{row['number']}号处理决定已撤销", at=at)
    await case_holds.release(work, viewer, case, at=at)
    await _revoke_penalties(work, viewer, case, on, at)
    await take(work, viewer, "Case", "revoke", [Step(case, {"revoked_on": on}, at, why)])
    await free_flags(work, by_law(viewer), case, at=at, why=f"{row['number']}号处理决定撤销")
    shown = await work.connection.fetch(
        "select id from publications where case_id = $1 and state = $2", case, PublicationState.PUBLISHED
    )
    # Within three days (art. 48): at once.
    await case_register.withdraw(work, viewer, [one["id"] for one in shown], on, "决定已撤销", at=at)
    await keep_terms(work, [case], on)


async def change(
    work: Work,
    viewer: Viewer,
    challenge: int,
    penalties: Sequence[NewPenalty],
    on: date,
    answer: str,
    *,
    at: datetime | None = None,
) -> list[int]:
    """The decision is changed: what it did is undone, and what is left of it done. Never heavier than it was.

    Raises:
        Refusal: heavier; nothing is left (it is overturned instead); a payment is with the bank.
    """
    case = await _answer(work, viewer, "change", challenge, on, answer, at)
    row = await row_of(work, case)
    before = await case_effects.penalties_in_force(work, case)
    items = [one.item() for one in penalties]
    if not items:
        raise Refusal(
            "NO_OUTCOME",
            "变更后须有处理结果，全部取消请作撤销 | Something must be left; to drop it all, overturn the decision",
            clause="S1",
        )
    for problem in penalty.heavier(items, [_item(one) for one in before]):
        raise Refusal(problem.code, problem.message, hint=problem.law, clause="S1", **problem.facts)
    why = f"{row['number']}号处理决定变更"
    suspected = await work.connection.fetch(
        "select distinct claim_id from case_holds where case_id = $1 and suspected and rejected_on is not null",
        case,
    )
    await case_effects.reverse(work, viewer, case, on, why, at=at)
    await _revoke_penalties(work, viewer, case, on, at)
    made = await keep_penalties(work, viewer, row, penalties, on, at)
    await take(work, viewer, "Case", "change", [Step(case, {}, at, answer)])
    if row["served_on"] is not None:
        await case_holds.hold(
            work, viewer, case, [one["claim_id"] for one in suspected], suspected=True, at=at
        )
        await case_effects.take_effect(work, viewer, case, on, at=at)
    if row["state"] in (CaseState.EXECUTED, CaseState.CLOSED):
        await case_holds.release(work, viewer, case, at=at)
    shown = await work.connection.fetch(
        "select id from publications where case_id = $1 and state = $2", case, PublicationState.PUBLISHED
    )
    await case_register.withdraw(work, viewer, [one["id"] for one in shown], on, "决定已变更", at=at)
    await keep_terms(work, [case], on)
    return made


async def _answer(
    work: Work, viewer: Viewer, action: str, challenge: int, on: date, answer: str, at: datetime | None
) -> int:
    values = {"answered_on": on, "answer": answer}
    await take(work, viewer, "Challenge", action, [Step(challenge, values, at, answer)])
    case: int = await work.connection.fetchval("select case_id from challenges where id = $1", challenge)
    await keep_terms(work, [case], on)
    return case


async def _in_time(work: Work, case: int, served: date, challenge: NewChallenge) -> None:
    if challenge.kind is ChallengeKind.RECONSIDERATION:
        last = clock.reconsideration_until(served)
    else:
        answered = await work.connection.fetchval(
            "select max(answered_on) from challenges where case_id = $1 and kind = 'reconsideration'"
            " and state <> 'withdrawn'",
            case,
        )
        last = clock.suit_until(served, answered)
    if challenge.filed_on > last:
        raise Refusal(
            "CHALLENGED_TOO_LATE",
            "期限已于{day}届满 | The time for it ended on {day}",
            hint="行政复议法第20条、行政诉讼法第45、46条"
            " | Law on Administrative Review, art. 20; on Administrative Suits, art. 45 and 46",
            clause="S1",
            status=409,
            field="filed_on",
            day=last.isoformat(),
        )


async def _revoke_penalties(work: Work, viewer: Viewer, case: int, on: date, at: datetime | None) -> None:
    rows = await case_effects.penalties_in_force(work, case)
    await take(work, viewer, "Penalty", "revoke", [Step(row["id"], {"revoked_on": on}, at) for row in rows])


def _item(row: Mapping[str, Any]) -> Item:
    organ = Organ(row["organ"]) if row["organ"] else None
    return Item(PenaltyOutcome(row["outcome"]), row["amount"], None, organ)
