"""Entries in the books, derived from what was approved and what the bank confirmed; never typed in by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from api.policy import ledger as policy
from api.policy.ledger import Posting
from api.services.rows import insert
from db.enums import DisbursementKind, LedgerAccount
from db.resource import both
from db.store import Work


async def committed(work: Work, remittances: Sequence[Any], on: date) -> None:
    """A prepayment was approved. Rows: id, unit_code, platform_id, estimated, synthetic."""
    await _enter(
        work,
        [
            (
                row,
                {"remittance_id": row["id"]},
                f"CN{on:%Y%m%d}-{row['id']:06d}",
                policy.commitment(row["estimated"]),
            )
            for row in remittances
        ],
        on,
    )


async def paid(work: Work, remittances: Sequence[Any], on: Mapping[int, date]) -> None:
    """The bank confirmed. Rows: id, unit_code, platform_id, kind, amount, synthetic; ``on`` is the day by id."""
    by_day: dict[date, list[Any]] = {}
    for row in remittances:
        by_day.setdefault(on[row["id"]], []).append(row)
    for day, rows in by_day.items():
        await _enter(
            work,
            [
                (
                    row,
                    {"remittance_id": row["id"]},
                    f"FK{day:%Y%m%d}-{row['id']:06d}",
                    policy.payment(DisbursementKind(row["kind"]), row["amount"]),
                )
                for row in rows
            ],
            day,
        )


async def settled(work: Work, settlements: Sequence[Any], on: date) -> None:
    """Settlements were approved. Rows: id, unit_code, platform_id, award, synthetic."""
    before = await balances(work.connection, [row["platform_id"] for row in settlements])
    await _enter(
        work,
        [
            (
                row,
                {"settlement_id": row["id"]},
                f"HD{on:%Y%m%d}-{row['id']:06d}",
                policy.settlement(row["award"], before[row["platform_id"]]),
            )
            for row in settlements
        ],
        on,
    )


async def refundable(work: Work, remittances: Sequence[Any], on: date) -> None:
    """Money is to be given back. Rows: id, unit_code, platform_id, amount, synthetic."""
    await _enter(
        work,
        [
            (
                row,
                {"remittance_id": row["id"]},
                f"TK{on:%Y%m%d}-{row['id']:06d}",
                policy.refund(row["amount"]),
            )
            for row in remittances
        ],
        on,
    )


async def reverse(work: Work, entries: Sequence[Any], on: date) -> None:
    """Undo entries by entries the other way round. Rows: whole entries."""
    await insert(
        work,
        "LedgerEntry",
        [
            {
                **{
                    name: entry[name]
                    for name in ("unit_code", "platform_id", "settlement_id", "remittance_id")
                },
                "reverses_id": entry["id"],
                "voucher": f"CX{on:%Y%m%d}-{entry['id']:06d}",
                "line": 1,
                "entered_on": on,
                "debit": entry["credit"],
                "credit": entry["debit"],
                "amount": entry["amount"],
                "what": f"冲销：{entry['what']}"[:80],
                "what_en": f"Reversal: {entry['what_en']}"[:80],
                "synthetic": entry["synthetic"],
            }
            for entry in entries
        ],
    )


async def balances(connection: Any, platforms: Sequence[int]) -> dict[int, dict[LedgerAccount, Decimal]]:
    """Debits less credits of each account of each platform."""
    rows = await connection.fetch(
        """select platform_id, account, sum(amount) as amount from (
             select platform_id, debit as account, amount from ledger_entries where platform_id = any($1)
             union all
             select platform_id, credit, -amount from ledger_entries where platform_id = any($1)
           ) sides group by 1, 2""",
        list(platforms),
    )
    found = {platform: dict.fromkeys(LedgerAccount, policy.ZERO) for platform in platforms}
    for row in rows:
        found[row["platform_id"]][LedgerAccount(row["account"])] = row["amount"]
    return found


async def _enter(
    work: Work, vouchers: Sequence[tuple[Any, Mapping[str, int], str, Sequence[Posting]]], on: date
) -> None:
    rows = []
    for row, source, voucher, postings in vouchers:
        for line, posting in enumerate(postings, 1):
            zh, en = both(posting.what)
            rows.append(
                {
                    "unit_code": row["unit_code"],
                    "platform_id": row["platform_id"],
                    "settlement_id": None,
                    "remittance_id": None,
                    **source,
                    "voucher": voucher,
                    "line": line,
                    "entered_on": on,
                    "debit": posting.debit,
                    "credit": posting.credit,
                    "amount": posting.amount,
                    "what": zh,
                    "what_en": en,
                    "synthetic": row["synthetic"],
                }
            )
    await insert(work, "LedgerEntry", rows)
