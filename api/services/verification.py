"""Whether settlements still say what their frozen inputs say, and the books what was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from api.policy import frozen
from api.policy.settlement import Settlement

_SETTLEMENTS = """
select settlements.id, unit_code, platform_id, number, state, award, passed, inputs, input_hash, policy_version,
       paid_before, balance,
       (select array_agg(cut || ' ' || clause_id || ' ' || basis || ' ' || bound || ' ' || amount || ' '
                         || coalesce(project_id::text, '') order by lines.number)
        from settlement_lines lines where lines.unit_code = settlements.unit_code
          and lines.settlement_id = settlements.id) as lines
from settlements where $1::bigint[] is null or settlements.id = any($1) order by settlements.id
"""

_BOOKS = """
select platforms.id, coalesce(platforms.award, 0) as award, coalesce(money.paid, 0) as paid,
       coalesce(books.bank, 0) as bank, coalesce(books.awarded, 0) as awarded, coalesce(books.held, 0) as held,
       exists (select from settlements where settlements.unit_code = platforms.unit_code
               and settlements.platform_id = platforms.id and settlements.state = 'approved') as settled
from platforms
left join lateral (
  select sum(case when kind = 'recovery' then -amount else amount end) as paid from disbursements
  where disbursements.unit_code = platforms.unit_code and disbursements.platform_id = platforms.id
    and disbursements.remittance_id is not null
) money on true
left join lateral (
  select sum(case when debit = 'bank' then -amount when credit = 'bank' then amount end) as bank,
         sum(case when debit = 'awarded' then amount when credit = 'awarded' then -amount end) as awarded,
         sum(case when debit in ('prepaid', 'payable', 'receivable') then amount else 0 end
             - case when credit in ('prepaid', 'payable', 'receivable') then amount else 0 end) as held
  from ledger_entries
  where ledger_entries.unit_code = platforms.unit_code and ledger_entries.platform_id = platforms.id
) books on true
order by platforms.id
"""


@dataclass(frozen=True)
class Check:
    """``again``: what the frozen inputs give now; None where they cannot be read. ``wrong``: what differs."""

    settlement: int
    award: Decimal
    again: Decimal | None
    wrong: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not self.wrong


async def check_settlements(connection: Any, keys: Sequence[int] | None = None) -> list[Check]:
    """Of these settlements, or of all that the connection sees."""
    rows = await connection.fetch(_SETTLEMENTS, None if keys is None else list(keys))
    return [_check(row) for row in rows]


def _check(row: Any) -> Check:
    wrong = []
    again: Settlement | None = None
    try:
        inputs = orjson.loads(row["inputs"])
        again = frozen.recompute(inputs)
        if frozen.fingerprint(inputs) != row["input_hash"]:
            wrong.append("input_hash")
        if frozen.policy_version(inputs) != row["policy_version"]:
            wrong.append("policy_version")
        if inputs["platform"] != row["platform_id"]:
            wrong.append("platform")
    except (KeyError, TypeError, ValueError, ArithmeticError):
        wrong.append("inputs")
    if again is not None:
        if again.award != row["award"]:
            wrong.append("award")
        if again.counted != row["passed"]:
            wrong.append("passed")
        if _lines(again) != list(row["lines"] or ()):
            wrong.append("lines")
    return Check(row["id"], row["award"], again.award if again else None, tuple(wrong))


def _lines(settlement: Settlement) -> list[str]:
    return [
        f"{line.cut.value} {line.clause} {line.basis:.4f} {line.limit:.4f} {line.amount:.2f} {line.project_id or ''}"
        for line in settlement.lines
    ]


async def check_books(connection: Any) -> list[int]:
    """The platforms whose books differ from what was awarded or paid."""
    rows = await connection.fetch(_BOOKS)
    return [
        row["id"]
        for row in rows
        if row["bank"] != row["paid"]
        or (row["settled"] and row["awarded"] != row["award"])
        or row["held"] != row["paid"] - row["awarded"]
    ]
