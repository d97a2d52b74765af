"""What a platform is awarded: computed, explained line by line, approved by a second person, frozen with its inputs."""

from typing import Any, ClassVar

from tortoise import fields

from db.enums import Cut, Group, Role, SettlementState
from db.guard import Guard, Unique
from db.models.base import UnitScoped, check, link, money, not_negative, one_of, parent, word
from db.resource import Resource

#: Experts judge projects, not money.
MONEY_READERS: frozenset[Role] = frozenset(Role) - {Role.EXPERT}


class Settlement(UnitScoped):
    """The computed award of a platform (F3, F6, F7), once more after each change: the newest approved one holds.

    ``inputs`` are all that decided it, ``input_hash`` their SHA-256: whoever has them can reckon the award again.
    Only state, decision and remark ever change; the application's role may change nothing else.
    """

    platform = parent("Platform", "settlements", "服务平台 | Platform")
    case = parent("Case", "settlements", "依据的处理决定 | Case whose decision made it", null=True)
    number = fields.IntField(description="第几次核定 | Number of the settlement")
    state = word(SettlementState, "状态 | State", default=SettlementState.PROPOSED)
    settled_on = fields.DateField(description="核定日期 | Settled on")
    limits_on = fields.DateField(description="限额适用日 | Day whose limits count")
    policy_version = fields.CharField(24, description="政策版本 | Policy version")
    passed = fields.IntField(description="计入家数 | Enterprises counted")
    award = money("核定奖补 | Award")
    award_cap = money("平台上限 | Cap of the platform (F3)")
    prepaid = money("已预拨 | Prepaid")
    paid_before = money("此前净拨付 | Disbursed before, net")
    balance = money("应付（负数为应追缴） | To pay; negative: to recover")
    exception = fields.TextField(null=True, description="例外事由 | Reason of the exception (F7)")
    inputs: Any = fields.JSONField(description="核定依据数据 | Inputs as they stood")
    input_hash = fields.CharField(64, description="依据指纹 | Fingerprint of the inputs")
    proposed_by = link("User", "proposed_settlements", "提出人 | Proposed by")
    proposed_at = fields.DatetimeField(description="提出时间 | Proposed at")
    approved_by = link("User", "approved_settlements", "批准人 | Approved by", null=True)
    approved_at = fields.DatetimeField(null=True, description="批准时间 | Approved at")
    remark = fields.TextField(null=True, description="办理意见 | Remark")

    resource: ClassVar[Resource] = Resource(
        "资金核定 | Settlement",
        group=Group.MONEY,
        columns=(
            "platform.organization.name",
            "unit.short_name",
            "number",
            "state",
            "passed",
            "award",
            "balance",
            "settled_on",
        ),
        search=("platform.organization.name", "platform.organization.uscc"),
        title="platform.organization.name",
        fixed=frozenset(
            {
                "number",
                "state",
                "settled_on",
                "limits_on",
                "policy_version",
                "passed",
                "award",
                "award_cap",
                "prepaid",
                "paid_before",
                "balance",
                "exception",
                "inputs",
                "input_hash",
                "proposed_at",
                "approved_at",
                "remark",
            }
        ),
        readers=MONEY_READERS,
        operator="platform",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("settlements_numbered", ("unit_code", "platform_id", "number")),
        Unique("settlements_one_proposed", ("unit_code", "platform_id"), where="state = 'proposed'"),
        Unique("settlements_one_approved", ("unit_code", "platform_id"), where="state = 'approved'"),
        one_of("settlements", "state", SettlementState),
        *not_negative("settlements", "passed", "award", "award_cap", "prepaid"),
        check("settlements_award_within_cap", "award <= award_cap"),
        check("settlements_balance_is_the_difference", "balance = award - paid_before"),
        check("settlements_two_people", "approved_by_id is null or approved_by_id <> proposed_by_id"),
        check(
            "settlements_approved_by_somebody",
            "state in ('proposed', 'rejected') or (approved_by_id is not null and approved_at is not null)",
        ),
    )

    class Meta:
        table = "settlements"


class SettlementLine(UnitScoped):
    """One step of the sum, with the clause that says so; only ever appended."""

    settlement = parent("Settlement", "lines", "资金核定 | Settlement")
    number = fields.IntField(description="行号 | Line")
    cut = word(Cut, "事项 | What it does")
    clause = link("Clause", "settlement_lines", "条款 | Clause")
    project = parent("Project", "settlement_lines", "改造项目 | Project", null=True)
    basis = fields.DecimalField(16, 4, description="计算基数 | Basis")
    bound = fields.DecimalField(16, 4, description="限额或比例 | Limit or share")
    amount = money("金额 | Amount")

    resource: ClassVar[Resource] = Resource(
        "核定明细 | Settlement line",
        columns=("number", "cut", "clause.id", "project.enterprise.name", "basis", "bound", "amount"),
        title="cut",
        fixed=frozenset({"number", "cut", "basis", "bound", "amount"}),
        readers=MONEY_READERS,
        operator="settlement",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("settlement_lines_numbered", ("unit_code", "settlement_id", "number")),
        one_of("settlement_lines", "cut", Cut),
    )

    class Meta:
        table = "settlement_lines"
