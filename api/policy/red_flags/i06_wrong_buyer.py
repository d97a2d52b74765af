"""Flags an invoice made out to somebody other than the enterprise.

Why: the subsidy is for the pilot enterprise's own cost; another buyer's invoice is claimed in its name.
Source: row I06 of the catalogue of red flags (条例 art. 14 冒领).
False positives: a group's billing centre, if documented.
"""

from collections.abc import Iterator, Sequence

from api.policy.claim import Claim
from api.policy.flag import Finding, Parameters, Rule
from db.enums import FraudKind, FraudPhase, Severity


def find(claims: Sequence[Claim], parameters: Parameters) -> Iterator[Finding]:
    for claim in claims:
        for invoice in claim.invoices:
            # Small letters and spaces are a matter of typing, not of another buyer.
            if invoice.buyer_uscc.strip().upper() != claim.enterprise_uscc:
                facts = {"number": invoice.number, "buyer": invoice.buyer, "uscc": invoice.buyer_uscc}
                yield Finding(claim, facts, invoice.net)


RULE = Rule(
    code="I06",
    version=1,
    title="购方税号与企业不符 | Buyer's tax number is not the enterprise's",
    severity=Severity.CRITICAL,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.IMPERSONATION,
    reason="发票{number}的购买方为{buyer}（{uscc}），不是试点企业"
    " | The buyer on invoice {number} is {buyer} ({uscc}), not the pilot enterprise",
    find=find,
)
