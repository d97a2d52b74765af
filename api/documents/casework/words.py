"""What documents of a case say alike: the organ, the party, outcomes with their bands, evidence, claims."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from api.documents.casework.record import CaseRecord
from api.documents.words import NONE, day_of
from api.policy.capitals import capitals
from db.enums import EvidenceKind, FineBase, FraudKind, FraudPhase, Organ, PenaltyOutcome
from db.resource import both

#: Whose decision it is: S1 gives it to the departments of industry, which fine nobody.
ORGAN = "工业和信息化部"
NOTICE = "《工业和信息化部办公厅 财政部办公厅关于开展财政支持中小企业数字化转型试点工作的通知》（工信厅联企业〔2022〕22号）"
PENALTY_LAW = "《中华人民共和国行政处罚法》"
REGULATION = "《财政违法行为处罚处分条例》"
#: The sentence of the notice that every outcome rests on.
S1 = "通知第四部分（S1）"

_DIGITS = "零一二三四五六七八九"


def article(number: int) -> str:
    """``14`` is 第十四条."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return f"第{_DIGITS[ones]}条"
    said = ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    return f"第{said}条"


def yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def label(word: Any) -> str:
    return both(word.label)[0]


def lines(text: str | None) -> list[str]:
    """The paragraphs of a text that somebody entered."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def conduct(head: Any) -> str:
    return label(FraudKind(head["kind"]))


def phase(head: Any) -> str:
    return label(FraudPhase(head["phase"]))


def matter(head: Any) -> str:
    """案由."""
    return f"{head['title']}（{conduct(head)}，{phase(head)}环节）"


def shared(record: CaseRecord) -> dict[str, Any]:
    """What the frame of every document asks for."""
    head = record.head
    return {
        "from": ORGAN,
        "department": ORGAN,
        "synthetic": head["synthetic"],
        "mark": "",
        "draft": False,
        "case_number": head["number"],
        "matter": matter(head),
        "party": party(head),
        "officers": f"{head['first_officer']}、{head['second_officer']}",
    }


def party(head: Any) -> list[dict[str, str]]:
    """Who it is about, as far as the register knows."""
    given = (
        ("当事人", head["party"]),
        ("统一社会信用代码", head["uscc"]),
        ("住所", head["address"]),
        ("法定代表人", head["legal_person"]),
        ("承担任务", f"{head['plan']}，{head['industry']}行业服务平台"),
        ("案由", matter(head)),
        ("案号", head["number"]),
    )
    return [{"label": name, "value": value} for name, value in given if value]


def outcomes(rows: Sequence[Any]) -> list[dict[str, str]]:
    """Each outcome with its amount, its basis and, where another organ may fine, the band."""
    return [
        {
            "number": str(place),
            "outcome": outcome(row),
            "amount": yuan(row["amount"]) if row["amount"] else NONE,
            "basis": basis(row),
            "band": band(row),
        }
        for place, row in enumerate(rows, 1)
    ]


def outcome(row: Any) -> str:
    kind = PenaltyOutcome(row["outcome"])
    return f"移送{label(Organ(row['organ']))}依法处理" if kind is PenaltyOutcome.TRANSFER else label(kind)


def basis(row: Any) -> str:
    """By which clause of the notice, and which article."""
    return S1 + (f"；{REGULATION}{article(row['article'])}" if row["article"] else "")


def band(row: Any) -> str:
    if row["least"] is None:
        return NONE
    return f"{yuan(row['least'])}至{yuan(row['most'])}"


def sentences(rows: Sequence[Any]) -> list[str]:
    """The same as a document's body says it, amounts in capital numerals, bands with how they were reckoned."""
    return [f"{place}．{_sentence(row)}" for place, row in enumerate(rows, 1)]


def _sentence(row: Any) -> str:
    kind = PenaltyOutcome(row["outcome"])
    match kind:
        case PenaltyOutcome.DEDUCTION:
            return f"扣减奖补资金{yuan(row['amount'])}元（{capitals(row['amount'])}）。"
        case PenaltyOutcome.CANCELLATION:
            return "取消奖补资格，已拨付的奖补资金予以追缴。"
        case PenaltyOutcome.CIRCULAR:
            return "予以通报批评。"
        case PenaltyOutcome.TRANSFER:
            organ = label(Organ(row["organ"]))
            return f"依据{REGULATION}{article(row['article'])}，移送{organ}依法处理。{reckoned(row)}"


def reckoned(row: Any) -> str:
    """How the band of a fine comes about, which the organ decides on."""
    if row["least"] is None:
        return ""
    base = FineBase(row["base"])
    measured = "" if base is FineBase.PERSON else f"以{label(base)}{yuan(row['basis'])}元为基准，"
    return (
        f"按{row['cites']}，{measured}罚款幅度为{yuan(row['least'])}元至{yuan(row['most'])}元；"
        "是否罚款及数额由受移送机关决定。"
    )


def articles(rows: Sequence[Any]) -> list[str]:
    """The articles that outcomes cite, in their own words, each once."""
    known = {row["article"]: row for row in rows if row["article"]}
    return [
        f"{REGULATION}{article(number)}（{row['article_subject']}）：{row['unit_penalty']}。"
        if row["unit_penalty"]
        else f"{REGULATION}{article(number)}（{row['article_subject']}）。"
        for number, row in sorted(known.items())
    ]


def claims(record: CaseRecord) -> list[dict[str, str]]:
    """The claims in suspicion."""
    return [
        {
            "number": str(place),
            "enterprise": row["enterprise"],
            "day": day_of(row["submitted_on"]),
            "amount": yuan(row["amount"]),
        }
        for place, row in enumerate(record.claims, 1)
    ]


def evidence(record: CaseRecord) -> list[dict[str, str]]:
    """What was gathered, by whom; files with the first half of their fingerprint."""
    return [
        {
            "number": str(place),
            "kind": label(EvidenceKind(row["kind"])),
            "title": row["title"],
            "day": day_of(row["taken_on"]),
            "takers": "、".join(name for name in (row["taker"], row["second_taker"]) if name) or NONE,
            "sha256": row["sha256"][:32] if row["sha256"] else NONE,
        }
        for place, row in enumerate(record.evidence, 1)
    ]


def proven(record: CaseRecord) -> str:
    """What the evidence comes to, in a sentence."""
    claimed = sum((row["amount"] for row in record.claims), Decimal(0))
    parts = []
    if record.claims:
        parts.append(f"涉案奖补申请{len(record.claims)}笔，申请金额合计{yuan(claimed)}元")
    if record.evidence:
        parts.append(f"取得证据{len(record.evidence)}项")
    if record.checked:
        parts.append(f"完成法定核查{len(record.checked)}项")
    return "，".join(parts) + "，相关材料在卷。" if parts else ""


def checked(record: CaseRecord) -> list[dict[str, str]]:
    """What was looked into, by which law."""
    return [
        {"number": str(place), "what": row["what"], "law": row["law"], "day": day_of(row["done_on"])}
        for place, row in enumerate(record.checked, 1)
    ]
