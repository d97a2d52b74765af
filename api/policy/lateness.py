"""What is late, by how many days, by which clause, and who must act (A2): from dates to sentences, no I/O."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from db.enums import Role, Word

_PROVINCE = (Role.PROVINCIAL_SME_OFFICER,)
_PROVINCE_FINANCE = (Role.PROVINCIAL_FINANCE_OFFICER,)
_OPERATOR = (Role.PLATFORM_OPERATOR, Role.PROVINCIAL_SME_OFFICER)
_MIIT = (Role.PROGRAMME_OFFICER,)
_MOF = (Role.FINANCE_OFFICER,)


class Due(Word):
    """What somebody was to have done; the label says it undone."""

    PLAN_REVIEW = "plan_review", "方案未批复或退回 | Plan neither approved nor returned"
    PLAN_START = "plan_start", "批复后未启动实施 | Approved plan not started"
    CONTRACT = "contract", "批复后未签约 | No contract since the approval"
    DELIVERY = "delivery", "未按期交付 | Not delivered in time"
    RECTIFICATION = "rectification", "整改超期 | Rectification overdue"
    ACCEPTANCE = "acceptance", "交付后未验收 | Delivered, not accepted"
    FINDING = "finding", "督促问题未整改 | Finding not put right"
    VISIT = "visit", "现场督促未开展 | Visit not made"
    CLAIM_CHECK = "claim_check", "奖补申请未审核 | Claim not checked"
    CLAIM_DECISION = "claim_decision", "奖补申请未核准 | Claim not decided"
    SURVEY = "survey", "满意度测评未答复 | Survey not answered"
    DEVIATION = "deviation", "绩效偏差未说明 | Deviation not explained"
    SELF_EVALUATION = "self_evaluation", "实施期满未自评 | No self-evaluation after the term"
    NATIONAL_EVALUATION = "national_evaluation", "自评后未评价 | Self-evaluated, not evaluated"
    RECOVERY = "recovery", "应追缴未追缴 | Prepaid too much, not recovered"
    REPORT = "report", "总结未答复 | Report not answered"


@dataclass(frozen=True)
class Rule:
    """``days`` after the day on which it could begin, it is late. Where the notice names no number, it is ours."""

    due: Due
    days: int
    clause: str
    who: tuple[Role, ...]


RULES: tuple[Rule, ...] = (
    Rule(Due.PLAN_REVIEW, 30, "A1", _MIIT),
    Rule(Due.PLAN_START, 30, "A2", _PROVINCE),
    Rule(Due.CONTRACT, 90, "P9", _OPERATOR),
    # Nothing can be accepted any more where it is delivered on the last day of the term (F5).
    Rule(Due.DELIVERY, -24, "F5", _OPERATOR),
    Rule(Due.RECTIFICATION, 45, "P10", _OPERATOR),
    Rule(Due.ACCEPTANCE, 45, "P10", (Role.EXPERT,)),
    Rule(Due.FINDING, 0, "A2", _OPERATOR),
    Rule(Due.VISIT, 0, "A2", _PROVINCE),
    Rule(Due.CLAIM_CHECK, 30, "F6", _PROVINCE_FINANCE),
    Rule(Due.CLAIM_DECISION, 120, "F6", _MOF),
    Rule(Due.SURVEY, 15, "A2", _PROVINCE),
    Rule(Due.DEVIATION, 15, "A3", _PROVINCE),
    Rule(Due.SELF_EVALUATION, 60, "A3", _PROVINCE),
    Rule(Due.NATIONAL_EVALUATION, 90, "A3", _MIIT),
    Rule(Due.RECOVERY, 30, "F6", _MOF),
    Rule(Due.REPORT, 60, "A4", _MIIT),
)
BY_DUE = {rule.due: rule for rule in RULES}


@dataclass(frozen=True)
class Waiting:
    """Something not done yet: of which record, since when it could be, and of which unit.

    ``since`` is the day from which the rule's days run: an approval, a delivery, the term's end.
    """

    due: Due
    subject: str
    subject_id: int
    since: date
    unit_code: str
    title: str
    synthetic: bool = False


@dataclass(frozen=True)
class Late:
    """``days`` late today, 1 or more; ``due_on`` was the last day in time."""

    waiting: Waiting
    rule: Rule
    due_on: date
    days: int


def days_late(due: Due, since: date, today: date) -> int:
    """By how many days something is late that could be done since that day; 0 or less: it is in time."""
    return (today - since).days - BY_DUE[due].days


def late(waiting: Iterable[Waiting], today: date) -> list[Late]:
    """What is late today, the longest first."""
    found = []
    for one in waiting:
        rule, days = BY_DUE[one.due], days_late(one.due, one.since, today)
        if days > 0:
            found.append(Late(one, rule, one.since + timedelta(days=rule.days), days))
    return sorted(found, key=lambda one: (-one.days, one.waiting.due, one.waiting.subject_id))


def concerning(dues: Iterable[Due], roles: frozenset[Role]) -> list[Due]:
    """Which of these somebody with these roles must act upon."""
    return [due for due in dues if roles & set(BY_DUE[due].who)]
