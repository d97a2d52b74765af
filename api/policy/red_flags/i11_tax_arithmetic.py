"""Flags an invoice whose net, tax and gross do not fit together, or whose rate does not exist.

Why: a tax system computes these; a forger types them.
Source: row I11 of the catalogue of red flags.
False positives: tax rounded line by line may be some fen off; ``tax_tolerance`` allows for it.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from api.policy.claim import Claim, Invoice
from api.policy.flag import Finding, Parameters, Rule, yuan
from db.enums import FraudKind, FraudPhase, Severity


def find(claims: Sequence[Claim], parameters: Parameters) -> Iterator[Finding]:
    for claim in claims:
        for invoice in claim.invoices:
            if not _sound(invoice, parameters):
                facts = {
                    "number": invoice.number,
                    "net": yuan(invoice.net),
                    "rate": f"{invoice.tax_rate.normalize():%}",
                    "tax": yuan(invoice.tax),
                    "gross": yuan(invoice.gross),
                }
                yield Finding(claim, facts, invoice.net)


def _sound(invoice: Invoice, parameters: Parameters) -> bool:
    return (
        invoice.tax_rate in parameters["rates"]
        and abs(invoice.net * invoice.tax_rate - invoice.tax) <= parameters["tax_tolerance"]
        and abs(invoice.net + invoice.tax - invoice.gross) <= parameters["gross_tolerance"]
    )


RULE = Rule(
    code="I11",
    version=1,
    title="税率与金额勾稽错误 | Tax arithmetic or rate impossible",
    severity=Severity.MEDIUM,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    reason="发票{number}勾稽不符：不含税{net}、税率{rate}、税额{tax}、合计{gross}"
    " | Invoice {number} does not add up: net {net}, rate {rate}, tax {tax}, gross {gross}",
    find=find,
    parameters={
        "rates": frozenset(Decimal(rate) for rate in ("0", "0.01", "0.03", "0.05", "0.06", "0.09", "0.13")),
        "tax_tolerance": Decimal("0.06"),
        "gross_tolerance": Decimal("0.01"),
    },
)
