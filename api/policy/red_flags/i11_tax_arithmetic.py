"""Flags an invoice whose net, tax and gross do not fit together, or whose rate does not exist.

A tax system computes these; a forger types them. Source: row I11 of the catalogue. Tax that was rounded line by line
may be some fen off: ``tax_tolerance`` allows for it.
"""

from decimal import Decimal

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
select claims.id as subject, invoices.number as mark, invoices.number, invoices.net, invoices.tax_rate as rate,
       invoices.tax, invoices.gross, invoices.net as doubtful
from scope
join evidence.claims on claims.id = scope.id
join evidence.invoices on invoices.unit_code = claims.unit_code and invoices.project_id = claims.project_id
where not (invoices.tax_rate = any(:rates)
           and abs(invoices.net * invoices.tax_rate - invoices.tax) <= :tax_tolerance
           and abs(invoices.net + invoices.tax - invoices.gross) <= :gross_tolerance)
"""

RULE = Rule(
    code="I11",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.MEDIUM,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={
        "rates": tuple(Decimal(rate) for rate in ("0", "0.01", "0.03", "0.05", "0.06", "0.09", "0.13")),
        "tax_tolerance": Decimal("0.06"),
        "gross_tolerance": Decimal("0.01"),
    },
)
