"""Flags an invoice issued before the contract, after acceptance, or outside the batch's year.

Why: only what the transformation cost within the project counts; other years' bills are not part of it.
Source: row I08 of the catalogue of red flags (eligibility period, F5).
False positives: a warranty tail; ``grace_days`` after acceptance allows for it.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from api.policy.claim import Claim
from api.policy.flag import Finding, Parameters, Rule
from db.enums import FraudKind, FraudPhase, Severity


def find(claims: Sequence[Claim], parameters: Parameters) -> Iterator[Finding]:
    grace = timedelta(days=parameters["grace_days"])
    for claim in claims:
        start, end = claim.batch_starts_on, claim.batch_ends_on + grace
        if claim.contracted_on is not None:
            start = max(start, claim.contracted_on)
        if claim.accepted_on is not None:
            end = min(end, claim.accepted_on + grace)
        for invoice in claim.invoices:
            if not start <= invoice.issued_on <= end:  # Inclusive: a bill of the day of signing is honest.
                facts = {
                    "number": invoice.number,
                    "issued_on": invoice.issued_on.isoformat(),
                    "start": start.isoformat(),
                    "end": end.isoformat(),
                }
                yield Finding(claim, facts, invoice.net)


RULE = Rule(
    code="I08",
    version=1,
    title="开票日期在实施期外 | Invoice outside the project period",
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    reason="发票{number}于{issued_on}开具，不在项目期{start}至{end}内"
    " | Invoice {number} was issued on {issued_on}, outside the project's {start} to {end}",
    find=find,
    parameters={"grace_days": 0},
)
