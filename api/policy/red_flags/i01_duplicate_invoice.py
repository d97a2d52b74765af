"""Flags an invoice that is claimed twice.

Why: an invoice proves a cost once; claimed by two enterprises, or twice by one, it is paid for twice.
Source: row I01 of the catalogue of red flags (UK NFI, ACFE, EU double funding).
False positives: one invoice split over cost lines of one claim is honest, so within a claim only lines
of the same amount count. Paper invoices with the same number but different codes are different invoices.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from api.policy.claim import Claim, Invoice
from api.policy.flag import Finding, Parameters, Rule, yuan
from db.enums import FraudKind, FraudPhase, Severity


def find(claims: Sequence[Claim], parameters: Parameters) -> Iterator[Finding]:
    seen: dict[tuple[str | None, str], list[tuple[Claim, Invoice]]] = defaultdict(list)
    for claim in claims:
        for invoice in claim.invoices:
            seen[invoice.code, invoice.number].append((claim, invoice))
    for uses in seen.values():
        if len(uses) > 1:
            yield from _judge(uses)


def _judge(uses: list[tuple[Claim, Invoice]]) -> Iterator[Finding]:
    claims = {claim.id: claim for claim, _ in uses}
    for claim in claims.values():
        own = [invoice for user, invoice in uses if user.id == claim.id]
        others = sorted(other.enterprise for other in claims.values() if other.id != claim.id)
        if not others and len({invoice.gross for invoice in own}) == len(own):
            continue  # split over cost lines
        doubtful = sum((invoice.net for invoice in (own if others else own[1:])), Decimal(0))
        yield Finding(
            claim,
            {
                "number": own[0].number,
                "times": len(uses),
                "others": others[0] if others else claim.enterprise,
                "amount": yuan(own[0].gross),
            },
            doubtful,
        )


RULE = Rule(
    code="I01",
    version=1,
    title="发票重复申报 | Same invoice claimed twice",
    severity=Severity.CRITICAL,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    reason="发票{number}（{amount}元）被申报{times}次，另见{others}"
    " | Invoice {number} (CNY {amount}) is claimed {times} times, also by {others}",
    find=find,
)
