"""Flags a claim whose invoices were not really paid, or were paid by somebody else.

Why: the award is a share of the *actual* cost; an unpaid bill, or one the platform paid, cost nothing.
Source: row I15 of the catalogue of red flags (Kunming's acceptance list asks for proof of payment).
False positives: retention money; ``least_share`` leaves room for ten per cent.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from api.policy.claim import Claim
from api.policy.flag import Finding, Parameters, Rule, yuan
from db.enums import FraudKind, FraudPhase, Severity


def find(claims: Sequence[Claim], parameters: Parameters) -> Iterator[Finding]:
    for claim in claims:
        invoiced = sum((invoice.gross for invoice in claim.invoices), Decimal(0))
        own = sum(
            (payment.amount for payment in claim.payments if payment.payer == claim.enterprise), Decimal(0)
        )
        if invoiced and own < invoiced * parameters["least_share"]:
            others = sorted({payment.payer for payment in claim.payments} - {claim.enterprise})
            facts = {
                "paid": yuan(own),
                "invoiced": yuan(invoiced),
                "share": f"{own / invoiced:.0%}",
                "payer": others[0] if others else "-",
            }
            yield Finding(claim, facts, invoiced - own)


RULE = Rule(
    code="I15",
    version=1,
    title="未实付或他人垫付 | Not really paid, or paid by another",
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    reason="开票{invoiced}元，企业实付{paid}元（{share}），其他付款方：{payer}"
    " | Invoiced CNY {invoiced}, paid by the enterprise {paid} ({share}); other payer: {payer}",
    find=find,
    parameters={"least_share": Decimal("0.90")},
)
