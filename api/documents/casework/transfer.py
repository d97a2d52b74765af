"""The letter that hands a case over: to finance or audit for a fine, to the tax office for invoices, to the police."""

from collections.abc import Sequence
from typing import Any

from api.documents.casework import words
from api.documents.casework.record import CaseRecord, penalties_of, record_of, together
from api.documents.rendering import Paper
from api.documents.words import day_of
from api.viewer import Viewer
from db.enums import InvoiceCheck, Organ, PenaltyOutcome

#: Why it is this organ's to decide.
_COMPETENT = {
    Organ.FINANCE: (
        f"依据{words.REGULATION}第二条、第三十条，对财政违法行为给予罚款由财政部门、审计机关决定，我部无权处罚，"
        "现将本案移送你单位依法处理。"
    ),
    Organ.AUDIT: (
        f"依据{words.REGULATION}第二条、第三十条，对财政违法行为给予罚款由财政部门、审计机关决定，我部无权处罚，"
        "现将本案移送你单位依法处理。"
    ),
    Organ.TAX: (
        "本案涉嫌虚开发票。依据《中华人民共和国发票管理办法》第三十五条，由税务机关处理，现将本案移送你单位依法处理。"
    ),
    Organ.POLICE: (
        f"本案涉嫌犯罪。依据{words.REGULATION}第二十条、{words.PENALTY_LAW}第二十七条，应当及时移送司法机关，"
        "现将本案移送你单位依法追究刑事责任。"
    ),
}


_INVOICES = """
select invoices.number, seller, issued_on, gross, checked from invoices
where (unit_code, project_id) in (
  select claims.unit_code, claims.project_id from case_holds
  join claims on claims.unit_code = case_holds.unit_code and claims.id = case_holds.claim_id
  where case_holds.case_id = $1 and case_holds.suspected)
order by issued_on, invoices.id
"""


async def transfer_paper(connection: Any, viewer: Viewer, penalty: int) -> Paper | None:
    """The letter; None where the connection sees no such transfer, or the decision was not served yet."""
    case = await connection.fetchval("select case_id from penalties where id = $1", penalty)
    if case is None:
        return None
    every = await penalties_of(connection, case)
    one = next(row for row in every if row["id"] == penalty)
    if one["outcome"] != PenaltyOutcome.TRANSFER or one["served_on"] is None:
        return None
    record = await record_of(connection, case, one["served_on"])
    if record is None or not record.two_officers:
        return None
    notice = await connection.fetchrow("select facts from case_notices where id = $1", one["notice_id"])
    head, organ = record.head, Organ(one["organ"])
    invoices = await _invoices(connection, case) if organ is Organ.TAX else []
    decision = together(every, one)
    title = ["案件移送函"]
    others = [row for row in decision if row["id"] != penalty]
    return Paper(
        "transfer",
        f"{title[0]}（{head['party']}，{words.label(organ)}）",
        one["served_on"],
        {
            **words.shared(record),
            "title": title,
            "mark": f"所依据的决定已于{day_of(one['revoked_on'])}撤销" if one["revoked_on"] else "",
            "number": f"移送〔{one['served_on'].year}〕{penalty:06}号",
            "addressee": f"{head['unit']}{words.label(organ)}",
            "opening": (
                f"我部办理的{head['party']}（统一社会信用代码{head['uscc']}）{words.matter(head)}一案（{head['number']}号），"
                f"已于{day_of(one['decided_on'])}作出处理决定（处理〔{one['decided_on'].year}〕{decision[0]['id']:06}号）并送达。"
                f"{_COMPETENT[organ]}"
            ),
            "facts": words.lines(notice["facts"]),
            "amount": f"涉及金额{words.yuan(one['amount'])}元。",
            "articles": words.articles([one]),
            "reckoned": words.reckoned(one),
            "ours": words.sentences(others) if others else [],
            "no_second_fine": (
                f"对同一违法行为，我部未作出罚款；依据{words.PENALTY_LAW}第二十九条，"
                "同一违法行为违反多个规范应当罚款的，按照罚款数额高的规定处罚，不得给予两次以上罚款。"
            ),
            "invoices": invoices,
            "claims": words.claims(record),
            "evidence": words.evidence(record),
            "proven": words.proven(record),
            "asked": "请依法处理，并将受理情况和处理结果书面函告我部。",
            "attached": _attached(record, invoices),
            "contact": f"联系人：{head['first_officer']}、{head['second_officer']}",
            "day": day_of(one["served_on"]),
        },
    )


async def _invoices(connection: Any, case: int) -> list[dict[str, str]]:
    """Of the claims in suspicion."""
    return [
        {
            "number": row["number"],
            "seller": row["seller"],
            "day": day_of(row["issued_on"]),
            "gross": words.yuan(row["gross"]),
            "checked": words.label(InvoiceCheck(row["checked"])),
        }
        for row in await connection.fetch(_INVOICES, case)
    ]


def _attached(record: CaseRecord, invoices: Sequence[Any]) -> list[str]:
    given = [
        "行政处罚（处理）事先告知书、行政处理决定书、送达回证复印件",
        f"证据材料（{len(record.evidence)}项，目录附后）" if record.evidence else "",
        f"核查清单（{len(record.checked)}项）" if record.checked else "",
        "案卷及其校验清单（SHA-256）",
        "涉案发票及查验结果" if invoices else "",
    ]
    return [f"{place}．{text}" for place, text in enumerate((one for one in given if one), 1)]
