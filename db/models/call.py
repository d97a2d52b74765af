"""Open selection of platforms for one industry of a plan: the call, its criteria, who applied, who objected (P12)."""

from typing import Any, ClassVar

from tortoise import fields

from db.enums import CallState, CandidateState, Group, ObjectionState
from db.guard import Guard, Unique
from db.models.base import UnitScoped, check, in_order, link, not_negative, one_of, parent, word
from db.resource import Count, Resource


class Call(UnitScoped):
    """A call for platforms for one industry of a plan, up to its result (P12).

    Batch and industry are those of the plan industry: who applies does not see the plan.
    """

    plan_industry = parent("PlanIndustry", "calls", "方案行业 | Plan industry")
    batch = link("Batch", "calls", "批次 | Batch")
    industry = link("Industry", "calls", "细分行业 | Industry")
    title = fields.CharField(120, description="公告标题 | Title")
    text = fields.TextField(description="公告正文 | Text of the call")
    state = word(CallState, "状态 | State", default=CallState.DRAFT)
    opens_on = fields.DateField(description="征集开始 | Opens on")
    closes_on = fields.DateField(description="征集截止 | Closes on")
    notice_days = fields.SmallIntField(default=5, description="公示工作日数 | Working days of public notice")
    places = fields.SmallIntField(description="拟选家数 | Places")
    noticed_on = fields.DateField(null=True, description="公示开始 | On notice from")
    notice_until = fields.DateField(null=True, description="公示截止 | On notice until")
    decided_on = fields.DateField(null=True, description="公布结果日期 | Decided on")
    result = fields.TextField(null=True, description="遴选结果 | Result")

    resource: ClassVar[Resource] = Resource(
        "遴选公告 | Call for platforms",
        group=Group.PLANS,
        columns=("title", "unit.short_name", "industry.name", "places", "closes_on", "state"),
        search=("title", "industry.name"),
        title="title",
        fixed=frozenset({"state", "noticed_on", "notice_until", "decided_on", "result"}),
        computed={
            "candidate_count": Count(
                "candidates", {"state": {"ne": "withdrawn"}}, label="申请数 | Candidates"
            ),
            "open_objections": Count(
                "objections", {"state": {"eq": "raised"}}, label="待答复异议 | Objections to answer"
            ),
        },
        operator="announced",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("calls", "state", CallState),
        *in_order("calls", "opens_on", "closes_on"),
        *in_order("calls", "noticed_on", "notice_until", "decided_on"),
        check("calls_places_some", "places > 0"),
        check("calls_notice_long_enough", "notice_days >= 5"),
    )

    class Meta:
        table = "calls"


class Criterion(UnitScoped):
    """By what the candidates of a call are judged; fixed once it is open."""

    call = parent("Call", "criteria", "遴选公告 | Call for platforms")
    position = fields.SmallIntField(description="序号 | Order")
    name = fields.CharField(60, description="评审指标 | Criterion")
    meaning = fields.CharField(300, null=True, description="评分说明 | How it is judged")
    weight = fields.DecimalField(5, 2, description="权重（%） | Weight (%)")
    most = fields.DecimalField(6, 2, default=100, description="满分 | Full marks")

    resource: ClassVar[Resource] = Resource(
        "评审指标 | Criterion",
        columns=("call.title", "position", "name", "weight", "most"),
        search=("name",),
        title="name",
        operator="call",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("criteria_named_once", ("unit_code", "call_id", "name")),
        check("criteria_weight_a_share", "weight > 0 and weight <= 100"),
        check("criteria_most_positive", "most > 0"),
    )

    class Meta:
        table = "criteria"


class Candidate(UnitScoped):
    """An organization that applies to a call, with what it offers; ranked when all experts have scored."""

    call = parent("Call", "candidates", "遴选公告 | Call for platforms")
    organization = link("Organization", "candidacies", "申请主体 | Applicant")
    state = word(CandidateState, "状态 | State", default=CandidateState.APPLIED)
    solution = fields.TextField(description="解决方案 | Solution (P8)")
    capability = fields.TextField(description="服务能力 | Capability (W3)")
    target = fields.TextField(null=True, description="绩效目标 | Performance target (P8)")
    planned = fields.IntField(description="计划改造家数 | Planned enterprises")
    concession = fields.DecimalField(5, 2, default=0, description="让利比例（%） | Price concession (%) (W4)")
    applied_on = fields.DateField(description="申请日期 | Applied on")
    total = fields.DecimalField(7, 4, null=True, description="总分 | Total")
    ranking = fields.SmallIntField(null=True, description="名次 | Rank")
    explained: Any = fields.JSONField(null=True, description="计分明细 | How the total came about")

    resource: ClassVar[Resource] = Resource(
        "遴选申请 | Candidate",
        columns=("organization.name", "call.title", "planned", "concession", "total", "ranking", "state"),
        search=("organization.name", "organization.uscc"),
        title="organization.name",
        fixed=frozenset({"state", "applied_on", "total", "ranking", "explained"}),
        operator="organization",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("candidates_once_per_call", ("unit_code", "call_id", "organization_id")),
        one_of("candidates", "state", CandidateState),
        *not_negative("candidates", "planned", "total"),
        check("candidates_concession_a_share", "concession between 0 and 100"),
    )

    class Meta:
        table = "candidates"


class Objection(UnitScoped):
    """Somebody doubts a selection on public notice; each must be answered before the result."""

    call = parent("Call", "objections", "遴选公告 | Call for platforms")
    candidate = parent("Candidate", "objections", "所涉申请 | Candidate it is about", null=True)
    organization = link("Organization", "objections", "提出单位 | Organization of who objects", null=True)
    user = link("User", "objections", "提出人账户 | Account of who objects", null=True)
    state = word(ObjectionState, "状态 | State", default=ObjectionState.RAISED)
    name = fields.CharField(40, description="提出人 | Who objects")
    contact = fields.CharField(80, description="联系方式 | How to reach them")
    text = fields.TextField(description="异议内容 | Objection")
    raised_on = fields.DateField(description="提出日期 | Raised on")
    raised_at = fields.DatetimeField(description="提出时间 | Raised at")
    sender = fields.CharField(64, null=True, description="来源散列 | Hash of where it came from")
    answer = fields.TextField(null=True, description="答复 | Answer")
    upheld = fields.BooleanField(null=True, description="异议成立 | Upheld")
    answered_on = fields.DateField(null=True, description="答复日期 | Answered on")

    resource: ClassVar[Resource] = Resource(
        "异议 | Objection",
        columns=("call.title", "name", "raised_on", "state", "answered_on"),
        search=("name", "text"),
        title="name",
        sensitive=frozenset({"contact"}),
        hidden=frozenset({"sender"}),
        fixed=frozenset({"state", "raised_on", "raised_at", "answer", "upheld", "answered_on"}),
        operator="organization",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("objections", "state", ObjectionState),
        *in_order("objections", "raised_on", "answered_on"),
        check(
            "objections_answered_with_words",
            "state <> 'answered' or (answer is not null and upheld is not null)",
        ),
    )

    class Meta:
        table = "objections"
