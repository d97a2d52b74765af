"""Flags an invoice number that no tax office gives out.

Why: forged invoices often carry numbers of the wrong form.
Source: row I04 of the catalogue of red flags (field lengths of the tax administration).
False positives: typing errors; send the invoice back to be keyed again first.
"""

from collections.abc import Iterator, Sequence

from api.policy.claim import Claim, Invoice
from api.policy.flag import Finding, Parameters, Rule
from db.enums import FraudKind, FraudPhase, InvoiceKind, Severity


def find(claims: Sequence[Claim], parameters: Parameters) -> Iterator[Finding]:
    for claim in claims:
        for invoice in claim.invoices:
            if not _possible(invoice, parameters):
                facts = {
                    "number": invoice.number,
                    "code": invoice.code or "-",
                    "issued_on": invoice.issued_on.isoformat(),
                }
                yield Finding(claim, facts, invoice.net)


def _possible(invoice: Invoice, parameters: Parameters) -> bool:
    number = invoice.number
    if not (number.isascii() and number.isdigit()):
        return False
    if invoice.kind == InvoiceKind.DIGITAL:
        year = f"{invoice.issued_on.year % 100:02d}"
        return invoice.code is None and len(number) == parameters["digital_digits"] and number[:2] == year
    code = invoice.code or ""
    return (
        len(number) == parameters["paper_digits"]
        and code.isdigit()
        and len(code) in parameters["code_digits"]
    )


RULE = Rule(
    code="I04",
    version=1,
    title="发票号码结构错误 | Impossible invoice number",
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    reason="发票号码{number}（代码{code}，{issued_on}开具）不符合编码规则"
    " | Invoice number {number} (code {code}, issued {issued_on}) is not of a form that exists",
    find=find,
    parameters={"digital_digits": 20, "paper_digits": 8, "code_digits": (10, 12)},
)
