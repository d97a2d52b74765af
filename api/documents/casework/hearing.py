"""The record of a hearing, or of a statement made in defence (行政处罚法 art. 45, 64, 65): who was there, what was said."""

from typing import Any

from api.documents.casework import words
from api.documents.casework.record import items_of, record_of
from api.documents.rendering import Paper
from api.documents.words import NONE, day_of
from api.viewer import Viewer
from db.enums import DefenceKind

_DEFENCE = """
select defences.*, chairs.name as chair, keepers.name as keeper,
       (select id from case_notices where case_notices.case_id = defences.case_id and given_on <= made_on
        order by case_notices.number desc limit 1) as notice
from defences
left join users as chairs on chairs.id = chair_id
left join users as keepers on keepers.id = keeper_id
where defences.id = $1
"""


async def hearing_paper(connection: Any, viewer: Viewer, defence: int) -> Paper | None:
    """The record; None where the connection sees none, or where nothing was said that could be recorded."""
    made = await connection.fetchrow(_DEFENCE, defence)
    if made is None or made["notice"] is None or made["kind"] == DefenceKind.WAIVED:
        return None
    record = await record_of(connection, made["case_id"], made["made_on"])
    if record is None or not record.two_officers:
        return None
    notice = await connection.fetchrow("select * from case_notices where id = $1", made["notice"])
    head, hearing = record.head, made["kind"] == DefenceKind.HEARING
    title = ["听证笔录" if hearing else "陈述申辩笔录"]
    return Paper(
        "hearing",
        f"{title[0]}（{head['party']}）",
        made["made_on"],
        {
            **words.shared(record),
            "title": title,
            "number": f"{'听证' if hearing else '申辩'}〔{made['made_on'].year}〕{defence:06}号",
            "meeting": _meeting(head, made, notice, hearing),
            "opening": _opening(notice, hearing),
            "announced": words.sentences(await items_of(connection, notice["id"])),
            "claimed": [
                *words.lines(notice["facts"]),
                *([words.proven(record)] if words.proven(record) else []),
            ],
            "record": words.lines(made["record"]),
            "findings": words.lines(made["findings"]),
            "adopted": (
                "经复核，当事人提出的事实、理由或者证据成立，予以采纳。"
                if made["adopted"]
                else "经复核，当事人提出的事实、理由和证据不足以改变认定，不予采纳。"
            ),
            "rule": (
                f"依据{words.PENALTY_LAW}第六十四条、第六十五条，本笔录经当事人或者其代理人核对无误后签字或者盖章，"
                "拒绝签字或者盖章的由听证主持人注明；我部根据听证笔录作出决定。"
                if hearing
                else f"依据{words.PENALTY_LAW}第四十五条，我部对当事人提出的事实、理由和证据进行复核，"
                "不因陈述申辩而给予更重的处理。"
            ),
            "signatures": [
                "当事人或者代理人（签字或盖章）：",
                "听证主持人（签字）：" if hearing else "听取人（签字）：",
                "记录人（签字）：",
                "调查人员（签字）：",
            ],
            "day": day_of(made["made_on"]),
        },
    )


def _meeting(head: Any, made: Any, notice: Any, hearing: bool) -> list[dict[str, str]]:
    """Who, when, where."""
    # The dates of a hearing stand in the case as long as its notice does.
    ours = head["notice_id"] == notice["id"]
    given = [
        ("事先告知日期", day_of(notice["given_on"])),
        *(
            [
                ("申请听证日期", day_of(head["hearing_asked_on"])),
                ("听证通知日期", day_of(head["hearing_notice_on"])),
            ]
            if hearing and ours and head["hearing_asked_on"] and head["hearing_notice_on"]
            else []
        ),
        ("听证日期" if hearing else "陈述申辩日期", day_of(made["made_on"])),
        *([("地点", made["venue"])] if made["venue"] else []),
        ("听证主持人" if hearing else "听取人", made["chair"] or made["keeper"] or NONE),
        ("记录人", made["keeper"] or NONE),
        ("调查人员", f"{head['first_officer']}、{head['second_officer']}"),
        ("陈述人", made["speaker"] or head["party"]),
    ]
    return [{"label": name, "value": value} for name, value in given]


def _opening(notice: Any, hearing: bool) -> str:
    told = f"我部于{day_of(notice['given_on'])}告知当事人拟作出的处理及其依法享有的权利。"
    if hearing:
        return (
            f"{told}当事人在法定期限内要求听证，我部依法组织听证，由非本案调查人员主持；"
            "主持人核对到场人员身份，宣布案由和听证纪律，告知申请回避的权利。"
        )
    return f"{told}当事人在法定期限内提出陈述申辩，我部听取并记录如下。"
