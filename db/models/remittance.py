"""Money to be moved: orders that a second person approved, and the files that take them to the bank."""

from typing import ClassVar

from tortoise import fields

from db.enums import BankBatchState, DisbursementKind, Group, RemittanceState, Role
from db.guard import Guard, Unique
from db.models.base import UnitScoped, check, link, money, not_negative, one_of, parent, word
from db.models.settlement import MONEY_READERS
from db.resource import Resource

#: An order in one of these has come to nothing: another may take its place.
_VOID = "('rejected', 'cancelled', 'returned', 'relisted')"


class BankBatch(UnitScoped):
    """Remittances of one plan in one file for the bank; the same batch always makes the same file."""

    plan = parent("Plan", "bank_batches", "实施方案 | Plan")
    number = fields.CharField(32, description="批号 | Number")
    state = word(BankBatchState, "状态 | State", default=BankBatchState.LISTED)
    listed_on = fields.DateField(description="列入日期 | Listed on")
    count = fields.IntField(description="笔数 | Payments")
    total = money("合计金额 | Total")
    hash_total = fields.CharField(16, description="账号校验和 | Hash total of the accounts")
    exports = fields.IntField(default=0, description="导出次数 | Times exported")
    sha256 = fields.CharField(64, null=True, description="文件指纹 | Fingerprint of the file")

    resource: ClassVar[Resource] = Resource(
        "拨付批 | Bank batch",
        group=Group.MONEY,
        columns=("number", "unit.short_name", "plan.batch.number", "state", "count", "total", "listed_on"),
        search=("number",),
        title="number",
        fixed=frozenset(
            {"number", "state", "listed_on", "count", "total", "hash_total", "exports", "sha256"}
        ),
        readers=MONEY_READERS - {Role.PLATFORM_OPERATOR},
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("bank_batches_number_once", ("unit_code", "number")),
        one_of("bank_batches", "state", BankBatchState),
        *not_negative("bank_batches", "total", "exports"),
        check("bank_batches_not_empty", "count > 0"),
    )

    class Meta:
        table = "bank_batches"


class Remittance(UnitScoped):
    """A prepayment (F4), the balance of a settlement, what is to be recovered (F6), or given back: moved once, or not at all.

    ``payee_account`` is the platform's as it stood when the order was made. What failed, or came back, is ordered
    anew: so a file for the bank can always be made again as it was.
    """

    platform = parent("Platform", "remittances", "服务平台 | Platform")
    settlement = parent("Settlement", "remittances", "资金核定 | Settlement", null=True)
    bank_batch = parent("BankBatch", "remittances", "拨付批 | Bank batch", null=True)
    kind = word(DisbursementKind, "类别 | Kind")
    state = word(RemittanceState, "状态 | State", default=RemittanceState.PROPOSED)
    amount = money("金额 | Amount")
    estimated = money("测算奖补 | Estimate it rests on", null=True)
    ratio = fields.DecimalField(4, 3, null=True, description="预拨比例 | Ratio (F4)")
    ordered_on = fields.DateField(description="提出日期 | Ordered on")
    payee = fields.CharField(80, description="收款单位 | Payee")
    payee_account = fields.CharField(34, null=True, description="收款账户 | Payee's account")
    purpose = fields.CharField(70, description="用途 | Purpose")
    proposed_by = link("User", "proposed_payments", "提出人 | Proposed by")
    approved_by = link("User", "approved_payments", "批准人 | Approved by", null=True)
    paid_on = fields.DateField(null=True, description="到账日期 | Paid on")
    receipt = fields.CharField(40, null=True, description="银行回单号 | Bank receipt")
    remark = fields.TextField(null=True, description="办理意见 | Remark")

    resource: ClassVar[Resource] = Resource(
        "拨付单 | Remittance",
        group=Group.MONEY,
        columns=("platform.organization.name", "unit.short_name", "kind", "amount", "state", "ordered_on"),
        search=("payee", "receipt"),
        title="payee",
        sensitive=frozenset({"payee_account"}),
        fixed=frozenset(
            {
                "kind",
                "state",
                "amount",
                "estimated",
                "ratio",
                "ordered_on",
                "payee",
                "payee_account",
                "purpose",
                "paid_on",
                "receipt",
                "remark",
            }
        ),
        readers=MONEY_READERS,
        operator="platform",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique(
            "remittances_one_prepayment",
            ("unit_code", "platform_id"),
            where=f"kind = 'prepayment' and state not in {_VOID}",
        ),
        Unique(
            "remittances_one_per_settlement",
            ("unit_code", "settlement_id"),
            where=f"settlement_id is not null and state not in {_VOID}",
        ),
        one_of("remittances", "kind", DisbursementKind),
        one_of("remittances", "state", RemittanceState),
        check("remittances_amount_positive", "amount > 0"),
        check("remittances_of_a_settlement", "(kind in ('prepayment', 'refund')) = (settlement_id is null)"),
        check("remittances_two_people", "approved_by_id is null or approved_by_id <> proposed_by_id"),
        check(
            "remittances_approved_by_somebody",
            "state in ('proposed', 'rejected', 'cancelled') or approved_by_id is not null",
        ),
        check(
            "remittances_confirmed_has_a_receipt",
            "state <> 'confirmed' or (paid_on is not null and receipt is not null)",
        ),
        check(
            "remittances_to_the_bank_in_a_batch",
            "state not in ('listed', 'exported') or bank_batch_id is not null",
        ),
    )

    class Meta:
        table = "remittances"
