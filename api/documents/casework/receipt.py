"""The receipt of service (行政处罚法 art. 61): what was served on whom, when, how, by which two; and the terms it starts."""

from typing import Any

from api.documents.casework import words
from api.documents.casework.record import penalties_of, record_of, together
from api.documents.rendering import Paper
from api.documents.words import day_of
from api.policy import clock
from api.viewer import Viewer
from db.enums import PenaltyOutcome


async def receipt_paper(connection: Any, viewer: Viewer, case: int) -> Paper | None:
    """The receipt; None where the connection sees no such case, or its decision was not served yet."""
    served = await connection.fetchval("select served_on from cases where id = $1", case)
    record = served and await record_of(connection, case, served)
    if not record or not record.two_officers or not record.head["service"]:
        return None
    head = record.head
    every = await penalties_of(connection, case)
    first = next((row for row in every if row["decided_on"] == head["decided_on"]), None)
    if first is None:
        return None
    rows = together(every, first)
    title = ["送达回证"]
    return Paper(
        "receipt",
        f"{title[0]}（{head['party']}）",
        served,
        {
            **words.shared(record),
            "title": title,
            "number": f"送达〔{served.year}〕{case:06}号",
            "cells": [
                {"label": "送达文书", "value": "行政处理决定书"},
                {"label": "文书文号", "value": f"处理〔{head['decided_on'].year}〕{first['id']:06}号"},
                {"label": "决定日期", "value": day_of(head["decided_on"])},
                {"label": "案由", "value": words.matter(head)},
                {"label": "案号", "value": head["number"]},
                {"label": "受送达人", "value": f"{head['party']}（{head['uscc']}）"},
                *([{"label": "受送达人住所", "value": head["address"]}] if head["address"] else []),
                {"label": "送达方式", "value": head["service"]},
                {"label": "送达日期", "value": day_of(served)},
                {
                    "label": "送达期限",
                    "value": f"{day_of(clock.serve_by(head['decided_on']))}（决定后七个工作日）",
                },
                {"label": "送达机关", "value": words.ORGAN},
                {"label": "送达人", "value": f"{head['first_officer']}、{head['second_officer']}"},
            ],
            "terms": _terms(rows, served),
            "signatures": [
                "受送达人（签字或盖章）：",
                "代收人及代收理由：",
                "见证人（留置送达时签字）：",
                "送达人（签字）：",
            ],
            "rule": (
                f"本决定依{words.PENALTY_LAW}第六十一条，在宣告后当场交付，当事人不在场的七日内依照民事诉讼法的有关规定送达。"
                "受送达人拒绝签收的，送达人应当注明事由和日期。"
            ),
            "day": day_of(served),
        },
    )


def _terms(rows: Any, served: Any) -> list[dict[str, str]]:
    """The days that run from service, as dates."""
    found = {PenaltyOutcome(row["outcome"]) for row in rows}
    owes = bool(found & {PenaltyOutcome.DEDUCTION, PenaltyOutcome.CANCELLATION})
    given = [
        *([("退回差额", clock.pay_by(served), "行政处罚法第六十七条，十五日")] if owes else []),
        ("申请行政复议", clock.reconsideration_until(served), "行政复议法第二十条，六十日"),
        ("提起行政诉讼", clock.suit_until(served), "行政诉讼法第四十六条，六个月"),
    ]
    return [{"what": what, "until": day_of(until), "law": law} for what, until, law in given]
