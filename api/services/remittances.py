"""Money to be moved: prepayments proposed and approved, balances ordered, confirmed by the bank's receipt, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy.prepayment import estimate, prepayment
from api.services import ledger
from api.services.book import policy_book
from api.services.rows import insert
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.enums import DisbursementKind, RemittanceState
from db.store import Work

_LETTERS = {"prepayment": "YB", "settlement": "QS", "recovery": "ZJ", "refund": "TK"}
_PURPOSES = {
    "prepayment": "中小企业数字化转型试点奖补资金预拨",
    "settlement": "中小企业数字化转型试点奖补资金清算",
    "recovery": "中小企业数字化转型试点奖补资金追缴",
    "refund": "中小企业数字化转型试点已追缴资金退还",
}

#: What a platform would be prepaid, and why not.
PREPAYABLE = """
select platforms.id, platforms.unit_code, platforms.synthetic, platforms.state, platforms.bank_account,
       organizations.name as operator, plans.id as plan, plans.approved_on, batches.number as batch,
       batches.starts_on, batches.prepayment_ratio as ratio, coalesce(work.planned, 0) as planned,
       exists (select from disbursements where disbursements.unit_code = platforms.unit_code
               and disbursements.platform_id = platforms.id and disbursements.remittance_id is null
               and disbursements.kind = 'prepayment')
       or exists (select from remittances where remittances.unit_code = platforms.unit_code
               and remittances.platform_id = platforms.id and remittances.kind = 'prepayment'
               and remittances.state not in ('rejected', 'cancelled', 'returned', 'relisted')) as prepaid,
       exists (select from settlements where settlements.unit_code = platforms.unit_code
               and settlements.platform_id = platforms.id
               and settlements.state in ('proposed', 'approved')) as settled
from platforms
join organizations on organizations.id = platforms.organization_id
join plan_industries on plan_industries.unit_code = platforms.unit_code
                    and plan_industries.id = platforms.plan_industry_id
join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
join batches on batches.id = plans.batch_id
left join lateral (
  select sum(planned_award) as planned from projects
  where projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
    and projects.state <> 'withdrawn'
) work on true
"""


@dataclass(frozen=True)
class Confirmation:
    """The bank's receipt for one remittance."""

    remittance: int
    paid_on: date
    receipt: str


async def lock_platforms(work: Work, platforms: Sequence[int]) -> None:
    """Whoever moves the money of a platform waits for whoever is at it: always in the same order."""
    await work.connection.fetch(
        "select id from platforms where id = any($1) order by id for update", sorted(set(platforms))
    )


async def propose_prepayments(
    work: Work, viewer: Viewer, platforms: Sequence[int], on: date, *, at: datetime | None = None
) -> list[int]:
    """Propose the batch's ratio of what the plan estimates, within the platform's cap (F3, F4), once.

    Raises:
        Refusal: no ratio is set for the batch; a plan is not approved; something was prepaid or settled already.
    """
    allow(viewer, "Remittance", "propose")
    await lock_platforms(work, platforms)
    rows = await work.connection.fetch(
        PREPAYABLE + " where platforms.id = any($1) order by platforms.id", list(platforms)
    )
    if len(rows) < len(set(platforms)):
        raise _missing(next(iter(set(platforms) - {row["id"] for row in rows})))
    cap = (await policy_book(work)).limit("award_per_platform", on).value
    orders = []
    for row in rows:
        problem = why_not_prepaid(row)
        if problem:
            raise problem
        estimated = estimate(row["planned"], cap)
        amount = prepayment(estimated, row["ratio"])
        if not amount:
            continue
        orders.append(
            {
                "unit_code": row["unit_code"],
                "platform_id": row["id"],
                "settlement_id": None,
                "kind": DisbursementKind.PREPAYMENT,
                "amount": amount,
                "estimated": estimated,
                "ratio": row["ratio"],
                "ordered_on": on,
                "payee": row["operator"],
                "payee_account": row["bank_account"],
                "purpose": _PURPOSES["prepayment"],
                "proposed_by_id": viewer.user_id,
                "synthetic": row["synthetic"],
            }
        )
    if not orders:
        raise Refusal(
            "NOTHING_TO_PAY",
            "方案没有测算奖补，无可预拨 | The plan estimates no award: there is nothing to prepay",
            hint="先在方案中填写预计改造成本 | Enter the planned costs in the plan first",
            clause="F4",
            status=409,
        )
    return await create(work, viewer, "Remittance", "propose", orders, at=at)


def why_not_prepaid(row: Any) -> Refusal | None:
    """What stands against prepaying a platform of ``PREPAYABLE``."""
    name = row["operator"]
    if row["ratio"] is None:
        return Refusal(
            "NO_RATIO",
            "本批次未确定预拨比例 | The batch has no prepayment ratio yet",
            clause="F4",
            status=409,
        )
    if row["approved_on"] is None:
        return Refusal(
            "NOT_APPROVED", "方案尚未批复，不能预拨 | The plan is not approved", clause="F4", status=409
        )
    if row["prepaid"]:
        return Refusal(
            "PREPAID_ALREADY",
            "“{name}”已预拨或正在办理 | “{name}” is prepaid, or about to be",
            clause="F4",
            status=409,
            name=name,
        )
    if row["settled"] or row["state"] != "appointed":
        return Refusal(
            "SETTLED_ALREADY",
            "“{name}”已进入核定，不再预拨 | “{name}” is being settled: nothing is prepaid any more",
            clause="F4",
            status=409,
            name=name,
        )
    return None


async def approve(work: Work, viewer: Viewer, steps: Sequence[Step], on: date) -> None:
    """The second person's word: from here on the prepayment may be paid.

    Raises:
        Refusal: the viewer proposed one of them.
    """
    allow(viewer, "Remittance", "approve")
    rows = await _of(work, [step.id for step in steps])
    await lock_platforms(work, [row["platform_id"] for row in rows])
    await take(
        work,
        viewer,
        "Remittance",
        "approve",
        [
            Step(step.id, {"approved_by_id": viewer.user_id, "remark": step.why}, step.at, step.why)
            for step in steps
        ],
    )
    await ledger.committed(work, rows, on)


async def reject(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Send proposed prepayments back, with a reason."""
    await _with_reason(work, viewer, "reject", steps)


async def order_balances(
    work: Work, viewer: Viewer, settlements: Sequence[Any], on: date, *, at: datetime | None = None
) -> list[int]:
    """What approved settlements leave to pay or to recover. Rows: id, platform_id, balance, proposed_by_id, …"""
    due = [row for row in settlements if row["balance"]]
    payees = await _payees(work, [row["platform_id"] for row in due])
    orders = []
    for row in due:
        kind = DisbursementKind.SETTLEMENT if row["balance"] > 0 else DisbursementKind.RECOVERY
        orders.append(
            {
                "unit_code": row["unit_code"],
                "platform_id": row["platform_id"],
                "settlement_id": row["id"],
                "kind": kind,
                "amount": abs(row["balance"]),
                "ordered_on": on,
                "payee": payees[row["platform_id"]]["name"],
                "payee_account": payees[row["platform_id"]]["bank_account"],
                "purpose": _PURPOSES[kind],
                "proposed_by_id": row["proposed_by_id"],
                "approved_by_id": row.get("approved_by_id") or viewer.user_id,
                "synthetic": row["synthetic"],
            }
        )
    return await create(work, viewer, "Remittance", "order", orders, at=at)


async def refund(
    work: Work, viewer: Viewer, recovered: Sequence[Any], on: date, *, at: datetime | None = None
) -> list[int]:
    """Give back what was recovered by a decision that fell. Rows: whole remittances, confirmed."""
    payees = await _payees(work, [row["platform_id"] for row in recovered])
    made = await create(
        work,
        viewer,
        "Remittance",
        "refund",
        [
            {
                **{name: row[name] for name in _SAME},
                "settlement_id": None,
                "kind": DisbursementKind.REFUND,
                "ordered_on": on,
                "payee": payees[row["platform_id"]]["name"],
                "payee_account": payees[row["platform_id"]]["bank_account"],
                "purpose": _PURPOSES["refund"],
            }
            for row in recovered
        ],
        at=at,
    )
    entered = [{**dict(row), "id": key} for key, row in zip(made, recovered, strict=True)]
    await ledger.refundable(work, entered, on)
    return made


async def order_again(
    work: Work, viewer: Viewer, ids: Sequence[int], on: date, *, at: datetime | None = None
) -> list[int]:
    """The same orders once more, which a decision that fell had cancelled; who approved them has done so."""
    return await _again(work, viewer, await _of(work, ids), on, at=at)


async def cancel_unpaid(
    work: Work, viewer: Viewer, platforms: Sequence[int], *, at: datetime | None = None
) -> list[int]:
    """A new settlement takes the place of what was not paid yet; the orders that had been approved.

    What is to be given back stays so: it hangs on no settlement.

    Raises:
        Refusal: a payment is with the bank: nobody knows yet whether it is paid.
    """
    rows = await work.connection.fetch(
        "select id, state, payee from remittances where platform_id = any($1) and state in"
        " ('proposed', 'approved', 'failed', 'listed', 'exported') and kind <> 'refund' order by id for update",
        list(platforms),
    )
    for row in rows:
        if row["state"] in (RemittanceState.LISTED, RemittanceState.EXPORTED):
            raise Refusal(
                "PAYMENT_UNDER_WAY",
                "“{name}”有一笔拨付正在银行办理 | A payment to “{name}” is with the bank",
                hint="先确认到账或登记失败 | Confirm it, or record its failure, first",
                clause="F6",
                status=409,
                name=row["payee"],
            )
    await take(
        work, viewer, "Remittance", "cancel", [Step(row["id"], {}, at, "已有新的核定") for row in rows]
    )
    return [row["id"] for row in rows if row["state"] != RemittanceState.PROPOSED]


async def confirm(
    work: Work, viewer: Viewer, confirmations: Sequence[Confirmation], *, at: datetime | None = None
) -> None:
    """The bank has moved the money: it stands in the ledger, for good.

    Raises:
        Refusal: it is not with the bank; more than the award would be paid; the receipt lies before the order.
    """
    allow(viewer, "Remittance", "confirm")
    given = {one.remittance: one for one in confirmations}
    rows = await _of(work, list(given))
    await lock_platforms(work, [row["platform_id"] for row in rows])
    steps = [
        Step(
            one.remittance,
            {"paid_on": one.paid_on, "receipt": one.receipt},
            at,
            f"{one.paid_on.isoformat()} {one.receipt}",
        )
        for one in confirmations
    ]
    before = await take(work, viewer, "Remittance", "confirm", steps)
    for row in rows:
        _check_route(row, before[row["id"]])
        if given[row["id"]].paid_on < row["ordered_on"]:
            raise Refusal(
                "PAID_BEFORE_ORDERED",
                "到账日期不能早于提出日期{day} | It cannot be paid before it was ordered on {day}",
                field="paid_on",
                day=row["ordered_on"].isoformat(),
            )
    await _within_award(work, rows)
    await insert(
        work,
        "Disbursement",
        [
            {
                "unit_code": row["unit_code"],
                "platform_id": row["platform_id"],
                "remittance_id": row["id"],
                "reverses_id": None,
                "kind": row["kind"],
                "amount": row["amount"],
                "paid_on": given[row["id"]].paid_on,
                "reference": f"{_LETTERS[row['kind']]}{given[row['id']].paid_on:%Y%m%d}-{row['id']:06d}",
                "synthetic": row["synthetic"],
            }
            for row in rows
        ],
    )
    await ledger.paid(work, rows, {key: one.paid_on for key, one in given.items()})


async def fail(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The bank could not pay; the why says so."""
    await _with_reason(work, viewer, "fail", steps)


async def relist(work: Work, viewer: Viewer, steps: Sequence[Step], on: date) -> list[int]:
    """Try failed payments again: new remittances, to the accounts that the platforms have now."""
    rows = await _of(work, [step.id for step in steps])
    await lock_platforms(work, [row["platform_id"] for row in rows])
    await take(work, viewer, "Remittance", "relist", steps)
    return await _again(work, viewer, rows, on)


async def returned(
    work: Work, viewer: Viewer, remittance: int, on: date, why: str, *, at: datetime | None = None
) -> int:
    """The bank gave a payment back after its receipt: entries the other way round, and an order to try again.

    Raises:
        Refusal: a settlement has been reckoned with this payment since.
    """
    allow(viewer, "Remittance", "return")
    [row] = await _of(work, [remittance])
    await lock_platforms(work, [row["platform_id"]])
    later = await work.connection.fetchval(
        "select exists (select from settlements where platform_id = $1 and state in ('proposed', 'approved')"
        " and id is distinct from $2)",
        row["platform_id"],
        row["settlement_id"],
    )
    if later:
        raise Refusal(
            "RECKONED_WITH",
            "此后的核定已计入该笔拨付，不能登记退汇 | A settlement has been reckoned with this payment since",
            hint="退回待批准的核定，或重新核定 | Reject the proposal, or settle anew",
            clause="F6",
            status=409,
        )
    await take(work, viewer, "Remittance", "return", [Step(remittance, {"remark": why}, at, why)])
    await _undo(work, row, on)
    [again] = await _again(work, viewer, [row], on, at=at)
    return again


async def _again(
    work: Work, viewer: Viewer, rows: Sequence[Any], on: date, *, at: datetime | None = None
) -> list[int]:
    """The same orders once more; who approved them has done so."""
    payees = await _payees(work, [row["platform_id"] for row in rows])
    return await create(
        work,
        viewer,
        "Remittance",
        "order",
        [
            {
                **{name: row[name] for name in _SAME},
                "ordered_on": on,
                "payee": payees[row["platform_id"]]["name"],
                "payee_account": payees[row["platform_id"]]["bank_account"],
            }
            for row in rows
        ],
        at=at,
    )


_SAME = (
    *("unit_code", "platform_id", "settlement_id", "kind", "amount", "estimated", "ratio", "purpose"),
    *("proposed_by_id", "approved_by_id", "synthetic"),
)


async def _payees(work: Work, platforms: Sequence[int]) -> dict[int, Any]:
    rows = await work.connection.fetch(
        "select platforms.id, platforms.bank_account, name from platforms"
        " join organizations on organizations.id = organization_id where platforms.id = any($1)",
        list(platforms),
    )
    return {row["id"]: row for row in rows}


async def _undo(work: Work, row: Any, on: date) -> None:
    paid = await work.connection.fetchrow(
        "select * from disbursements where remittance_id = $1 and reverses_id is null", row["id"]
    )
    await insert(
        work,
        "Disbursement",
        [
            {
                **{name: paid[name] for name in ("unit_code", "platform_id", "kind", "synthetic")},
                "remittance_id": row["id"],
                "reverses_id": paid["id"],
                "amount": -paid["amount"],
                "paid_on": on,
                "reference": f"TH{on:%Y%m%d}-{row['id']:06d}",
            }
        ],
    )
    entries = await work.connection.fetch(
        "select * from ledger_entries where remittance_id = $1 and 'bank' in (debit, credit) and reverses_id is null",
        row["id"],
    )
    await ledger.reverse(work, entries, on)


def _check_route(row: Any, state: str) -> None:
    """Only what is recovered comes in without a file for the bank."""
    if state == RemittanceState.APPROVED and row["kind"] != DisbursementKind.RECOVERY:
        raise Refusal(
            "NOT_SENT",
            "该笔拨付尚未报送银行 | This payment was not sent to the bank yet",
            hint="先列入拨付批并导出银行文件 | Put it into a bank batch and export its file first",
            status=409,
        )


async def _within_award(work: Work, rows: Sequence[Any]) -> None:
    """Whatever else happened: settled money never exceeds the award, and no more is recovered than was paid."""
    found: Mapping[int, Any] = {
        row["id"]: row
        for row in await work.connection.fetch(
            """select platforms.id, coalesce(platforms.award, 0) as award,
                      (select coalesce(sum(case when kind = 'recovery' then -amount else amount end), 0)
                       from disbursements where disbursements.unit_code = platforms.unit_code
                         and disbursements.platform_id = platforms.id) as paid
               from platforms where id = any($1)""",
            [row["platform_id"] for row in rows],
        )
    }
    for row in rows:
        platform = found[row["platform_id"]]
        sign = -1 if row["kind"] == DisbursementKind.RECOVERY else 1
        after: Decimal = platform["paid"] + sign * row["amount"]
        wrong = after > platform["award"] if sign > 0 else after < 0
        if row["kind"] in (DisbursementKind.SETTLEMENT, DisbursementKind.RECOVERY) and wrong:
            raise Refusal(
                "ABOVE_AWARD",
                "拨付后将超过核定奖补 | More than the award would be paid",
                hint="重新核定 | Settle the platform anew",
                clause="F6",
                status=409,
            )


async def _with_reason(work: Work, viewer: Viewer, action: str, steps: Sequence[Step]) -> None:
    for step in steps:
        if not (step.why or "").strip():
            raise Refusal("NO_REASON", "请写明事由 | Say why", field="why")
    await take(
        work,
        viewer,
        "Remittance",
        action,
        [Step(step.id, {"remark": step.why}, step.at, step.why) for step in steps],
    )


async def _of(work: Work, ids: Sequence[int]) -> list[Any]:
    rows = {
        row["id"]: row
        for row in await work.connection.fetch("select * from remittances where id = any($1)", list(ids))
    }
    missing = [key for key in ids if key not in rows]
    if missing:
        raise _missing(missing[0])
    return [rows[key] for key in ids]


def _missing(key: int) -> Refusal:
    return Refusal(
        "NOT_FOUND",
        "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
        status=404,
        id=key,
    )
