"""Flags cash payments above a small amount.

Why: cash leaves no trace, so nobody can tell whether it was paid.
Source: row I16 of the catalogue of red flags (ACFE).
False positives: very small vendors; ``most`` allows petty cash.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from api.policy.claim import Claim
from api.policy.flag import Finding, Parameters, Rule, yuan
from db.enums import FraudKind, FraudPhase, PaymentMethod, Severity


def find(claims: Sequence[Claim], parameters: Parameters) -> Iterator[Finding]:
    for claim in claims:
        for payment in claim.payments:
            if payment.method == PaymentMethod.CASH and payment.amount > parameters["most"]:
                facts = {
                    "amount": yuan(payment.amount),
                    "paid_on": payment.paid_on.isoformat(),
                    "payee": payment.payee,
                }
                yield Finding(claim, facts, payment.amount)


RULE = Rule(
    code="I16",
    version=1,
    title="大额现金付款 | Cash payment",
    severity=Severity.MEDIUM,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    reason="{paid_on}向{payee}支付现金{amount}元 | CNY {amount} was paid to {payee} in cash on {paid_on}",
    find=find,
    parameters={"most": Decimal(1000)},
)
