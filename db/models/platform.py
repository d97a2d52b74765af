"""Service platforms and the money they are paid."""

from typing import Any, ClassVar

from tortoise import fields

from db.enums import DisbursementKind, Group, PlatformState
from db.guard import Guard, Unique
from db.models.base import (
    UnitScoped,
    check,
    link,
    money,
    not_negative,
    one_of,
    parent,
    word,
)
from db.resource import Count, Resource, Sum


class Platform(UnitScoped):
    """An organization appointed for one plan industry (P6), with at least ten enterprises (P7)."""

    plan_industry = parent("PlanIndustry", "platforms", "方案行业 | Plan industry")
    organization = link("Organization", "appointments", "运营主体 | Operator")
    state = word(PlatformState, "状态 | State", default=PlatformState.APPOINTED)
    planned = fields.IntField(description="计划改造家数 | Planned enterprises")
    solution = fields.TextField(null=True, description="解决方案 | Solution (P8)")
    target = fields.TextField(null=True, description="绩效目标 | Performance target (P8)")
    bank_account = fields.CharField(34, null=True, description="收款账户 | Bank account")
    contact = fields.CharField(40, null=True, description="联系人 | Contact")
    contact_phone = fields.CharField(20, null=True, description="联系电话 | Contact phone")
    appointed_on = fields.DateField(null=True, description="遴选日期 | Appointed on")
    award = money("核定奖补 | Award", null=True)
    deduction = money("扣减 | Deduction", default=0)

    resource: ClassVar[Resource] = Resource(
        "服务平台 | Platform",
        group=Group.PROJECTS,
        columns=(
            "organization.name",
            "unit.short_name",
            "plan_industry.industry.name",
            "planned",
            "contracted_count",
            "passed_count",
            "award",
            "state",
        ),
        search=("organization.name", "organization.uscc"),
        title="organization.name",
        sensitive=frozenset({"bank_account", "contact_phone"}),
        fixed=frozenset({"state", "award", "deduction", "appointed_on"}),
        computed={
            "project_count": Count("projects", label="项目数 | Projects"),
            "contracted_count": Count(
                "projects", {"contracted_on": {"isNull": False}}, label="已签约数 | Contracted"
            ),
            "passed_count": Count("projects", {"state": {"eq": "passed"}}, label="已通过数 | Passed"),
            "claimed": Sum("projects", "claimed", label="申请金额 | Claimed"),
        },
        operator="organization",
        progress="platform_id",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique(
            "platforms_once_per_industry",
            ("unit_code", "plan_industry_id", "organization_id"),
        ),
        one_of("platforms", "state", PlatformState),
        *not_negative("platforms", "planned", "award", "deduction"),
    )

    class Meta:
        table = "platforms"


class Disbursement(UnitScoped):
    """Money that moved: only ever appended. What the bank gave back undoes an earlier line by one below zero."""

    platform = parent("Platform", "disbursements", "服务平台 | Platform")
    remittance = parent("Remittance", "disbursements", "拨付单 | Remittance", null=True)
    reverses: Any = parent("Disbursement", "reversals", "冲销的拨付 | Disbursement it reverses", null=True)
    kind = word(DisbursementKind, "类别 | Kind")
    amount = money("金额 | Amount")
    paid_on = fields.DateField(description="拨付日期 | Paid on")
    reference = fields.CharField(40, description="凭证号 | Voucher")

    resource: ClassVar[Resource] = Resource(
        "资金拨付 | Disbursement",
        group=Group.MONEY,
        columns=("platform.organization.name", "kind", "amount", "paid_on", "reference"),
        search=("reference",),
        title="reference",
        fixed=frozenset({"kind", "amount", "paid_on", "reference"}),
        operator="platform",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique(
            "disbursements_voucher_once",
            ("unit_code", "reference"),
        ),
        one_of("disbursements", "kind", DisbursementKind),
        # An order is paid once, and what was paid is undone once.
        Unique(
            "disbursements_once_per_order",
            ("unit_code", "remittance_id"),
            where="remittance_id is not null and reverses_id is null",
        ),
        Unique("disbursements_reversed_once", ("unit_code", "reverses_id"), where="reverses_id is not null"),
        check("disbursements_amount_positive", "(amount > 0) = (reverses_id is null) and amount <> 0"),
    )

    class Meta:
        table = "disbursements"
