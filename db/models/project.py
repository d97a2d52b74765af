"""The transformation of one enterprise and what it really cost."""

from typing import ClassVar

from tortoise import fields
from tortoise.indexes import Index

from db.enums import (
    LEFT,
    CostKind,
    Group,
    InvoiceCheck,
    InvoiceKind,
    PaymentMethod,
    ProjectState,
    WithdrawalReason,
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
from db.resource import Count, Resource, Sum


class Project(UnitScoped):
    """One pilot enterprise transformed by one platform under one contract; a lighthouse once passed."""

    platform = parent("Platform", "projects", "服务平台 | Platform")
    enterprise = link("Organization", "projects", "试点企业 | Enterprise")
    state = word(ProjectState, "状态 | State", default=ProjectState.LISTED)
    solution = fields.TextField(null=True, description="改造内容 | Transformation")
    target_level = fields.SmallIntField(null=True, description="目标水平 | Target level")
    planned_cost = money("预计改造成本 | Planned cost", null=True)
    planned_award = money("测算奖补 | Estimated award", null=True)
    contract_number = fields.CharField(40, null=True, description="合同编号 | Contract number")
    contract_amount = money("合同金额 | Contract amount", null=True)
    due_on = fields.DateField(null=True, description="合同完成期限 | Due by contract")
    listed_on = fields.DateField(null=True, description="列入日期 | Listed on")
    contracted_on = fields.DateField(null=True, description="签约日期 | Contracted on")
    started_on = fields.DateField(null=True, description="开工日期 | Started on")
    trained_on = fields.DateField(null=True, description="实训日期 | Trained on")
    delivered_on = fields.DateField(null=True, description="交付日期 | Delivered on")
    accepted_on = fields.DateField(null=True, description="验收日期 | Accepted on")
    endorsed_on = fields.DateField(null=True, description="财政部门会审日期 | Endorsed by finance on")
    confirmed_on = fields.DateField(null=True, description="国家审核确认日期 | Confirmed nationally on")
    rectify_by = fields.DateField(null=True, description="整改期限 | To be mended by")
    left_on = fields.DateField(null=True, description="退出日期 | Left on")
    left_reason = word(WithdrawalReason, "退出原因 | Why it left", null=True)
    replaces: fields.ForeignKeyNullableRelation["Project"] = parent(
        "Project", "replaced_by", "替补对象 | Takes the place of", null=True
    )
    acceptance_score = fields.DecimalField(5, 2, null=True, description="验收得分 | Acceptance score")
    satisfaction = fields.SmallIntField(null=True, description="满意度 | Satisfaction")
    expert = link("User", "accepted_projects", "验收专家 | Expert", null=True)
    level_before = fields.SmallIntField(null=True, description="改造前水平 | Level before")
    level_after = fields.SmallIntField(null=True, description="改造后水平 | Level after")
    actual_cost = money("实际改造成本 | Actual eligible cost", null=True)
    claimed = money("申请奖补 | Claimed", null=True)

    resource: ClassVar[Resource] = Resource(
        "改造项目 | Project",
        group=Group.PROJECTS,
        columns=(
            "enterprise.name",
            "unit.short_name",
            "platform.organization.name",
            "state",
            "contract_amount",
            "accepted_on",
        ),
        search=("enterprise.name", "enterprise.uscc", "contract_number"),
        title="enterprise.name",
        fixed=frozenset(
            {
                "state",
                "contract_number",
                "contract_amount",
                "due_on",
                "listed_on",
                "contracted_on",
                "started_on",
                "trained_on",
                "delivered_on",
                "accepted_on",
                "endorsed_on",
                "confirmed_on",
                "rectify_by",
                "left_on",
                "left_reason",
                "acceptance_score",
                "satisfaction",
                "level_before",
                "level_after",
                "actual_cost",
                "claimed",
                "planned_award",
            }
        ),
        computed={
            "invoice_count": Count("invoices", label="发票数 | Invoices"),
            "invoiced": Sum("invoices", "gross", label="开票金额 | Invoiced"),
            "paid": Sum("payments", "amount", label="已付款 | Paid"),
        },
        operator="platform",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        # An enterprise is in one live project at a time, in the whole country (DESIGN §3).
        Unique(
            "projects_one_live_per_enterprise",
            ("enterprise_id",),
            where="state not in ({})".format(", ".join(f"'{state}'" for state in sorted(LEFT))),
        ),
        # Who leaves is replaced once (P3).
        Unique("projects_replaced_once", ("unit_code", "replaces_id"), where="replaces_id is not null"),
        one_of("projects", "state", ProjectState),
        one_of("projects", "left_reason", WithdrawalReason),
        *not_negative(
            "projects", "planned_cost", "planned_award", "contract_amount", "actual_cost", "claimed"
        ),
        *in_order(
            "projects",
            "listed_on",
            "contracted_on",
            "started_on",
            "delivered_on",
            "accepted_on",
            "endorsed_on",
            "confirmed_on",
        ),
        check("projects_score_in_range", "acceptance_score between 0 and 100"),
        check("projects_satisfaction_in_range", "satisfaction between 1 and 5"),
        check("projects_level_before_in_range", "level_before between 0 and 4"),
        check("projects_level_after_in_range", "level_after between 0 and 4"),
        check("projects_target_level_in_range", "target_level between 1 and 4"),
        check("projects_passed_has_a_date", "state <> 'passed' or accepted_on is not null"),
        check("projects_confirmed_only_passed", "confirmed_on is null or state = 'passed'"),
    )

    class Meta:
        table = "projects"
        # For rules that follow an expert from place to place.
        indexes = (Index(fields=("expert_id",), name="projects_by_expert"),)


class CostItem(UnitScoped):
    """A part of what the transformation cost; hardware is not eligible."""

    project = parent("Project", "cost_items", "改造项目 | Project")
    kind = word(CostKind, "类别 | Kind")
    name = fields.CharField(120, description="名称 | Name")
    amount = money("金额 | Amount")
    eligible = fields.BooleanField(default=True, description="可计入 | Eligible")

    resource: ClassVar[Resource] = Resource(
        "成本项 | Cost item",
        group=Group.MONEY,
        columns=("project.enterprise.name", "kind", "name", "amount", "eligible"),
        search=("name",),
        title="name",
        operator="project",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("cost_items", "kind", CostKind),
        *not_negative("cost_items", "amount"),
    )

    class Meta:
        table = "cost_items"


class Invoice(UnitScoped):
    """A proof of cost. Not unique on purpose: the same invoice claimed twice must be found, not hidden."""

    project = parent("Project", "invoices", "改造项目 | Project")
    kind = word(InvoiceKind, "种类 | Kind")
    code = fields.CharField(12, null=True, description="发票代码 | Invoice code")
    number = fields.CharField(20, db_index=True, description="发票号码 | Invoice number")
    seller = fields.CharField(80, description="销售方 | Seller")
    seller_uscc = fields.CharField(18, description="销售方税号 | Seller's tax number")
    buyer = fields.CharField(80, description="购买方 | Buyer")
    buyer_uscc = fields.CharField(18, description="购买方税号 | Buyer's tax number")
    item = fields.CharField(120, description="项目名称 | Item")
    issued_on = fields.DateField(description="开票日期 | Issued on")
    net = money("不含税金额 | Net")
    tax_rate = fields.DecimalField(4, 3, description="税率 | Tax rate")
    tax = money("税额 | Tax")
    gross = money("价税合计 | Gross")
    checked = word(
        InvoiceCheck,
        "查验结果 | Check by the tax office",
        default=InvoiceCheck.UNCHECKED,
        db_default=InvoiceCheck.UNCHECKED.value,
    )
    checked_on = fields.DateField(null=True, description="查验日期 | Checked on")

    resource: ClassVar[Resource] = Resource(
        "发票 | Invoice",
        group=Group.MONEY,
        columns=("number", "project.enterprise.name", "seller", "issued_on", "gross", "checked"),
        search=("number", "seller"),
        title="number",
        fixed=frozenset({"checked", "checked_on"}),
        operator="project",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("invoices", "kind", InvoiceKind),
        one_of("invoices", "checked", InvoiceCheck),
        *not_negative("invoices", "net", "tax", "gross"),
        check("invoices_tax_rate_is_a_share", "tax_rate between 0 and 1"),
    )

    class Meta:
        table = "invoices"
        # For rules that look at all that one seller billed.
        indexes = (Index(fields=("seller_uscc",), name="invoices_by_seller"),)


class Payment(UnitScoped):
    """Money that moved for a project."""

    project = parent("Project", "payments", "改造项目 | Project")
    invoice = parent("Invoice", "payments", "发票 | Invoice", null=True)
    payer = fields.CharField(80, description="付款方 | Payer")
    payer_account = fields.CharField(34, description="付款账户 | Payer's account")
    payee = fields.CharField(80, description="收款方 | Payee")
    payee_account = fields.CharField(34, description="收款账户 | Payee's account")
    method = word(PaymentMethod, "方式 | Method", default=PaymentMethod.TRANSFER)
    paid_on = fields.DateField(description="付款日期 | Paid on")
    amount = money("金额 | Amount")

    resource: ClassVar[Resource] = Resource(
        "付款 | Payment",
        group=Group.MONEY,
        columns=("project.enterprise.name", "payer", "payee", "paid_on", "amount"),
        search=("payer", "payee"),
        title="payee",
        sensitive=frozenset({"payer_account", "payee_account"}),
        operator="project",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("payments", "method", PaymentMethod),
        check("payments_amount_positive", "amount > 0"),
    )

    class Meta:
        table = "payments"
        # For rules that follow money.
        indexes = (Index(fields=("payee_account",), name="payments_by_payee_account"),)
