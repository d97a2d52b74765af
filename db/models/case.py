"""Red flags, the cases made of them, and the penalties that follow."""

from typing import Any, ClassVar

from tortoise import fields

from db.enums import (
    CaseState,
    FlagState,
    FraudKind,
    FraudPhase,
    PenaltyOutcome,
    Role,
    Severity,
)
from db.guard import Guard, Unique
from db.models.base import (
    UnitScoped,
    in_order,
    link,
    money,
    not_negative,
    one_of,
    parent,
    word,
)
from db.resource import Count, Resource, Sum

#: Who may know of suspicions: not the platforms and experts they are about.
INVESTIGATORS: frozenset[Role] = frozenset(Role) - {Role.PLATFORM_OPERATOR, Role.EXPERT}


class Flag(UnitScoped):
    """One red flag raised by one rule version on one claim, with the facts that raised it."""

    claim = parent("Claim", "flags", "奖补申请 | Claim")
    case = parent("Case", "flags", "案件 | Case", null=True)
    rule = fields.CharField(8, db_index=True, description="规则 | Rule")
    rule_version = fields.SmallIntField(description="规则版本 | Rule version")
    severity = word(Severity, "严重程度 | Severity")
    phase = word(FraudPhase, "环节 | Phase")
    hints_at = word(FraudKind, "疑似行为 | Hints at")
    state = word(FlagState, "状态 | State", default=FlagState.OPEN)
    reason = fields.CharField(200, description="原因 | Reason")
    reason_en = fields.CharField(200, description="英文原因 | Reason in English")
    facts: Any = fields.JSONField(description="事实 | Facts")
    facts_hash = fields.CharField(64, description="事实指纹 | Fingerprint of the facts")
    at_risk = money("涉及金额 | At risk")
    raised_at = fields.DatetimeField(description="发现时间 | Raised at")
    dismissed_reason = fields.TextField(null=True, description="排除理由 | Why dismissed")

    resource: ClassVar[Resource] = Resource(
        "预警 | Flag",
        columns=("rule", "reason", "severity", "claim.project.enterprise.name", "at_risk", "state"),
        search=("rule", "reason", "claim.project.enterprise.name"),
        title="reason",
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        # The same facts do not raise the same rule again.
        Unique(
            "flags_once_per_facts",
            ("unit_code", "claim_id", "rule", "facts_hash"),
        ),
        one_of("flags", "severity", Severity),
        one_of("flags", "phase", FraudPhase),
        one_of("flags", "hints_at", FraudKind),
        one_of("flags", "state", FlagState),
        *not_negative("flags", "at_risk"),
    )

    class Meta:
        table = "flags"


class Case(UnitScoped):
    """Flags under investigation, up to the decision and its execution (S1)."""

    platform = parent("Platform", "cases", "服务平台 | Platform")
    number = fields.CharField(24, description="案号 | Case number")
    title = fields.CharField(160, description="案由 | Title")
    state = word(CaseState, "状态 | State", default=CaseState.OPENED)
    kind = word(FraudKind, "行为 | Conduct")
    phase = word(FraudPhase, "环节 | Phase")
    opened_on = fields.DateField(description="立案日期 | Opened on")
    closed_on = fields.DateField(null=True, description="结案日期 | Closed on")
    at_stake = money("涉案金额 | At stake")
    summary = fields.TextField(null=True, description="案情 | Summary")
    investigator = link("User", "cases", "承办人 | Investigator", null=True)

    resource: ClassVar[Resource] = Resource(
        "案件 | Case",
        columns=(
            "number",
            "title",
            "unit.short_name",
            "platform.organization.name",
            "kind",
            "at_stake",
            "state",
        ),
        search=("number", "title", "platform.organization.name"),
        title="number",
        fixed=frozenset({"state", "number", "opened_on", "closed_on"}),
        computed={
            "flag_count": Count("flags", label="预警数 | Flags"),
            "penalty_total": Sum("penalties", "amount", label="处罚金额 | Penalties"),
        },
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique(
            "cases_number_once",
            ("unit_code", "number"),
        ),
        one_of("cases", "state", CaseState),
        one_of("cases", "kind", FraudKind),
        one_of("cases", "phase", FraudPhase),
        *not_negative("cases", "at_stake"),
        *in_order("cases", "opened_on", "closed_on"),
    )

    class Meta:
        table = "cases"


class Penalty(UnitScoped):
    """The outcome of a case: deduction, cancellation, circular, transfer (S1)."""

    case = parent("Case", "penalties", "案件 | Case")
    outcome = word(PenaltyOutcome, "处理结果 | Outcome")
    amount = money("金额 | Amount", default=0)
    article = link("PenaltyArticle", "penalties", "依据条文 | Article", null=True)
    clause = link("Clause", "penalties", "依据条款 | Clause")
    decided_on = fields.DateField(description="决定日期 | Decided on")
    served_on = fields.DateField(null=True, description="送达日期 | Served on")
    executed_on = fields.DateField(null=True, description="执行日期 | Executed on")

    resource: ClassVar[Resource] = Resource(
        "处罚 | Penalty",
        columns=("case.number", "outcome", "amount", "decided_on", "served_on"),
        title="outcome",
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("penalties", "outcome", PenaltyOutcome),
        *not_negative("penalties", "amount"),
        *in_order("penalties", "decided_on", "served_on", "executed_on"),
    )

    class Meta:
        table = "penalties"
