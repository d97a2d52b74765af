"""A unit's plan for a batch and the industries it names."""

from typing import ClassVar

from tortoise import fields

from db.enums import Group, PlanState
from db.guard import Guard, Unique
from db.models.base import (
    UnitScoped,
    check,
    in_order,
    link,
    one_of,
    parent,
    word,
)
from db.resource import Count, Resource


class Plan(UnitScoped):
    """The implementation plan of one unit for one batch (A1)."""

    batch = link("Batch", "plans", "批次 | Batch")
    title = fields.CharField(120, description="方案名称 | Title")
    state = word(PlanState, "状态 | State", default=PlanState.DRAFT)
    contact = fields.CharField(40, null=True, description="联系人 | Contact")
    contact_phone = fields.CharField(20, null=True, description="联系电话 | Contact phone")
    sme_signed_on = fields.DateField(null=True, description="中小企业主管部门签署日 | SME department signed")
    finance_signed_on = fields.DateField(null=True, description="财政部门签署日 | Finance department signed")
    sme_signed_content = fields.CharField(
        64, null=True, description="中小企业主管部门所签内容 | What the SME department signed (fingerprint)"
    )
    finance_signed_content = fields.CharField(
        64, null=True, description="财政部门所签内容 | What the finance department signed (fingerprint)"
    )
    submitted_on = fields.DateField(null=True, description="上报日期 | Submitted on")
    approved_on = fields.DateField(null=True, description="批复日期 | Approved on")

    resource: ClassVar[Resource] = Resource(
        "实施方案 | Plan",
        group=Group.PLANS,
        columns=("unit.short_name", "batch.number", "title", "state"),
        search=("title",),
        title="title",
        sensitive=frozenset({"contact_phone"}),
        # Each department signs for itself: a workbook of the one can't bring the other's signature.
        fixed=frozenset(
            {
                "state",
                "sme_signed_on",
                "finance_signed_on",
                "sme_signed_content",
                "finance_signed_content",
                "submitted_on",
                "approved_on",
            }
        ),
        computed={"industry_count": Count("industries", label="细分行业数 | Industries")},
        operator="industries",
        progress="plan_id",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique(
            "plans_one_per_unit_and_batch",
            ("unit_code", "batch_id"),
        ),
        one_of("plans", "state", PlanState),
        *in_order("plans", "submitted_on", "approved_on"),
    )

    class Meta:
        table = "plans"


class PlanIndustry(UnitScoped):
    """One of the at most five industries of a plan (P1), with what its enterprises lack (P4, P5)."""

    plan = parent("Plan", "industries", "实施方案 | Plan")
    industry = link("Industry", "plan_industries", "细分行业 | Industry")
    common_problems = fields.TextField(null=True, description="共性问题和需求 | Common problems (P4)")
    scenarios = fields.TextField(null=True, description="应用场景 | Application scenarios (P5)")
    needs_met = fields.TextField(null=True, description="一是满足基本场景 | Test 1: basic needs are met (P5)")
    data_used = fields.TextField(
        null=True, description="二是打通用好数据 | Test 2: data are connected and used (P5)"
    )
    light_return = fields.TextField(
        null=True, description="三是轻量快效 | Test 3: light, quick and with return (P5)"
    )

    resource: ClassVar[Resource] = Resource(
        "方案行业 | Plan industry",
        columns=("unit.short_name", "plan.batch.number", "industry.name", "platform_count"),
        search=("industry.name", "industry.code"),
        title="industry.name",
        computed={"platform_count": Count("platforms", label="服务平台数 | Platforms")},
        operator="platforms",
        progress="plan_industry_id",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique(
            "plan_industries_once_per_plan",
            ("unit_code", "plan_id", "industry_id"),
        ),
    )

    class Meta:
        table = "plan_industries"


class PlanRemark(UnitScoped):
    """What the centre asks to be mended in a plan that it returns, by item: the plan, an industry, a platform.

    The item may be gone by the time the remark is read, so its name is kept beside its number.
    """

    plan = parent("Plan", "remarks", "实施方案 | Plan")
    subject = fields.CharField(32, description="对象 | Subject")
    subject_id = fields.BigIntField(description="对象编号 | Number of the subject")
    item = fields.CharField(160, description="所指内容 | Item")
    text = fields.TextField(description="退回意见 | Remark")
    made_on = fields.DateField(description="提出日期 | Made on")
    answer = fields.TextField(null=True, description="修改说明 | Answer")
    answered_on = fields.DateField(null=True, description="答复日期 | Answered on")

    resource: ClassVar[Resource] = Resource(
        "退回意见 | Remark on a plan",
        columns=("plan.title", "item", "text", "made_on", "answer"),
        search=("item", "text"),
        title="item",
        fixed=frozenset({"subject", "subject_id", "item", "text", "made_on", "answer", "answered_on"}),
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        check("plan_remarks_subject_known", "subject in ('Plan', 'PlanIndustry', 'Platform')"),
        check("plan_remarks_answered_whole", "(answer is null) = (answered_on is null)"),
    )

    class Meta:
        table = "plan_remarks"
