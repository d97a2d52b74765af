"""Files for the bank: approved remittances of a plan listed in a batch, exported the same each time, confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.errors import Refusal
from api.policy.access import TokenScope
from api.policy.bank_file import (
    BankFile,
    BankFormat,
    Payer,
    Payment,
    bank_file,
    fingerprint,
    hash_total,
    total,
)
from api.services import remittances
from api.services.remittances import Confirmation, lock_platforms
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.enums import BankBatchState
from db.store import Work


@dataclass(frozen=True)
class Exported:
    """``before``: how often the batch had been exported; the file is the same each time."""

    file: BankFile
    sha256: str
    before: int


async def list_batch(work: Work, viewer: Viewer, plan: int, on: date, *, at: datetime | None = None) -> int:
    """Put all that is approved and to be paid to the platforms of a plan into one batch.

    Raises:
        Refusal: there is nothing to pay; a payee has no account.
    """
    allow(viewer, "BankBatch", "list")
    rows = await work.connection.fetch(
        """select remittances.id, remittances.platform_id from remittances
           join platforms on platforms.unit_code = remittances.unit_code and platforms.id = remittances.platform_id
           join plan_industries on plan_industries.unit_code = platforms.unit_code
                               and plan_industries.id = platforms.plan_industry_id
           where plan_industries.plan_id = $1 and remittances.state = 'approved' and remittances.kind <> 'recovery'
           order by 1""",
        plan,
    )
    await lock_platforms(work, [row["platform_id"] for row in rows])
    payments = await _payments(work, "id = any($1) and state = 'approved'", [row["id"] for row in rows])
    if not payments:
        raise Refusal(
            "NOTHING_TO_PAY",
            "没有已批准待办理的拨付 | Nothing that was approved waits to be paid",
            status=409,
        )
    for payment in payments:
        if not payment.account:
            raise Refusal(
                "NO_ACCOUNT",
                "“{name}”没有登记收款账户 | “{name}” has no bank account on record",
                hint="登记账户后退回重办 | Enter the account, then order the payment anew",
                status=409,
                name=payment.payee,
            )
    row = await work.connection.fetchrow(
        "select plans.unit_code, plans.synthetic, batches.number from plans"
        " join batches on batches.id = plans.batch_id where plans.id = $1 for update of plans",
        plan,
    )
    known = await work.connection.fetchval("select count(*) from bank_batches where plan_id = $1", plan)
    [batch] = await create(
        work,
        viewer,
        "BankBatch",
        "list",
        [
            {
                "unit_code": row["unit_code"],
                "plan_id": plan,
                "number": f"BF{row['unit_code']}-{row['number']}-{known + 1:03d}",
                "listed_on": on,
                "count": len(payments),
                "total": total(payments),
                "hash_total": hash_total(payments),
                "synthetic": row["synthetic"],
            }
        ],
        at=at,
    )
    await take(
        work,
        viewer,
        "Remittance",
        "list",
        [Step(payment.key, {"bank_batch_id": batch}, at) for payment in payments],
    )
    return batch


async def export(
    work: Work, viewer: Viewer, batch: int, form: BankFormat, payer: Payer, *, at: datetime | None = None
) -> Exported:
    """The file of a batch, with whole account numbers: for whoever may see them, and recorded.

    Raises:
        Refusal: the viewer may not; the payments of the batch are no longer those it was made of.
    """
    allow(viewer, "BankBatch", "export")
    viewer.check_scope(TokenScope.EXPORT)
    if not viewer.unmasked:
        raise Refusal("FORBIDDEN", "您无权查看完整账户 | You may not see whole account numbers", status=403)
    row = await work.connection.fetchrow("select * from bank_batches where id = $1 for update", batch)
    if row is None:
        raise _missing(batch)
    payments = await _payments(work, "bank_batch_id = any($1)", [batch])
    mark = fingerprint(row["number"], payments)
    if row["sha256"] not in (None, mark) or hash_total(payments) != row["hash_total"]:
        raise Refusal(
            "BATCH_CHANGED",
            "拨付批的内容与首次导出时不符 | The payments of this batch are not those that were exported",
            status=409,
        )
    made = bank_file(form, row["number"], row["listed_on"], payer, payments)
    values = {"exports": row["exports"] + 1, "sha256": mark}
    why = f"{made.name} sha256 {mark} " + (f"第{row['exports'] + 1}次导出" if row["exports"] else "首次导出")
    await take(work, viewer, "BankBatch", "export", [Step(batch, values, at, why)])
    if row["state"] == BankBatchState.LISTED:
        await take(work, viewer, "BankBatch", "send", [Step(batch, {}, at)])
        await take(work, viewer, "Remittance", "export", [Step(payment.key, {}, at) for payment in payments])
    return Exported(made, mark, row["exports"])


async def confirm_batch(
    work: Work, viewer: Viewer, batch: int, paid_on: date, receipt: str, *, at: datetime | None = None
) -> None:
    """The bank has paid all of a batch that is still with it; those that failed are recorded one by one before."""
    allow(viewer, "BankBatch", "confirm")
    rows = await work.connection.fetch(
        "select id from remittances where bank_batch_id = $1 and state = 'exported' order by id", batch
    )
    await take(work, viewer, "BankBatch", "confirm", [Step(batch, {}, at, receipt)])
    await remittances.confirm(
        work,
        viewer,
        [
            Confirmation(row["id"], paid_on, _numbered(receipt, place, len(rows)))
            for place, row in enumerate(rows, 1)
        ],
        at=at,
    )


def _numbered(receipt: str, place: int, count: int) -> str:
    """The receipt of one payment of several: the bank gives one number for the file."""
    return receipt if count == 1 else f"{receipt[:35]}-{place:03d}"


async def _payments(work: Work, where: str, keys: Sequence[int]) -> list[Payment]:
    rows = await work.connection.fetch(
        f"select id, payee, payee_account, amount, purpose from remittances where {where} order by id",  # noqa: S608
        list(keys),
    )
    return [
        Payment(row["id"], row["payee"], row["payee_account"] or "", row["amount"], row["purpose"])
        for row in rows
    ]


def _missing(key: int) -> Refusal:
    return Refusal(
        "NOT_FOUND",
        "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
        status=404,
        id=key,
    )
