"""How each movement of money is posted: every posting debits one account and credits another, so it balances."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from db.enums import DisbursementKind, LedgerAccount

ZERO = Decimal("0.00")

_BUDGET, _COMMITTED, _PREPAID = LedgerAccount.BUDGET, LedgerAccount.COMMITTED, LedgerAccount.PREPAID
_AWARDED, _PAYABLE, _RECEIVABLE = LedgerAccount.AWARDED, LedgerAccount.PAYABLE, LedgerAccount.RECEIVABLE
_BANK = LedgerAccount.BANK


@dataclass(frozen=True)
class Posting:
    """``amount`` > 0 from ``credit`` to ``debit``. ``what`` says why, ``中文 | English``."""

    debit: LedgerAccount
    credit: LedgerAccount
    amount: Decimal
    what: str


Balances = Mapping[LedgerAccount, Decimal]


def balances(
    postings: Iterable[tuple[LedgerAccount, LedgerAccount, Decimal]],
) -> dict[LedgerAccount, Decimal]:
    """Debits less credits of every account, of (debit, credit, amount)."""
    found = dict.fromkeys(LedgerAccount, ZERO)
    for debit, credit, amount in postings:
        found[debit] += amount
        found[credit] -= amount
    return found


def commitment(estimated: Decimal) -> list[Posting]:
    """A prepayment is granted: what the plan expects is set aside of the budget."""
    return _some(Posting(_COMMITTED, _BUDGET, estimated, "按方案测算承诺 | Committed as the plan estimates"))


def payment(kind: DisbursementKind, amount: Decimal) -> list[Posting]:
    """The bank has paid, or been paid."""
    match kind:
        case DisbursementKind.PREPAYMENT:
            return _some(Posting(_PREPAID, _BANK, amount, "预拨 | Prepayment"))
        case DisbursementKind.SETTLEMENT:
            return _some(Posting(_PAYABLE, _BANK, amount, "清算拨付 | Balance paid"))
        case DisbursementKind.RECOVERY:
            return _some(Posting(_BANK, _RECEIVABLE, amount, "追缴入库 | Recovered"))
        case DisbursementKind.REFUND:
            return _some(Posting(_PAYABLE, _BANK, amount, "退还已追缴资金 | Recovered money given back"))


def refund(amount: Decimal) -> list[Posting]:
    """What was recovered by a decision that fell is owed: it stood as received on what nobody owed."""
    return _some(
        Posting(_RECEIVABLE, _PAYABLE, amount, "应退还已追缴资金 | Recovered money to be given back")
    )


def settlement(award: Decimal, before: Balances) -> list[Posting]:
    """An award is approved: the difference to what was awarded before, then all is set off against each other.

    Afterwards nothing is prepaid or committed any more, and of what is payable and what is to be recovered only
    one is left: award less disbursed.
    """
    found: list[Posting] = []
    now = {account: before.get(account, ZERO) for account in LedgerAccount}

    def post(debit: LedgerAccount, credit: LedgerAccount, amount: Decimal, what: str) -> None:
        for posting in _some(Posting(debit, credit, amount, what)):
            found.append(posting)
            now[debit] += amount
            now[credit] -= amount

    difference = award - now[_AWARDED]
    if difference > 0:
        post(_AWARDED, _PAYABLE, difference, "核定奖补 | Award")
    else:
        post(_PAYABLE, _AWARDED, -difference, "调减核定奖补 | Award reduced")
    post(_PAYABLE, _PREPAID, min(-now[_PAYABLE], now[_PREPAID]), "预拨抵顶 | Prepayment set off")
    post(_RECEIVABLE, _PREPAID, now[_PREPAID], "预拨超过核定，应追缴 | Prepaid above the award")
    post(_RECEIVABLE, _PAYABLE, now[_PAYABLE], "已拨超过核定，应追缴 | Paid above the award")
    post(_PAYABLE, _RECEIVABLE, min(-now[_PAYABLE], now[_RECEIVABLE]), "应收抵顶 | Recovery set off")
    post(_BUDGET, _COMMITTED, now[_COMMITTED], "承诺转销 | Commitment released")
    return found


def reversal(posting: Posting) -> Posting:
    """What undoes a posting: nothing is ever taken out of the ledger."""
    return Posting(posting.credit, posting.debit, posting.amount, posting.what)


def _some(posting: Posting) -> list[Posting]:
    return [posting] if posting.amount > 0 else []
