"""Flags an invoice that the tax office's portal does not know, knows otherwise, or has as void.

Source: row I03 of the catalogue (fields of the State tax portal). The portal shows an invoice from the next day on:
one that was looked up too early is to be looked up again, and no finding yet. Reversed ones are I10's.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, InvoiceCheck, RuleKind, Severity

QUERY = """
select claims.id as subject, invoices.number as mark, invoices.number, invoices.checked, invoices.seller,
       case invoices.checked when 'void' then '已作废' when 'mismatched' then '查验不符' else '查无此票' end as result_zh,
       case invoices.checked when 'void' then 'void' when 'mismatched' then 'does not match' else 'unknown' end as result_en,
       invoices.checked_on, invoices.gross as amount, invoices.net as doubtful
from scope
join evidence.claims on claims.id = scope.id
join evidence.invoices on invoices.unit_code = claims.unit_code and invoices.project_id = claims.project_id
where invoices.checked = any(:failed)
   or invoices.checked = :unknown
      and coalesce(invoices.checked_on, claims.submitted_on) > invoices.issued_on + :portal_days::integer
"""

RULE = Rule(
    code="I03",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.CRITICAL,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={
        "failed": (InvoiceCheck.VOID.value, InvoiceCheck.MISMATCHED.value),
        "unknown": InvoiceCheck.UNKNOWN.value,
        "portal_days": 1,
    },
)
