"""Flags an invoice whose seller's tax number nobody was ever given: its check digit is wrong.

Source: row A01 of the catalogue (GB 32100-2015). Enterprises and operators are held to it by the database itself; what
stands on invoices is typed. Sole traders billed through the tax office have a citizen's number, which has a check of its
own (GB 11643-1999), and sellers abroad have none.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1)
_OF_CITIZENS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _sum(weights: tuple[int, ...], signs: str) -> str:
    return " + ".join(
        f"(strpos('{signs}', substr(code, {place}, 1)) - 1) * {weight}"
        for place, weight in enumerate(weights, 1)
    )


QUERY = f"""
with bills as (
  select claims.id, invoices.number, invoices.seller, invoices.net,
         upper(translate(invoices.seller_uscc, ' -', '')) as code
  from scope
  join evidence.claims on claims.id = scope.id
  join evidence.invoices on invoices.unit_code = claims.unit_code and invoices.project_id = claims.project_id
  where invoices.seller_uscc is not null and trim(invoices.seller_uscc) <> ''
),
codes as (select distinct code from bills),
wrong as (
  select code from codes
  where not case
    when code ~ '^[0-9A-HJ-NPQRTUWXY]{{2}}[0-9]{{6}}[0-9A-HJ-NPQRTUWXY]{{10}}$'
         and ({_sum(_WEIGHTS, _SIGNS)}) % 31 = 0 then true
    when code ~ '^[1-9][0-9]{{16}}[0-9X]$'
         and ({_sum(_OF_CITIZENS, "0123456789")} + strpos('0123456789X', substr(code, 18, 1)) - 1) % 11 = 1 then true
    else false end
)
select bills.id as subject, bills.number as mark, bills.number, bills.seller, bills.code as uscc,
       bills.net as doubtful
from wrong join bills on bills.code = wrong.code
"""  # noqa: S608

RULE = Rule(
    code="A01",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
)
