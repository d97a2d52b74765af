"""The books: every row debits one account and credits another, so they always balance."""

from typing import Any, ClassVar

from tortoise import fields

from db.enums import Group, LedgerAccount
from db.guard import Guard, Unique
from db.models.base import UnitScoped, check, money, one_of, parent, word
from db.models.settlement import MONEY_READERS
from db.resource import Resource


class LedgerEntry(UnitScoped):
    """``amount`` from the credited account to the debited one; only ever appended, mended by an entry that reverses.

    One row carries both sides, so no voucher can be out of balance, on whichever machine it lies.
    """

    platform = parent("Platform", "ledger", "服务平台 | Platform")
    settlement = parent("Settlement", "ledger", "资金核定 | Settlement", null=True)
    remittance = parent("Remittance", "ledger", "拨付单 | Remittance", null=True)
    reverses: Any = parent("LedgerEntry", "reversals", "冲销分录 | Entry it reverses", null=True)
    voucher = fields.CharField(40, description="凭证号 | Voucher")
    line = fields.SmallIntField(description="分录号 | Line")
    entered_on = fields.DateField(description="记账日期 | Entered on")
    debit = word(LedgerAccount, "借方科目 | Debit")
    credit = word(LedgerAccount, "贷方科目 | Credit")
    amount = money("金额 | Amount")
    what = fields.CharField(80, description="摘要 | What for")
    what_en = fields.CharField(80, description="英文摘要 | What for, in English")

    resource: ClassVar[Resource] = Resource(
        "会计分录 | Ledger entry",
        group=Group.MONEY,
        columns=("entered_on", "voucher", "platform.organization.name", "what", "debit", "credit", "amount"),
        search=("voucher", "platform.organization.name"),
        title="voucher",
        fixed=frozenset({"voucher", "line", "entered_on", "debit", "credit", "amount", "what", "what_en"}),
        readers=MONEY_READERS,
        operator="platform",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("ledger_entries_voucher_line_once", ("unit_code", "voucher", "line")),
        Unique("ledger_entries_reversed_once", ("unit_code", "reverses_id"), where="reverses_id is not null"),
        one_of("ledger_entries", "debit", LedgerAccount),
        one_of("ledger_entries", "credit", LedgerAccount),
        check("ledger_entries_amount_positive", "amount > 0"),
        check("ledger_entries_two_accounts", "debit <> credit"),
        check("ledger_entries_has_a_source", "settlement_id is not null or remittance_id is not null"),
    )

    class Meta:
        table = "ledger_entries"
