"""What follows of a case: announced in a notice, defended against, decided, challenged, published."""

from typing import Any, ClassVar

from tortoise import fields

from db.enums import (
    ChallengeKind,
    ChallengeState,
    DefenceKind,
    FineBase,
    Group,
    Organ,
    PenaltyOutcome,
    PenaltyState,
    PublicationState,
    Weight,
)
from db.guard import Guard, Unique
from db.models.base import (
    UnitScoped,
    check,
    in_order,
    link,
    money,
    not_negative,
    one_of,
    parent,
    word,
)
from db.models.flag import INVESTIGATORS
from db.resource import Resource


def _outcomes(table: str) -> tuple[Guard, ...]:
    return (
        one_of(table, "outcome", PenaltyOutcome),
        one_of(table, "organ", Organ),
        *not_negative(table, "amount"),
        # The departments of industry fine nobody.
        check(f"{table}_no_fine_by_industry", "outcome in ('deduction', 'transfer') or amount = 0"),
        check(f"{table}_deduct_something", "outcome <> 'deduction' or amount > 0"),
        check(f"{table}_handed_over_to_somebody", "(outcome = 'transfer') = (organ is not null)"),
    )


class CaseNotice(UnitScoped):
    """What is going to be decided, told beforehand with facts, reasons and basis (行政处罚法 art. 44); never changed."""

    case = parent("Case", "notices", "案件 | Case")
    number = fields.SmallIntField(description="第几次告知 | Which notice")
    given_on = fields.DateField(description="告知日期 | Given on")
    answer_until = fields.DateField(description="陈述申辩截止 | Defence until")
    facts = fields.TextField(description="违法事实 | Facts")
    basis = fields.TextField(description="处理依据 | Basis")
    hearing_offered = fields.BooleanField(description="告知听证权利 | A hearing may be asked for")
    giver = link("User", "notices_given", "告知人 | Given by", null=True)

    resource: ClassVar[Resource] = Resource(
        "事先告知 | Notice",
        columns=("case.number", "number", "given_on", "answer_until", "facts"),
        title="given_on",
        fixed=frozenset({"number", "given_on", "answer_until", "facts", "basis", "hearing_offered"}),
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("case_notices_numbered", ("unit_code", "case_id", "number")),
        check("case_notices_leave_time", "answer_until >= given_on + 5"),
    )

    class Meta:
        table = "case_notices"


class NoticeItem(UnitScoped):
    """One outcome as a notice announced it; never changed. What another organ may fine stands here as its band."""

    notice = parent("CaseNotice", "items", "事先告知 | Notice")
    outcome = word(PenaltyOutcome, "拟处结果 | Outcome")
    amount = money("拟处金额 | Amount")
    organ = word(Organ, "受移送机关 | Handed over to", null=True)
    article = link("PenaltyArticle", "notice_items", "依据条文 | Article", null=True)
    base = word(FineBase, "罚款基准 | Base of a fine", null=True)
    weight = word(Weight, "裁量 | Weight of the circumstances", null=True)
    basis = money("基准金额 | Amount it is measured by", null=True)
    least = money("幅度下限 | Least", null=True)
    most = money("幅度上限 | Most", null=True)
    cites = fields.CharField(200, null=True, description="法律依据 | Law it rests on")

    resource: ClassVar[Resource] = Resource(
        "告知事项 | Item of a notice",
        columns=("notice.case.number", "outcome", "organ", "amount", "least", "most"),
        title="outcome",
        fixed=frozenset({"outcome", "amount", "organ", "base", "weight", "basis", "least", "most", "cites"}),
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("notice_items_once", ("unit_code", "notice_id", "outcome", "organ")),
        *_outcomes("notice_items"),
        one_of("notice_items", "base", FineBase),
        one_of("notice_items", "weight", Weight),
        check("notice_items_band_in_order", "least <= most"),
    )

    class Meta:
        table = "notice_items"


class Penalty(UnitScoped):
    """The outcome of a case: deduction, cancellation, circular, transfer (S1).

    It names the item of the notice that announced it, so nothing is decided that was not, and never more.
    """

    case = parent("Case", "penalties", "案件 | Case")
    item = parent("NoticeItem", "penalties", "告知事项 | As announced")
    outcome = word(PenaltyOutcome, "处理结果 | Outcome")
    state = word(PenaltyState, "状态 | State", default=PenaltyState.DECIDED)
    amount = money("金额 | Amount", default=0)
    announced = money("告知金额 | Announced")
    organ = word(Organ, "受移送机关 | Handed over to", null=True)
    article = link("PenaltyArticle", "penalties", "依据条文 | Article", null=True)
    clause = link("Clause", "penalties", "依据条款 | Clause")
    decided_on = fields.DateField(description="决定日期 | Decided on")
    served_on = fields.DateField(null=True, description="送达日期 | Served on")
    executed_on = fields.DateField(null=True, description="执行日期 | Executed on")
    revoked_on = fields.DateField(null=True, description="撤销日期 | Revoked on")
    reply = fields.TextField(null=True, description="受移送机关回复 | What the organ answered")

    resource: ClassVar[Resource] = Resource(
        "处罚 | Penalty",
        columns=("case.number", "outcome", "organ", "amount", "state", "decided_on", "served_on"),
        title="outcome",
        fixed=frozenset(
            {
                *("outcome", "state", "amount", "announced", "organ", "decided_on", "served_on"),
                *("executed_on", "revoked_on", "reply"),
            }
        ),
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("penalties_once", ("unit_code", "item_id"), where="state <> 'revoked'"),
        *_outcomes("penalties"),
        one_of("penalties", "state", PenaltyState),
        *not_negative("penalties", "announced"),
        *in_order("penalties", "decided_on", "served_on", "executed_on"),
        *in_order("penalties", "decided_on", "revoked_on"),
        check("penalties_never_heavier_than_announced", "amount <= announced"),
        check("penalties_effective_are_served", "state <> 'effective' or served_on is not null"),
        check("penalties_revoked_have_a_day", "(state = 'revoked') = (revoked_on is not null)"),
    )

    class Meta:
        table = "penalties"


class Defence(UnitScoped):
    """What the platform said against a notice, and what the office found of it (行政处罚法 art. 45, 63–65)."""

    case = parent("Case", "defences", "案件 | Case")
    kind = word(DefenceKind, "方式 | Kind")
    made_on = fields.DateField(description="日期 | Made on")
    speaker = fields.CharField(60, null=True, description="陈述人 | Who spoke")
    chair = link("User", "hearings", "听证主持人 | Chair of the hearing", null=True)
    venue = fields.CharField(120, null=True, description="地点 | Place")
    record = fields.TextField(description="陈述申辩或听证笔录 | Record")
    findings = fields.TextField(description="复核意见 | What was found of it")
    adopted = fields.BooleanField(description="是否采纳 | Taken up")
    keeper = link("User", "defences_heard", "记录人 | Kept by", null=True)

    resource: ClassVar[Resource] = Resource(
        "陈述申辩与听证 | Defence",
        columns=("case.number", "kind", "made_on", "speaker", "adopted"),
        title="made_on",
        fixed=frozenset({"kind", "made_on", "speaker", "venue", "record", "findings", "adopted"}),
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("defences", "kind", DefenceKind),
        check("defences_hearing_has_a_chair", "(kind = 'hearing') = (chair_id is not null)"),
    )

    class Meta:
        table = "defences"


class Challenge(UnitScoped):
    """A decision looked at again: by the office itself, on review (行政复议), or by a court."""

    case = parent("Case", "challenges", "案件 | Case")
    kind = word(ChallengeKind, "途径 | Kind")
    state = word(ChallengeState, "结果 | Outcome", default=ChallengeState.PENDING)
    filed_on = fields.DateField(description="受理日期 | Filed on")
    body = fields.CharField(80, description="复议机关或法院 | Before whom")
    number = fields.CharField(60, null=True, description="文号 | Number of the document")
    grounds = fields.TextField(description="理由 | Grounds")
    answered_on = fields.DateField(null=True, description="结果日期 | Answered on")
    answer = fields.TextField(null=True, description="结果要旨 | Answer")

    resource: ClassVar[Resource] = Resource(
        "复议诉讼与纠正 | Challenge",
        columns=("case.number", "kind", "state", "filed_on", "body", "answered_on"),
        title="filed_on",
        fixed=frozenset({"kind", "state", "filed_on", "body", "number", "grounds", "answered_on", "answer"}),
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("challenges_one_pending", ("unit_code", "case_id"), where="state = 'pending'"),
        one_of("challenges", "kind", ChallengeKind),
        one_of("challenges", "state", ChallengeState),
        *in_order("challenges", "filed_on", "answered_on"),
        check("challenges_answered_on_a_day", "(state = 'pending') = (answered_on is null)"),
    )

    class Meta:
        table = "challenges"


class CaseEffect(UnitScoped):
    """What a decision did to the money of its platform when it took effect, so that it can be undone to the fen.

    ``before`` is the platform as it was: state, award, deduction. ``settlement`` is the one that the decision made,
    ``former`` the one in force until then; both are missing where the platform was not settled.
    """

    case = parent("Case", "effects", "案件 | Case")
    settlement = parent("Settlement", "effects", "依决定核定 | Settlement made by it", null=True)
    former = parent("Settlement", "former_effects", "原核定 | Settlement before", null=True)
    taken_on = fields.DateField(description="生效日期 | In effect since")
    deducted = money("扣减金额 | Deducted")
    disqualified = fields.BooleanField(description="取消资格 | Disqualified")
    award_before = money("原核定奖补 | Award before", null=True)
    award_after = money("现核定奖补 | Award after", null=True)
    platform_state = fields.CharField(32, description="平台原状态 | State of the platform before")
    cancelled: Any = fields.JSONField(description="作废拨付单 | Orders cancelled")
    reversed_on = fields.DateField(null=True, description="恢复日期 | Reversed on")
    exact = fields.BooleanField(null=True, description="按原核定恢复 | Former settlement reinstated")

    resource: ClassVar[Resource] = Resource(
        "处理效力 | Effect on the money",
        group=Group.WATCHING,
        columns=("case.number", "taken_on", "deducted", "award_before", "award_after", "reversed_on"),
        title="taken_on",
        fixed=frozenset(
            {
                *("taken_on", "deducted", "disqualified", "award_before", "award_after", "platform_state"),
                *("cancelled", "reversed_on", "exact"),
            }
        ),
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("case_effects_one_at_a_time", ("unit_code", "case_id"), where="reversed_on is null"),
        *not_negative("case_effects", "deducted"),
        *in_order("case_effects", "taken_on", "reversed_on"),
    )

    class Meta:
        table = "case_effects"


class Publication(UnitScoped):
    """A decision as everybody may read it: names of persons masked; withdrawn within three days if it falls (art. 48)."""

    case = parent("Case", "publications", "案件 | Case")
    state = word(PublicationState, "状态 | State", default=PublicationState.PUBLISHED)
    number = fields.CharField(24, description="文号 | Number")
    party = fields.CharField(80, description="当事人 | Party")
    party_uscc = fields.CharField(18, description="统一社会信用代码 | Credit code (USCC)")
    conduct = fields.TextField(description="违法事实 | Conduct")
    result = fields.TextField(description="处理结果 | Result")
    basis = fields.TextField(description="依据 | Basis")
    decided_on = fields.DateField(description="决定日期 | Decided on")
    published_on = fields.DateField(description="公开日期 | Published on")
    withdrawn_on = fields.DateField(null=True, description="撤回日期 | Withdrawn on")
    reason = fields.TextField(null=True, description="撤回理由 | Why withdrawn")

    resource: ClassVar[Resource] = Resource(
        "公开通报 | Publication",
        columns=("number", "party", "unit.short_name", "result", "published_on", "state"),
        search=("number", "party", "party_uscc"),
        title="number",
        fixed=frozenset(
            {
                *("state", "number", "party", "party_uscc", "conduct", "result", "basis"),
                *("decided_on", "published_on", "withdrawn_on", "reason"),
            }
        ),
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("publications_one_at_a_time", ("unit_code", "case_id"), where="state = 'published'"),
        one_of("publications", "state", PublicationState),
        *in_order("publications", "decided_on", "published_on", "withdrawn_on"),
        check(
            "publications_withdrawn_with_reason",
            "state <> 'withdrawn' or (withdrawn_on is not null and reason is not null)",
        ),
    )

    class Meta:
        table = "publications"
