"""The decision (行政处罚法 art. 59): facts and evidence, outcomes and their law, how to comply, how to challenge it."""

from collections.abc import Sequence
from typing import Any

from api.documents.casework import words
from api.documents.casework.record import CaseRecord, penalties_of, record_of, together
from api.documents.rendering import Paper
from api.documents.words import day_of
from api.viewer import Viewer
from db.enums import ChallengeKind, DefenceKind, PenaltyOutcome

_DEFENCES = """
select kind, made_on, findings, adopted from defences where case_id = $1 and made_on <= $2 order by made_on, id
"""
_CHANGED = """
select kind, body, number, answer from challenges
where case_id = $1 and state = 'changed' and answered_on = $2 order by id desc limit 1
"""


async def decision_paper(connection: Any, viewer: Viewer, penalty: int) -> Paper | None:
    """The decision that a penalty is part of; None where the connection sees none, or a step of the law is not kept."""
    case = await connection.fetchval("select case_id from penalties where id = $1", penalty)
    if case is None:
        return None
    every = await penalties_of(connection, case)
    rows = together(every, next(row for row in every if row["id"] == penalty))
    decided = rows[0]["decided_on"]
    record = await record_of(connection, case, decided)
    if record is None or not record.two_officers or record.head["reviewed_on"] is None:
        return None
    notice = await connection.fetchrow("select * from case_notices where id = $1", rows[0]["notice_id"])
    changed = decided != record.head["decided_on"] or any(row["id"] < rows[0]["id"] for row in every)
    basis = await connection.fetchrow(_CHANGED, case, decided) if changed else None
    head = record.head
    title = ["行政处理变更决定书" if changed else "行政处理决定书"]
    return Paper(
        "decision",
        f"{title[0]}（{head['party']}）",
        decided,
        {
            **words.shared(record),
            "title": title,
            "mark": f"本决定已于{day_of(rows[0]['revoked_on'])}撤销" if rows[0]["revoked_on"] else "",
            "number": f"处理〔{decided.year}〕{rows[0]['id']:06}号",
            "addressee": head["party"],
            "opening": _opening(head, basis),
            "facts": words.lines(notice["facts"]),
            "claims": words.claims(record),
            "evidence": words.evidence(record),
            "proven": words.proven(record),
            "procedure": await _procedure(connection, record, notice, decided),
            "basis": [*words.lines(notice["basis"]), *words.articles(rows)],
            "outcomes": words.outcomes(rows),
            "sentences": words.sentences(rows),
            "complying": _complying(rows),
            "remedies": [
                "如不服本决定，可以自收到本决定书之日起六十日内向我部申请行政复议"
                "（《中华人民共和国行政复议法》第二十条），也可以自收到本决定书之日起六个月内"
                "直接向有管辖权的人民法院提起行政诉讼（《中华人民共和国行政诉讼法》第四十六条）。",
                f"申请行政复议或者提起行政诉讼的，除法律另有规定外，本决定不停止执行（{words.PENALTY_LAW}第七十三条）。",
            ],
            "day": day_of(decided),
        },
    )


def _opening(head: Any, changed: Any) -> str:
    said = (
        f"你单位承担{head['plan']}服务平台任务期间，在{words.phase(head)}环节{words.conduct(head)}、骗取财政资金一案"
        f"（{head['number']}号），我部于{day_of(head['opened_on'])}立案调查，由{head['first_officer']}、"
        f"{head['second_officer']}两名执法人员办理。现已审理终结。"
    )
    if changed is None:
        return said
    by = {
        ChallengeKind.CORRECTION: "我部自行纠正",
        ChallengeKind.RECONSIDERATION: "行政复议决定",
        ChallengeKind.SUIT: "人民法院裁判",
    }[ChallengeKind(changed["kind"])]
    number = f"（{changed['number']}）" if changed["number"] else ""
    return f"{said}依据{by}{number}，对原处理决定作如下变更：{changed['answer']}"


async def _procedure(connection: Any, record: CaseRecord, notice: Any, decided: Any) -> list[str]:
    """The steps that had to come before."""
    head = record.head
    said = [
        f"{day_of(notice['given_on'])}，我部向你单位告知拟作出的处理内容及事实、理由、依据和依法享有的陈述、申辩"
        f"{'、要求听证' if notice['hearing_offered'] else ''}的权利。"
    ]
    for row in await connection.fetch(_DEFENCES, head["id"], decided):
        kind, day = DefenceKind(row["kind"]), day_of(row["made_on"])
        if row["made_on"] < notice["given_on"]:
            continue
        if kind is DefenceKind.WAIVED:
            said.append("你单位在法定期限内未提出陈述申辩，也未要求听证。")
            continue
        how = f"{day}，我部依法举行听证" if kind is DefenceKind.HEARING else f"{day}，你单位提出陈述申辩"
        taken = "予以采纳" if row["adopted"] else "不予采纳"
        said.append(f"{how}。经复核：{row['findings'].strip().rstrip('。')}。对申辩意见{taken}。")
    said.append(
        f"{day_of(head['reviewed_on'])}，本案经法制审核（{words.PENALTY_LAW}第五十八条）：{head['opinion'].strip().rstrip('。')}。"
    )
    if head["grave"] and head["discussed_on"]:
        said.append(
            f"{day_of(head['discussed_on'])}，经我部负责人集体讨论决定（{words.PENALTY_LAW}第五十七条）。"
        )
    return said


def _complying(rows: Sequence[Any]) -> list[str]:
    """How and until when to comply, by outcome."""
    found = {PenaltyOutcome(row["outcome"]) for row in rows}
    said = []
    if found & {PenaltyOutcome.DEDUCTION, PenaltyOutcome.CANCELLATION}:
        said.append(
            "我部自本决定送达之日起重新核定奖补资金。已拨付数高于重新核定数的，你单位应当自收到本决定书之日起十五日内，"
            f"按追缴通知载明的账户退回差额（{words.PENALTY_LAW}第六十七条）。"
        )
    if PenaltyOutcome.CIRCULAR in found:
        said.append("通报批评自本决定送达后在公开登记中公布；决定被撤销或者变更的，三日内撤回。")
    if PenaltyOutcome.TRANSFER in found:
        said.append("移送事项自本决定送达后办理，由受移送机关依法处理。")
    return said
