"""Documents of a case: each says what the law wants said, as Word and as PDF, once its step has been taken."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from api.documents.casework.decision import decision_paper
from api.documents.casework.hearing import hearing_paper
from api.documents.casework.notice import notice_paper
from api.documents.casework.receipt import receipt_paper
from api.documents.casework.transfer import transfer_paper
from api.documents.casework.words import article
from api.policy.clock import earliest_hearing
from api.services import case_challenges, case_evidence, case_hearing
from api.services.case_challenges import NewChallenge
from api.services.case_evidence import NewEvidence
from api.services.case_hearing import Heard
from api.services.case_outcomes import NewPenalty
from db.enums import ChallengeKind, DefenceKind, EvidenceKind, FineBase, Organ, PenaltyOutcome, Role
from tests.services.casefile import AT, CIRCULAR, DECIDED, SERVED, TOLD, UNTIL, CaseFile, deduction, opened
from tests.services.papers import plain, said
from tests.services.world import World

FINE = NewPenalty(PenaltyOutcome.TRANSFER, Decimal("480000.00"), 14, Organ.FINANCE, FineBase.DEFRAUDED)
OUTCOMES: Sequence[NewPenalty] = (deduction("120000.00"), NewPenalty(CIRCULAR), FINE)
HEARD = earliest_hearing(date(2024, 1, 10))


async def ids(file: CaseFile, table: str, where: str = "true") -> list[int]:
    rows = await file.world.work.connection.fetch(
        f"select id from {table} where case_id = $1 and {where} order by id", file.id
    )
    return [row["id"] for row in rows]


async def one(file: CaseFile, table: str, where: str = "true") -> int:
    return (await ids(file, table, where))[0]


async def ready(world: World) -> World:
    """Two claims to suspect: what follows does not hang on the rest of a platform."""
    return await (await (await world.drafted()).approved()).claimed(2)


async def held(world: World) -> CaseFile:
    """A case whose platform asked for a hearing, and had it."""
    file = await (await opened(await ready(world))).investigated()
    evidence = NewEvidence(
        EvidenceKind.INQUIRY, "询问笔录", "经办人承认发票重复", date(2023, 12, 18), file.second.user_id
    )
    await case_evidence.collect(world.work, file.first, file.id, evidence, at=AT)
    await file.told(OUTCOMES)
    await case_hearing.ask_hearing(world.work, file.first, file.id, date(2024, 1, 9), at=AT)
    chair = world[Role.PROGRAMME_OFFICER]
    await case_hearing.call_hearing(world.work, chair, file.id, date(2024, 1, 10), HEARD, at=AT)
    heard = Heard(
        DefenceKind.HEARING,
        HEARD,
        "当事人称系统误报\n请求从轻",
        "误报不成立",
        speaker="赵铁柱",
        venue="三楼会议室",
    )
    await case_hearing.hear(world.work, chair, file.id, heard, at=AT)
    return file


def has(text: str, *wanted: str) -> None:
    for each in wanted:
        assert plain(each) in text, each


async def party_of(file: CaseFile) -> Any:
    return await file.world.work.connection.fetchrow(
        """select name, uscc, number from cases join platforms on platforms.id = platform_id
           join organizations on organizations.id = organization_id where cases.id = $1""",
        file.id,
    )


async def test_the_notice_tells_facts_evidence_articles_bands_and_rights(world: World) -> None:
    file = await held(world)
    connection = world.work.connection
    paper = await notice_paper(connection, file.first, await one(file, "case_notices"))
    assert paper is not None
    assert paper.dated == TOLD
    text, party = said(paper), await party_of(file)
    has(text, party["name"], party["uscc"], party["number"])
    has(text, "同一发票重复申报", "询问笔录", "涉案奖补申请2笔，申请金额合计480,000.00元")
    has(text, "第十四条", "48,000.00至240,000.00", "骗取资金10%以上50%以下", "480,000.00")
    has(text, "扣减奖补资金120,000.00元（人民币壹拾贰万元整）", "通报批评", "移送财政部门")
    has(text, "第四十四条", "第四十五条", "有权陈述和申辩", "不因陈述申辩而给予更重的处理")
    has(text, "有权要求听证", "五个工作日", f"{UNTIL.year}年{UNTIL.month}月{UNTIL.day}日前", "有权申请回避")
    has(text, "监督人员 | Supervisor、监督人员二", "工业和信息化部（盖章）", "2024年1月8日", "告知〔2024〕")


async def test_a_light_notice_offers_no_hearing(world: World) -> None:
    file = await (await opened(await ready(world))).investigated()
    await file.told([NewPenalty(CIRCULAR)])
    paper = await notice_paper(world.work.connection, file.first, await one(file, "case_notices"))
    assert paper is not None
    text = said(paper)
    has(text, "有权陈述和申辩", "不属于依法应当告知听证权利的情形")
    assert "有权要求听证" not in text


async def test_the_record_of_a_hearing_says_who_was_there_and_what_was_said(world: World) -> None:
    file = await held(world)
    paper = await hearing_paper(world.work.connection, file.first, await one(file, "defences"))
    assert paper is not None
    text = said(paper)
    has(text, "听证笔录", "三楼会议室", "赵铁柱", "当事人称系统误报", "请求从轻", "误报不成立", "不予采纳")
    has(text, "听证主持人", Role.PROGRAMME_OFFICER.label, "非本案调查人员主持", "核对无误后签字或者盖章")
    has(text, "申请听证日期", "2024年1月9日", "听证通知日期", "2024年1月10日", "第六十四条")


async def test_the_decision_says_what_was_found_done_decided_and_how_to_challenge_it(world: World) -> None:
    file = await held(world)
    await (await file.reviewed()).decided(OUTCOMES, on=date(2024, 2, 20))
    paper = await decision_paper(world.work.connection, file.first, await one(file, "penalties"))
    assert paper is not None
    text, party = said(paper), await party_of(file)
    has(text, "行政处理决定书", party["name"], party["uscc"], party["number"], "处理〔2024〕")
    has(
        text,
        "同一发票重复申报",
        "询问笔录",
        "依法举行听证",
        "误报不成立",
        "事实清楚，程序合法",
        "集体讨论决定",
    )
    has(text, "扣减奖补资金120,000.00元", "予以通报批评", "移送财政部门", "48,000.00元至240,000.00元")
    has(text, "十五日内", "六十日内向我部申请行政复议", "六个月内", "人民法院提起行政诉讼", "不停止执行")
    has(text, "监督人员 | Supervisor、监督人员二", "工业和信息化部（盖章）", "2024年2月20日")


async def test_any_outcome_leads_to_the_decision_that_it_is_part_of(world: World) -> None:
    file = await opened(await ready(world))
    await file.through(OUTCOMES)
    papers = [
        await decision_paper(world.work.connection, file.first, key) for key in await ids(file, "penalties")
    ]
    assert len(papers) == 3
    assert papers[0] is not None
    assert papers == [papers[0]] * 3


async def test_the_receipt_has_the_terms_that_service_starts(world: World) -> None:
    file = await opened(await ready(world))
    await file.through(OUTCOMES)
    paper = await receipt_paper(world.work.connection, file.first, file.id)
    assert paper is not None
    text = said(paper)
    has(
        text,
        "送达回证",
        "直接送达",
        "行政处理决定书",
        "监督人员 | Supervisor、监督人员二",
        "受送达人（签字或盖章）",
    )
    assert date(2024, 2, 5) == SERVED
    # Sixty days end at Qingming, so the term ends on the first day worked after it.
    has(text, "退回差额", "2024年2月20日", "申请行政复议", "2024年4月7日", "提起行政诉讼", "2024年8月5日")
    has(text, "2024年2月9日（决定后七个工作日）")


async def test_a_transfer_letter_gives_the_organ_what_it_decides_upon(world: World) -> None:
    file = await opened(await ready(world))
    tax = NewPenalty(PenaltyOutcome.TRANSFER, Decimal("480000.00"), 16, Organ.TAX)
    police = NewPenalty(PenaltyOutcome.TRANSFER, Decimal("480000.00"), 20, Organ.POLICE)
    await file.through([*OUTCOMES, tax, police], false_invoices=True, crime_suspected=True, fine_due=True)
    texts = {}
    for organ in ("finance", "tax", "police"):
        key = await one(file, "penalties", f"organ = '{organ}'")
        paper = await transfer_paper(world.work.connection, file.first, key)
        assert paper is not None
        texts[organ] = said(paper)
        has(texts[organ], "案件移送函", "同一发票重复申报", "480,000.00", "书面函告我部", "第二十九条")
    has(texts["finance"], "财政部门：", "48,000.00元至240,000.00元", "我部无权处罚", "第二条、第三十条")
    has(texts["tax"], "税务机关：", "涉嫌虚开发票", "发票管理办法》第三十五条", "价税合计")
    has(texts["police"], "公安机关：", "涉嫌犯罪", "第二十条")
    assert "价税合计" not in texts["finance"]


async def test_no_document_is_there_before_its_step(world: World) -> None:
    connection = world.work.connection
    file = await opened(await ready(world))
    assert await receipt_paper(connection, file.first, file.id) is None
    await file.investigated()
    assert await receipt_paper(connection, file.first, file.id) is None
    await (await (await file.told(OUTCOMES)).heard()).reviewed()
    # Nothing was said, so there is no record of it.
    assert await hearing_paper(connection, file.first, await one(file, "defences")) is None
    await file.decided(OUTCOMES)
    transfer = await one(file, "penalties", "outcome = 'transfer'")
    assert await decision_paper(connection, file.first, transfer) is not None
    assert await receipt_paper(connection, file.first, file.id) is None
    assert await transfer_paper(connection, file.first, transfer) is None
    await file.served()
    assert await receipt_paper(connection, file.first, file.id) is not None
    assert await transfer_paper(connection, file.first, transfer) is not None
    assert await transfer_paper(connection, file.first, await one(file, "penalties")) is None  # a deduction
    for write in (notice_paper, hearing_paper, decision_paper, receipt_paper, transfer_paper):
        assert await write(connection, file.first, 10**9) is None


async def test_a_changed_decision_stands_beside_the_one_that_fell(world: World) -> None:
    file = await opened(await ready(world))
    await file.through(OUTCOMES)
    finance = world[Role.FINANCE_OFFICER]
    what = NewChallenge(
        ChallengeKind.RECONSIDERATION, date(2024, 3, 1), "复议机关", "处理过重", "复〔2024〕1号"
    )
    made = await case_challenges.file(world.work, finance, file.id, what, at=AT)
    await case_challenges.change(
        world.work, finance, made, [deduction("50000.00")], date(2024, 4, 10), "扣减过重，予以变更", at=AT
    )
    before, *_, after = [
        await decision_paper(world.work.connection, file.first, key) for key in await ids(file, "penalties")
    ]
    assert before is not None
    assert after is not None
    has(said(before), "本决定已于2024年4月10日撤销", "120,000.00")
    text = said(after)
    has(text, "行政处理变更决定书", "行政复议决定（复〔2024〕1号）", "扣减过重，予以变更", "50,000.00")
    assert "120,000.00" not in text
    receipt = await receipt_paper(world.work.connection, file.first, file.id)
    assert receipt is not None
    assert before.data["number"] in str(receipt.data["cells"])  # what was served then


async def test_synthetic_rows_are_said_to_be_so(world: World) -> None:
    file = await opened(await ready(world))
    await file.through(OUTCOMES)
    for mark in (False, True):
        await world.work.connection.execute("update cases set synthetic = $2 where id = $1", file.id, mark)
        paper = await receipt_paper(world.work.connection, file.first, file.id)
        assert paper is not None
        assert ("合成数据" in said(paper)) is mark


@pytest.mark.parametrize(
    ("number", "name"),
    [(6, "第六条"), (10, "第十条"), (14, "第十四条"), (20, "第二十条"), (27, "第二十七条")],
)
def test_articles_are_counted_as_the_law_counts_them(number: int, name: str) -> None:
    assert article(number) == name


def test_the_decision_of_the_examples_is_served_in_time() -> None:
    assert DECIDED < SERVED
