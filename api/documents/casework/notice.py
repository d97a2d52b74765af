"""The notice before a decision (行政处罚法 art. 44, 45, 62–64): what is going to be decided, why, and what may be said."""

from typing import Any

from api.documents.casework import words
from api.documents.casework.record import items_of, record_of
from api.documents.rendering import Paper
from api.documents.words import day_of
from api.viewer import Viewer
from db.enums import PenaltyOutcome


async def notice_paper(connection: Any, viewer: Viewer, notice: int) -> Paper | None:
    """The notice; None where the connection sees no such notice, or two officers do not stand for it."""
    given = await connection.fetchrow("select * from case_notices where id = $1", notice)
    record = given and await record_of(connection, given["case_id"], given["given_on"])
    if not record or not record.two_officers:
        return None
    items = await items_of(connection, notice)
    head = record.head
    title = ["行政处罚（处理）事先告知书"]
    return Paper(
        "notice",
        f"{title[0]}（{head['party']}）",
        given["given_on"],
        {
            **words.shared(record),
            "title": title,
            "number": f"告知〔{given['given_on'].year}〕{notice:06}号",
            "addressee": head["party"],
            "opening": (
                f"你单位承担{head['plan']}服务平台任务期间，涉嫌在{words.phase(head)}环节{words.conduct(head)}、"
                f"骗取财政资金一案（{head['number']}号），我部于{day_of(head['opened_on'])}立案，现已调查终结。"
                f"依据{words.PENALTY_LAW}第四十四条、第四十五条、第六十二条，"
                "现将拟作出的处理内容及事实、理由、依据和你单位依法享有的权利告知如下。"
            ),
            "facts": words.lines(given["facts"]),
            "claims": words.claims(record),
            "evidence": words.evidence(record),
            "proven": words.proven(record),
            "basis": [*words.lines(given["basis"]), *words.articles(items)],
            "outcomes": words.outcomes(items),
            "sentences": words.sentences(items),
            "rights": _rights(given, items),
            "day": day_of(given["given_on"]),
        },
    )


def _rights(given: Any, items: Any) -> list[str]:
    until = day_of(given["answer_until"])
    said = [
        f"你单位有权陈述和申辩（{words.PENALTY_LAW}第四十五条）。请于{until}前（含当日）书面或口头向我部提出；"
        "提出的事实、理由和证据，我部将进行复核，成立的予以采纳。我部不因陈述申辩而给予更重的处理。",
    ]
    if given["hearing_offered"]:
        said.append(
            f"你单位有权要求听证（{words.PENALTY_LAW}第六十三条、第六十四条）。要求听证的，应当在收到本告知书之日起"
            f"五个工作日内、即{until}前（含当日）提出；我部在举行听证的七个工作日前通知时间、地点，"
            "听证由非本案调查人员主持，你单位不承担组织听证的费用。"
        )
    else:
        said.append(
            "拟作出的处理不属于依法应当告知听证权利的情形，你单位可依前款陈述申辩。"
            f"（{words.PENALTY_LAW}第六十三条）"
        )
    said.append(
        "认为调查人员与本案有直接利害关系或者有其他关系可能影响公正执法的，有权申请回避"
        f"（{words.PENALTY_LAW}第四十三条）。"
    )
    said.append("逾期未提出陈述申辩、也未要求听证的，视为放弃上述权利，我部将依法作出决定。")
    if any(item["outcome"] == PenaltyOutcome.TRANSFER for item in items):
        said.append("移送的，由受移送机关依其法定程序另行处理，你单位在该程序中的权利不受影响。")
    return [f"{place}．{text}" for place, text in enumerate(said, 1)]
