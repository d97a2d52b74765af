"""Red flags, the versions of the rules that raise them, and the runs in which they did."""

from typing import Any, ClassVar

from tortoise import fields
from tortoise.indexes import Index

from db.enums import (
    DrawState,
    FlagState,
    FlagSubject,
    FraudKind,
    FraudPhase,
    Group,
    Role,
    RuleKind,
    RuleState,
    ScanScope,
    ScanState,
    Severity,
)
from db.guard import Guard, Unique
from db.models.base import Record, UnitScoped, check, link, money, not_negative, one_of, parent, word
from db.resource import Count, Resource, Scope

#: Who may know of suspicions: not the platforms and experts they are about.
INVESTIGATORS: frozenset[Role] = frozenset(Role) - {Role.PLATFORM_OPERATOR, Role.EXPERT}

#: Who may know how suspicions arise, too: not the offices that hand claims in, who could write to the thresholds.
RULE_READERS: frozenset[Role] = INVESTIGATORS - {Role.PROVINCIAL_SME_OFFICER, Role.PROVINCIAL_FINANCE_OFFICER}


class RuleVersion(Record):
    """A rule as it was run: its parameters and its query, frozen. Another threshold is another version.

    At most one version of a rule is live and one on trial; the others are history that flags refer to.
    """

    rule = fields.CharField(8, description="规则 | Rule")
    number = fields.SmallIntField(description="版本 | Version")
    state = word(RuleState, "状态 | State")
    kind = word(RuleKind, "类别 | Kind")
    title = fields.CharField(60, description="名称 | Title")
    title_en = fields.CharField(100, description="英文名称 | Title in English")
    parameters: Any = fields.JSONField(description="参数 | Parameters")
    query = fields.TextField(description="查询 | Query")
    peers_query = fields.TextField(null=True, description="同类组查询 | Query of the peer groups")
    since = fields.DatetimeField(description="起用时间 | In force since")
    reason = fields.CharField(200, null=True, description="调整理由 | Why it was changed")
    made_by = link("User", "rule_versions", "制定人 | Made by", null=True)

    resource: ClassVar[Resource] = Resource(
        "规则版本 | Rule version",
        group=Group.WATCHING,
        columns=("rule", "title", "number", "kind", "state", "since"),
        search=("rule", "title"),
        title="title",
        fixed=frozenset({"state", "since"}),
        computed={"flag_count": Count("flags", label="预警数 | Flags")},
        scope=Scope.OPEN,
        readers=RULE_READERS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("rule_versions_numbered", ("rule", "number")),
        Unique("rule_versions_one_live", ("rule",), where="state = 'live'"),
        Unique("rule_versions_one_on_trial", ("rule",), where="state = 'trial'"),
        one_of("rule_versions", "state", RuleState),
        one_of("rule_versions", "kind", RuleKind),
    )

    class Meta:
        table = "rule_versions"


class PeerGroup(Record):
    """What is usual among the like, as the last run over the country found it: a rule compares with this.

    Which of the figures a rule uses its query says: quartiles and median, the spread around it, a rate.
    """

    definition = link("RuleVersion", "peer_groups", "规则版本 | Rule version")
    cell = fields.CharField(120, description="同类组 | Peer group")
    size = fields.IntField(description="样本数 | Size")
    low = fields.DecimalField(20, 6, null=True, description="下四分位 | Lower quartile")
    middle = fields.DecimalField(20, 6, null=True, description="中位数 | Median")
    high = fields.DecimalField(20, 6, null=True, description="上四分位 | Upper quartile")
    spread = fields.DecimalField(20, 6, null=True, description="离散程度 | Spread")
    rate = fields.DecimalField(20, 6, null=True, description="比率 | Rate")

    resource: ClassVar[Resource] = Resource(
        "同类组 | Peer group",
        group=Group.WATCHING,
        columns=("definition.title", "cell", "size", "low", "middle", "high", "rate"),
        search=("cell",),
        title="cell",
        fixed=frozenset({"cell", "size", "low", "middle", "high", "spread", "rate"}),
        scope=Scope.OPEN,
        readers=RULE_READERS,
        audited=False,  # worked out anew by each run
    )

    guards: ClassVar[tuple[Guard, ...]] = (Unique("peer_groups_once", ("definition_id", "cell")),)

    class Meta:
        table = "peer_groups"


class Scan(Record):
    """A run of the rules: over the country, or over what has changed since the last one."""

    scope = word(ScanScope, "范围 | Scope")
    state = word(ScanState, "状态 | State", default=ScanState.QUEUED)
    asked_by = link("User", "scans", "发起人 | Asked for by", null=True)
    asked_at = fields.DatetimeField(description="提交时间 | Asked at")
    started_at = fields.DatetimeField(null=True, description="开始时间 | Started at")
    ended_at = fields.DatetimeField(null=True, description="结束时间 | Ended at")
    rule = fields.CharField(8, null=True, description="当前规则 | Rule under way")
    done = fields.SmallIntField(default=0, description="已完成规则数 | Rules done")
    total = fields.SmallIntField(default=0, description="规则总数 | Rules in all")
    raised = fields.IntField(default=0, description="新增预警 | New flags")
    lapsed = fields.IntField(default=0, description="消除预警 | Flags that lapsed")
    seen_to = fields.BigIntField(null=True, description="变更截至 | Changes seen up to")
    error = fields.CharField(400, null=True, description="中断原因 | Why it broke off")

    resource: ClassVar[Resource] = Resource(
        "预警运行 | Run of the rules",
        group=Group.WATCHING,
        columns=("asked_at", "scope", "state", "done", "total", "raised", "lapsed", "ended_at"),
        title="asked_at",
        fixed=frozenset(
            {"scope", "state", "asked_at", "started_at", "ended_at", "rule", "done", "total", "raised"}
            | {"lapsed", "seen_to", "error"}
        ),
        scope=Scope.OPEN,
        readers=RULE_READERS,
        audited=False,  # the flags it raises are; who asked for it stands in the row
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("scans", "scope", ScanScope),
        one_of("scans", "state", ScanState),
    )

    class Meta:
        table = "scans"


class Flag(UnitScoped):
    """One red flag raised by one version of a rule, with all that raised it.

    Its subject is a claim, a project or a platform; ``project`` and ``platform`` are always those of the subject.
    ``mark`` tells several findings of one rule on one subject apart, such as an invoice's number. ``facts`` fill
    the reason; ``peers`` (group, size, figures) is what it was compared with, where it was.
    """

    platform = parent("Platform", "flags", "服务平台 | Platform")
    project = parent("Project", "flags", "改造项目 | Project", null=True)
    claim = parent("Claim", "flags", "奖补申请 | Claim", null=True)
    case = parent("Case", "flags", "案件 | Case", null=True)
    definition = link("RuleVersion", "flags", "规则版本 | Rule version")
    rule = fields.CharField(8, db_index=True, description="规则 | Rule")
    rule_version = fields.SmallIntField(description="规则版本号 | Number of the rule's version")
    kind = word(RuleKind, "类别 | Kind")
    subject = word(FlagSubject, "对象类别 | Raised on")
    subject_id = fields.BigIntField(description="对象编号 | Number of the subject")
    mark = fields.CharField(120, default="", description="发现标识 | Mark of the finding")
    severity = word(Severity, "严重程度 | Severity")
    phase = word(FraudPhase, "环节 | Phase")
    hints_at = word(FraudKind, "疑似行为 | Hints at")
    state = word(FlagState, "状态 | State", default=FlagState.OPEN)
    reason = fields.CharField(400, description="原因 | Reason")
    reason_en = fields.CharField(400, description="英文原因 | Reason in English")
    facts: Any = fields.JSONField(description="事实 | Facts")
    facts_hash = fields.CharField(64, description="事实指纹 | Fingerprint of the facts")
    peers: Any = fields.JSONField(null=True, description="同类组 | Peer group")
    at_risk = money("涉及金额 | At risk")
    raised_at = fields.DatetimeField(description="发现时间 | Raised at")
    seen_at = fields.DatetimeField(description="最近核实 | Last found at")
    dismissed_reason = fields.TextField(null=True, description="排除理由 | Why dismissed")

    resource: ClassVar[Resource] = Resource(
        "预警 | Flag",
        group=Group.WATCHING,
        columns=("rule", "reason", "severity", "project.enterprise.name", "at_risk", "state"),
        search=("rule", "reason", "project.enterprise.name", "platform.organization.name"),
        title="reason",
        fixed=frozenset({"state", "dismissed_reason"}),
        readers=INVESTIGATORS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        # The same facts do not raise the same rule again.
        Unique(
            "flags_once_per_facts",
            ("unit_code", "subject", "subject_id", "rule", "mark", "facts_hash"),
            where="state not in ('lapsed', 'shadow')",
        ),
        one_of("flags", "kind", RuleKind),
        one_of("flags", "subject", FlagSubject),
        one_of("flags", "severity", Severity),
        one_of("flags", "phase", FraudPhase),
        one_of("flags", "hints_at", FraudKind),
        one_of("flags", "state", FlagState),
        *not_negative("flags", "at_risk"),
        check("flags_subject_is_there", "(claim_id is not null) = (subject = 'claim')"),
        check("flags_project_is_there", "(project_id is null) = (subject = 'platform')"),
        check("flags_dismissed_with_a_reason", "state <> 'dismissed' or dismissed_reason is not null"),
    )

    class Meta:
        table = "flags"
        indexes = (Index(fields=("unit_code", "state", "rule"), name="flags_by_state"),)


class Draw(UnitScoped):
    """A claim drawn by lot for audit, whatever the rules say of it: so missed fraud can be estimated honestly.

    ``seed`` and ``share`` say how it was drawn, so that anybody can draw the same ones again.
    """

    claim = parent("Claim", "draws", "奖补申请 | Claim")
    state = word(DrawState, "审计结果 | State", default=DrawState.DRAWN)
    seed = fields.CharField(40, description="抽样种子 | Seed of the draw")
    share = fields.DecimalField(4, 3, description="抽样比例 | Share drawn")
    flagged = fields.BooleanField(description="抽取时有预警 | Flagged when drawn")
    drawn_on = fields.DateField(description="抽取日期 | Drawn on")
    audited_on = fields.DateField(null=True, description="审计日期 | Audited on")
    found_cost = money("审定成本 | Cost found", null=True)
    remark = fields.TextField(null=True, description="审计意见 | Remark")

    resource: ClassVar[Resource] = Resource(
        "随机审计样本 | Claim drawn for audit",
        group=Group.WATCHING,
        columns=("claim.project.enterprise.name", "unit.short_name", "state", "drawn_on", "audited_on"),
        search=("claim.project.enterprise.name",),
        title="claim.project.enterprise.name",
        fixed=frozenset(
            {"state", "seed", "share", "flagged", "drawn_on", "audited_on", "found_cost", "remark"}
        ),
        readers=RULE_READERS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("draws_once", ("unit_code", "claim_id")),
        one_of("draws", "state", DrawState),
        *not_negative("draws", "found_cost"),
        check("draws_share_is_a_share", "share > 0 and share <= 1"),
        check("draws_audited_has_a_day", "state = 'drawn' or audited_on is not null"),
    )

    class Meta:
        table = "draws"
