"""Flags a payment whose receiver is not the seller of the invoice it pays.

Why: contract, invoice and payment must name the same parties; a third receiver hides who was paid.
Source: row I07 of the catalogue of red flags (three-way match).
False positives: factoring, if the assignment is documented.
"""

from collections.abc import Iterator, Sequence

from api.policy.claim import Claim
from api.policy.flag import Finding, Parameters, Rule, yuan
from db.enums import FraudKind, FraudPhase, Severity


def find(claims: Sequence[Claim], parameters: Parameters) -> Iterator[Finding]:
    for claim in claims:
        invoices = {invoice.id: invoice for invoice in claim.invoices}
        for payment in claim.payments:
            invoice = invoices.get(payment.invoice_id or 0)
            if invoice is not None and _plain(payment.payee) != _plain(invoice.seller):
                facts = {
                    "number": invoice.number,
                    "seller": invoice.seller,
                    "payee": payment.payee,
                    "amount": yuan(payment.amount),
                }
                yield Finding(claim, facts, min(payment.amount, invoice.net))


def _plain(name: str) -> str:
    """A name without what banks and people write differently."""
    return name.replace("（", "(").replace("）", ")").replace(" ", "")


RULE = Rule(
    code="I07",
    version=1,
    title="收款方与销售方不一致 | Payee is not the seller",
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    reason="发票{number}由{seller}开具，{amount}元却付给{payee}"
    " | Invoice {number} is by {seller}, yet CNY {amount} went to {payee}",
    find=find,
)
