"""A case on its way through the law: investigated by two, announced, defended, reviewed, decided, served, executed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson

from api.errors import Refusal
from api.policy import clock, penalty
from api.policy.checklist import checklist
from api.policy.penalty import Item, Problem
from api.services import case_effects, case_holds
from api.services.account_facts import facts_of
from api.services.case_people import assign, keep_part, may_take_part, takes_part
from api.services.case_terms import keep_terms
from api.services.rows import insert, update
from api.services.steps import Step, create, take
from api.viewer import Viewer
from db.enums import (
    CasePart,
    CaseState,
    DefenceKind,
    FineBase,
    FraudKind,
    Organ,
    PenaltyOutcome,
    Weight,
)
from db.store import Work


@dataclass(frozen=True)
class NewPenalty:
    """One outcome of a case, as announced and then as decided. ``article``: its number in the Regulation.

    A transfer names the ``organ``; to one that may fine, ``base`` and ``amount`` give the band, ``weight`` bends it.
    """

    outcome: PenaltyOutcome
    amount: Decimal = Decimal(0)
    article: int | None = None
    organ: Organ | None = None
    base: FineBase | None = None
    weight: Weight | None = None

    def item(self) -> Item:
        return Item(self.outcome, self.amount, self.article, self.organ)


@dataclass(frozen=True)
class Heard:
    """What was said against a notice, and what was found of it. ``chair`` of a hearing is whoever enters it."""

    kind: DefenceKind
    made_on: date
    record: str
    findings: str
    adopted: bool = False
    speaker: str | None = None
    venue: str | None = None


async def investigate(
    work: Work,
    viewer: Viewer,
    case: int,
    *,
    first: int | None = None,
    second: int | None = None,
    act_ended_on: date | None = None,
    at: datetime | None = None,
) -> None:
    """Begin: two investigators, who stay so for ever, and the checklist of the kind of conduct.

    Raises:
        Refusal: fewer than two without a tie; what was found out is barred by limitation (art. 36).
    """
    row = await row_of(work, case)
    ended = act_ended_on or row["act_ended_on"]
    _in_time(ended, row)
    two = await assign(
        work,
        viewer,
        case,
        first or row["investigator_id"] or viewer.user_id,
        second or row["second_investigator_id"],
        at=at,
    )
    await keep_part(work, case, CasePart.INVESTIGATE, two, at)
    await take(work, viewer, "Case", "investigate", [Step(case, {"act_ended_on": ended}, at)])
    await insert(
        work,
        "CheckItem",
        [
            {
                "unit_code": row["unit_code"],
                "case_id": case,
                "number": number,
                "code": check.code,
                "what": check.what.split(" | ")[0],
                "what_en": check.what.split(" | ")[1],
                "law": check.law.split(" | ")[0],
                "required": check.required,
                "synthetic": row["synthetic"],
            }
            for number, check in enumerate(checklist(FraudKind(row["kind"])), 1)
        ],
        skip="unit_code, case_id, code",
    )
    await keep_terms(work, [case])


async def tick(
    work: Work,
    viewer: Viewer,
    items: Sequence[int],
    on: date,
    note: str | None = None,
    *,
    at: datetime | None = None,
) -> None:
    """Somebody looked into these, on that day."""
    values: dict[str, Any] = {"done_on": on, "done_by_id": viewer.user_id}
    if note:
        values["note"] = note
    await take(work, viewer, "CheckItem", "tick", [Step(item, values, at) for item in items])


async def untick(work: Work, viewer: Viewer, items: Sequence[int], why: str) -> None:
    """It has to be looked into once more."""
    values = {"done_on": None, "done_by_id": None}
    await take(work, viewer, "CheckItem", "untick", [Step(item, values, None, why) for item in items])


async def notify(
    work: Work,
    viewer: Viewer,
    case: int,
    penalties: Sequence[NewPenalty],
    on: date,
    facts: str,
    basis: str,
    *,
    false_invoices: bool = False,
    crime_suspected: bool = False,
    fine_due: bool = False,
    at: datetime | None = None,
) -> int:
    """Tell the platform what is going to be decided, with facts, reasons and basis (art. 44); the key of the notice.

    Raises:
        Refusal: the checklist is not through; an outcome can't be; an organ is left out that must hear of it; the act
            is barred; the same act was handed over for a fine before (art. 29); after a defence it may not be heavier.
    """
    row = await row_of(work, case)
    _in_time(row["act_ended_on"], row)
    items = [one.item() for one in penalties]
    [account] = await facts_of(work.connection, [row["platform_id"]])
    most = account.terms.platform.value if account.award is None else account.award
    _refuse(penalty.fenced(items, most_deducted=most))
    _refuse(
        penalty.transfers_missing(
            items, false_invoices=false_invoices, crime_suspected=crime_suspected, fine_due=fine_due
        )
    )
    await _looked_into(work, case)
    await _not_fined_before(work, case, items)
    earlier = await _defended_before(work, case)
    if earlier:
        _refuse(penalty.heavier(items, earlier))
    grave = penalty.grave(items)
    until = clock.hearing_can_be_asked_until(on)
    number = 1 + await work.connection.fetchval("select count(*) from case_notices where case_id = $1", case)
    shared = {"unit_code": row["unit_code"], "synthetic": row["synthetic"]}
    [notice] = await insert(
        work,
        "CaseNotice",
        [
            {
                **shared,
                "case_id": case,
                "number": number,
                "given_on": on,
                "answer_until": until,
                "facts": facts,
                "basis": basis,
                "hearing_offered": grave,
                "giver_id": viewer.user_id,
            }
        ],
    )
    articles = await _articles(work)
    await insert(
        work,
        "NoticeItem",
        [{**shared, "notice_id": notice, **_item_row(one, articles)} for one in penalties],
    )
    values = {
        "notice_id": notice,
        "notified_on": on,
        "defend_until": until,
        "grave": grave,
        "false_invoices": false_invoices,
        "crime_suspected": crime_suspected,
        "fine_due": fine_due,
    }
    await take(work, viewer, "Case", "notify", [Step(case, values, at)])
    await keep_terms(work, [case], on)
    return notice


async def ask_hearing(work: Work, viewer: Viewer, case: int, on: date, *, at: datetime | None = None) -> None:
    """The platform asks for a hearing, within five working days of the notice (art. 64).

    Raises:
        Refusal: too late; what was announced gives no right to one.
    """
    row = await row_of(work, case)
    offered = await work.connection.fetchval(
        "select hearing_offered from case_notices where id = $1", row["notice_id"]
    )
    if offered is False:
        raise Refusal(
            "NO_HEARING_RIGHT",
            "拟作出的处理不属于听证范围，可陈述申辩"
            " | What was announced gives no right to a hearing; a statement may be made",
            clause="S1",
            status=409,
        )
    if row["defend_until"] is not None and on > row["defend_until"]:
        raise Refusal(
            "TOO_LATE_FOR_HEARING",
            "听证申请已于{day}截止 | A hearing could be asked for until {day}",
            hint="行政处罚法第64条：告知后五个工作日内 | Law on Penalties, art. 64: within five working days",
            clause="S1",
            status=409,
            day=row["defend_until"].isoformat(),
        )
    await take(work, viewer, "Case", "ask_hearing", [Step(case, {"hearing_asked_on": on}, at)])
    await keep_terms(work, [case], on)


async def call_hearing(
    work: Work, viewer: Viewer, case: int, on: date, held_on: date, *, at: datetime | None = None
) -> None:
    """Give notice of the hearing, seven working days before it (art. 64); who gives it is no investigator.

    Raises:
        Refusal: nobody asked for one; it is too soon; the viewer investigated.
    """
    row = await row_of(work, case)
    await may_take_part(work, viewer.user_id, case, CasePart.CHAIR)
    if row["hearing_asked_on"] is None:
        raise Refusal(
            "NO_HEARING_ASKED",
            "当事人未申请听证 | Nobody asked for a hearing",
            clause="S1",
            status=409,
        )
    first = clock.earliest_hearing(on)
    if held_on < first:
        raise Refusal(
            "HEARING_TOO_SOON",
            "听证应当提前七个工作日通知，最早{day}举行"
            " | A hearing is notified seven working days before: {day} at the earliest",
            hint="行政处罚法第64条 | Law on Penalties, art. 64",
            clause="S1",
            status=409,
            field="hearing_on",
            day=first.isoformat(),
        )
    values = {"hearing_notice_on": on, "hearing_on": held_on}
    await take(work, viewer, "Case", "call_hearing", [Step(case, values, at)])
    await keep_terms(work, [case], on)


async def hear(work: Work, viewer: Viewer, case: int, heard: Heard, *, at: datetime | None = None) -> int:
    """Keep what the platform said, and what was found of it; who chairs a hearing did not investigate (art. 64).

    Raises:
        Refusal: a hearing was asked for and not held; nothing was said, and the time is not over; the viewer
            investigated, or has a tie.
    """
    row = await row_of(work, case)
    asked = row["hearing_asked_on"] is not None
    if asked and (
        heard.kind is not DefenceKind.HEARING
        or row["hearing_on"] is None
        or heard.made_on < row["hearing_on"]
    ):
        raise Refusal(
            "HEARING_ASKED",
            "当事人已申请听证，须先举行听证 | A hearing was asked for: it must be held first",
            clause="S1",
            status=409,
        )
    if heard.kind is DefenceKind.HEARING and not asked:
        raise Refusal(
            "NO_HEARING_ASKED",
            "当事人未申请听证 | Nobody asked for a hearing",
            clause="S1",
            status=409,
        )
    if heard.kind is DefenceKind.WAIVED and row["defend_until"] and heard.made_on <= row["defend_until"]:
        raise _still_time(row)
    part = CasePart.CHAIR
    await may_take_part(work, viewer.user_id, case, part)
    values = {"heard_on": heard.made_on, "defence": heard.kind}
    await take(work, viewer, "Case", "hear", [Step(case, values, at)])
    if heard.kind is DefenceKind.HEARING:
        await keep_part(work, case, part, [viewer.user_id], at)
    [made] = await insert(
        work,
        "Defence",
        [
            {
                "unit_code": row["unit_code"],
                "case_id": case,
                "kind": heard.kind,
                "made_on": heard.made_on,
                "speaker": heard.speaker,
                "chair_id": viewer.user_id if heard.kind is DefenceKind.HEARING else None,
                "venue": heard.venue,
                "record": heard.record,
                "findings": heard.findings,
                "adopted": heard.adopted,
                "keeper_id": viewer.user_id,
                "synthetic": row["synthetic"],
            }
        ],
    )
    await keep_terms(work, [case], heard.made_on)
    return made


async def review(
    work: Work, viewer: Viewer, case: int, opinion: str, on: date, *, at: datetime | None = None
) -> None:
    """The legal review (art. 58), by somebody who did nothing else in the case.

    Raises:
        Refusal: no opinion; the viewer investigated, chaired, or has a tie.
    """
    if not opinion.strip():
        raise Refusal("NO_REASON", "请写明审核意见 | Say what the review found", clause="S1", field="opinion")
    await takes_part(work, viewer, case, CasePart.REVIEW, at=at)
    values = {"reviewer_id": viewer.user_id, "reviewed_on": on, "opinion": opinion}
    await take(work, viewer, "Case", "review", [Step(case, values, at)])


async def send_back(
    work: Work, viewer: Viewer, case: int, why: str, on: date, *, at: datetime | None = None
) -> None:
    """The legal review finds the facts wanting: investigated further, and announced anew."""
    if not why.strip():
        raise Refusal("NO_REASON", "请写明事由 | Say why", clause="S1", field="why")
    await takes_part(work, viewer, case, CasePart.REVIEW, at=at)
    again = dict.fromkeys(
        (
            *("notice_id", "notified_on", "defend_until", "hearing_asked_on", "hearing_notice_on"),
            *("hearing_on", "heard_on", "defence"),
        )
    )
    await take(work, viewer, "Case", "return", [Step(case, again, at, why)])
    await keep_terms(work, [case], on)


async def discuss(
    work: Work, viewer: Viewer, case: int, record: str, on: date, *, at: datetime | None = None
) -> None:
    """Those responsible discuss a grave case together (art. 57); who was there stands in the record."""
    if not record.strip():
        raise Refusal(
            "NO_REASON",
            "请填写集体讨论记录 | Enter the record of the discussion",
            clause="S1",
            field="discussion",
        )
    await may_take_part(work, viewer.user_id, case, CasePart.DECIDE)
    values = {"discussed_on": on, "discussion": record}
    await take(work, viewer, "Case", "discuss", [Step(case, values, at)])


async def decide(
    work: Work,
    viewer: Viewer,
    case: int,
    penalties: Sequence[NewPenalty],
    on: date,
    *,
    cleared: Sequence[int] = (),
    at: datetime | None = None,
) -> list[int]:
    """Decide a case, within what was announced; the penalties take effect when the decision is served.

    ``cleared``: claims of the case that proved right; they go on at once.

    Raises:
        Refusal: no outcome; beyond the notice; the time for a defence is not over; a grave case was not discussed; the
            viewer investigated, chaired or reviewed it, or has a tie.
    """
    row = await row_of(work, case)
    if row["state"] == CaseState.REVIEWED:
        items = [one.item() for one in penalties]
        if not items:
            _refuse(penalty.fenced([], most_deducted=Decimal(0)))
        _refuse(penalty.heavier(items, await _announced(work, row["notice_id"])))
        if row["defend_until"] and on <= row["defend_until"]:
            raise _still_time(row)
        if penalty.grave(items) and row["discussed_on"] is None:
            raise Refusal(
                "NOT_DISCUSSED",
                "重大案件须先经集体讨论 | A grave case is discussed among leaders first",
                hint="行政处罚法第57条 | Law on Penalties, art. 57",
                clause="S1",
                status=409,
            )
    why = "；".join(one.outcome.label.split(" | ")[0] for one in penalties)
    values = {
        "decider_id": viewer.user_id,
        "decided_on": on,
        "grave": row["grave"] and penalty.grave([one.item() for one in penalties]),
    }
    await may_take_part(work, viewer.user_id, case, CasePart.DECIDE)
    await take(work, viewer, "Case", "decide", [Step(case, values, at, why)])
    await keep_part(work, case, CasePart.DECIDE, [viewer.user_id], at)
    made = await keep_penalties(work, viewer, row, penalties, on, at)
    if cleared:
        await case_holds.release(work, viewer, case, claims=cleared, at=at)
    await keep_terms(work, [case], on)
    return made


async def keep_penalties(
    work: Work,
    viewer: Viewer,
    row: Mapping[str, Any],
    penalties: Sequence[NewPenalty],
    on: date,
    at: datetime | None = None,
) -> list[int]:
    """The outcomes of a decision, each hung on what announced it."""
    told = {
        (one["outcome"], one["organ"]): one
        for one in await work.connection.fetch(
            "select id, outcome, organ, amount, article_id from notice_items where notice_id = $1",
            row["notice_id"],
        )
    }
    articles = {number: found["id"] for number, found in (await _articles(work)).items()}
    rows = []
    for one in penalties:
        item = told[one.outcome, one.organ]
        rows.append(
            {
                "unit_code": row["unit_code"],
                "case_id": row["id"],
                "item_id": item["id"],
                "outcome": one.outcome,
                "amount": one.amount,
                "announced": item["amount"],
                "organ": one.organ,
                "article_id": articles.get(one.article or 0, item["article_id"]),
                "clause_id": "S1",
                "decided_on": on,
                "synthetic": row["synthetic"],
            }
        )
    return await create(work, viewer, "Penalty", "decide", rows, at=at)


async def serve(
    work: Work, viewer: Viewer, case: int, on: date, how: str, *, at: datetime | None = None
) -> None:
    """The decision reaches the platform (art. 61) and takes effect: award, ledger, recovery, claims follow at once.

    Raises:
        Refusal: a payment to the platform is with the bank.
    """
    await take(work, viewer, "Case", "serve", [Step(case, {"served_on": on, "service": how}, at, how)])
    await case_effects.take_effect(work, viewer, case, on, at=at)
    await keep_terms(work, [case], on)


async def execute(work: Work, viewer: Viewer, case: int, on: date, *, at: datetime | None = None) -> None:
    """All of the decision is done: recovered, handed over, published. The platform's other claims go on, or end.

    Raises:
        Refusal: money is still to be recovered.
    """
    open_ = await work.connection.fetchrow(
        """select count(*) as count, sum(remittances.amount) as amount from case_effects
           join remittances on remittances.unit_code = case_effects.unit_code
                           and remittances.settlement_id = case_effects.settlement_id
           where case_effects.case_id = $1 and reversed_on is null and remittances.kind = 'recovery'
             and remittances.state in ('proposed', 'approved', 'failed')""",
        case,
    )
    if open_["count"]:
        raise Refusal(
            "NOT_RECOVERED",
            "尚有{amount}元未追缴到账 | {amount} yuan are still to be recovered",
            hint="先确认追缴到账 | Confirm the recovery first",
            clause="S1",
            status=409,
            amount=open_["amount"],
        )
    await take(work, viewer, "Case", "execute", [Step(case, {"executed_on": on}, at)])
    rows = await work.connection.fetch(
        "select id, outcome from penalties where case_id = $1 and state = 'effective'", case
    )
    await update(work, "Penalty", [{"id": row["id"], "executed_on": on} for row in rows])
    if any(row["outcome"] == PenaltyOutcome.CANCELLATION for row in rows):
        await case_holds.reject(work, viewer, case, on, everything=True, at=at, why="平台奖补资格已取消")
    await case_holds.release(work, viewer, case, at=at)
    await keep_terms(work, [case], on)


async def close(
    work: Work, viewer: Viewer, case: int, on: date, why: str | None = None, *, at: datetime | None = None
) -> None:
    """Close a case that was executed, or that proved unfounded: then what it held is what it was before."""
    await take(work, viewer, "Case", "close", [Step(case, {"closed_on": on}, at, why)])
    await case_holds.release(work, viewer, case, at=at, why="案件办结，解除暂缓")
    await keep_terms(work, [case], on)


async def reply(
    work: Work, viewer: Viewer, handed_over: int, text: str, *, at: datetime | None = None
) -> None:
    """What the organ that a case was handed over to answered."""
    await take(work, viewer, "Penalty", "reply", [Step(handed_over, {"reply": text}, at)])


async def row_of(work: Work, case: int) -> Mapping[str, Any]:
    """The whole row of a case, kept as it is until the transaction ends.

    Raises:
        Refusal: there is none within the units of the transaction.
    """
    row: Mapping[str, Any] | None = await work.connection.fetchrow(
        "select * from cases where id = $1 for update", case
    )
    if row is None:
        raise Refusal(
            "NOT_FOUND",
            "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
            status=404,
            id=case,
        )
    return row


def _in_time(act_ended_on: date | None, row: Mapping[str, Any]) -> None:
    found = row["found_on"] or row["opened_on"]
    if clock.barred(act_ended_on, found):
        assert act_ended_on
        raise Refusal(
            "BARRED",
            "违法行为终了于{ended}，至{found}发现已超过二年，不再处罚"
            " | The act ended on {ended} and was found on {found}, more than two years later: it is not punished",
            hint="行政处罚法第36条 | Law on Penalties, art. 36",
            clause="S1",
            status=409,
            field="act_ended_on",
            ended=act_ended_on.isoformat(),
            found=found.isoformat(),
        )


def _still_time(row: Mapping[str, Any]) -> Refusal:
    return Refusal(
        "DEFENCE_NOT_OVER",
        "陈述申辩和申请听证期限至{day}，未满不得作出决定"
        " | The platform may still defend itself until {day}: nothing is decided before",
        hint="行政处罚法第44、45、62条 | Law on Penalties, art. 44, 45 and 62",
        clause="S1",
        status=409,
        day=row["defend_until"].isoformat(),
    )


def _refuse(problems: Sequence[Problem]) -> None:
    for problem in problems:
        law = "" if problem.law == "S1" else problem.law
        raise Refusal(problem.code, problem.message, hint=law, clause="S1", **problem.facts)


async def _looked_into(work: Work, case: int) -> None:
    left = await work.connection.fetch(
        "select what, what_en from check_items where case_id = $1 and required and done_on is null order by number",
        case,
    )
    if left:
        raise Refusal(
            "CHECKLIST_OPEN",
            "还有{count}项必查事项未完成：{what_zh} | {count} things required are not looked into yet: {what_en}",
            clause="S1",
            status=409,
            count=len(left),
            what_zh="、".join(row["what"] for row in left),
            what_en="; ".join(row["what_en"] for row in left),
        )


async def _not_fined_before(work: Work, case: int, items: Sequence[Item]) -> None:
    """
    Raises:
        Refusal: a claim of this case was handed over for a fine with another case already (art. 29).
    """
    if not any(item.organ in penalty.FINING for item in items):
        return
    number = await work.connection.fetchval(
        """select cases.number from penalties
           join cases on cases.unit_code = penalties.unit_code and cases.id = penalties.case_id
           join case_holds theirs on theirs.unit_code = cases.unit_code and theirs.case_id = cases.id
           join case_holds ours on ours.unit_code = theirs.unit_code and ours.claim_id = theirs.claim_id
           where ours.case_id = $1 and ours.suspected and theirs.suspected and cases.id <> $1
             and penalties.organ in ('finance', 'audit') and penalties.state <> 'revoked' limit 1""",
        case,
    )
    if number is not None:
        raise Refusal(
            "FINED_BEFORE",
            "同一违法行为已由{number}号案移送处罚，不得再次罚款"
            " | The same act was handed over for a fine with case {number}: it is not fined twice",
            hint="行政处罚法第29条 | Law on Penalties, art. 29",
            clause="S1",
            status=409,
            number=number,
        )


async def _announced(work: Work, notice: int | None) -> list[Item]:
    rows = await work.connection.fetch(
        "select outcome, amount, organ from notice_items where notice_id = $1 order by id", notice
    )
    return [
        Item(PenaltyOutcome(row["outcome"]), row["amount"], None, row["organ"] and Organ(row["organ"]))
        for row in rows
    ]


async def _defended_before(work: Work, case: int) -> list[Item]:
    """What the last notice announced, if the platform has defended itself against it."""
    spoke = await work.connection.fetchval(
        "select exists (select from defences where case_id = $1 and kind <> 'waived')", case
    )
    last = await work.connection.fetchval("select max(id) from case_notices where case_id = $1", case)
    return await _announced(work, last) if spoke and last else []


async def _articles(work: Work) -> dict[int, Any]:
    rows = await work.connection.fetch("select id, number, detail from penalty_articles")
    return {row["number"]: row for row in rows}


def _item_row(one: NewPenalty, articles: Mapping[int, Any]) -> dict[str, Any]:
    """An outcome as the notice keeps it, with the band that another organ may fine within."""
    found = articles.get(one.article or 0)
    band = None
    if one.base is not None and found is not None:
        detail = orjson.loads(found["detail"])
        band = penalty.band(
            penalty.article(found["number"], detail), one.base, one.amount, one.weight or Weight.ORDINARY
        )
    return {
        "outcome": one.outcome,
        "amount": one.amount,
        "organ": one.organ,
        "article_id": found["id"] if found else None,
        "base": one.base,
        "weight": one.weight,
        "basis": band.basis if band else None,
        "least": band.least if band else None,
        "most": band.most if band else None,
        "cites": band.cites.split(" | ")[0] if band else None,
    }
