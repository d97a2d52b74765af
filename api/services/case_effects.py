"""What a decision does to the money of its platform when it is served, and how that is undone to the fen.

A decision takes effect at once: the award is reckoned anew and in force (proposed by who investigated, approved by who
decided), posted, and what was disbursed beyond it is to be recovered. If the decision falls, the settlement before it is
in force again and the ledger is reversed entry by entry; only where something else was settled in between is the award
reckoned anew instead, which comes to the same sum, because an award hangs on its inputs and on nothing else.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson

from api.errors import Refusal
from api.policy.wording import yuan
from api.services import case_holds, ledger, remittances
from api.services.account_facts import facts_of
from api.services.case_people import by_law
from api.services.clock import now
from api.services.remittances import lock_platforms
from api.services.rows import insert, update
from api.services.settlements import latest_of, lines_of, preview, row_of
from api.services.steps import Step, create, take
from api.viewer import Viewer
from db.enums import DisbursementKind, PenaltyOutcome, SettlementState
from db.store import Work

_ZERO = Decimal("0.00")


async def take_effect(work: Work, viewer: Viewer, case: int, on: date, *, at: datetime | None = None) -> int:
    """The decision of a case changes the money; the key of the effect.

    Raises:
        Refusal: a payment to the platform is with the bank.
    """
    viewer = by_law(viewer)
    row = await _case(work, case)
    await lock_platforms(work, [row["platform_id"]])
    platform = await work.connection.fetchrow(
        "select state, award, deduction from platforms where id = $1", row["platform_id"]
    )
    penalties = await work.connection.fetch(
        "select id, outcome, amount from penalties where case_id = $1 and state = 'decided' order by id", case
    )
    deducted = sum((one["amount"] for one in penalties if one["outcome"] == PenaltyOutcome.DEDUCTION), _ZERO)
    cancelled = any(one["outcome"] == PenaltyOutcome.CANCELLATION for one in penalties)
    why = f"依{row['number']}号处理决定"
    if deducted or cancelled:
        await _hold_others(work, viewer, case, row["platform_id"], at)
    if deducted:
        await _deduct(work, viewer, row["platform_id"], platform["deduction"] + deducted, at, why)
    if cancelled and platform["state"] != "disqualified":
        step = Step(row["platform_id"], {"award": _ZERO}, at, why, _ZERO)
        await take(work, viewer, "Platform", "disqualify", [step])
    made, former = None, None
    void: list[int] = []
    if deducted or cancelled:
        former = await _in_force(work, row["platform_id"])
        # Where nothing was settled yet, a deduction waits for the settlement; a cancellation takes back what was prepaid.
        if former is not None or cancelled:
            made, void = await enforce(work, viewer, row, on, at=at)
    await case_holds.reject(
        work,
        viewer,
        case,
        on,
        at=at,
        why="平台奖补资格已取消" if cancelled else "经查证据不实，不予奖补",
    )
    steps = [Step(one["id"], {"served_on": on}, at) for one in penalties]
    await take(work, viewer, "Penalty", "effect", steps)
    [effect] = await insert(
        work,
        "CaseEffect",
        [
            {
                "unit_code": row["unit_code"],
                "case_id": case,
                "settlement_id": made,
                "former_id": former,
                "taken_on": on,
                "deducted": deducted,
                "disqualified": cancelled and platform["state"] != "disqualified",
                "award_before": platform["award"],
                "award_after": await _award(work, row["platform_id"]),
                "platform_state": platform["state"],
                "cancelled": void,
                "synthetic": row["synthetic"],
            }
        ],
    )
    return effect


async def enforce(
    work: Work, viewer: Viewer, case: Any, on: date, *, at: datetime | None = None, why: str | None = None
) -> tuple[int, list[int]]:
    """Settle the platform of a case anew, in force at once; the settlement, and the orders that were cancelled by it.

    Row of the case: number, platform_id, investigator_id, decider_id.
    """
    platform = case["platform_id"]
    why = why or f"依{case['number']}号处理决定核定"
    await _void_proposals(work, viewer, platform, at, why)
    [facts] = await facts_of(work.connection, [platform])
    made = preview(facts)
    latest = (await latest_of(work, [platform])).get(platform)
    former = await _in_force(work, platform)
    if former is not None:
        await take(work, viewer, "Settlement", "supersede", [Step(former, {}, at, why)])
    values = {
        **row_of(made, latest, viewer, on, at),
        "case_id": case["id"],
        "proposed_by_id": case["investigator_id"],
        "approved_by_id": case["decider_id"],
        "approved_at": at or now(),
        "remark": why,
    }
    [key] = await create(work, viewer, "Settlement", "enforce", [values], at=at, why=why, figure="award")
    await insert(work, "SettlementLine", lines_of(key, made))
    void = await remittances.cancel_unpaid(work, viewer, [platform], at=at)
    await _set_award(work, viewer, platform, values["award"], at, why)
    row = {**values, "id": key}
    await ledger.settled(work, [row], on)
    await remittances.order_balances(work, viewer, [row], on, at=at)
    return key, void


async def reverse(
    work: Work, viewer: Viewer, case: int, on: date, why: str, *, at: datetime | None = None
) -> bool:
    """The decision of a case fell: money, platform and claims are as if it had never been.

    Returns whether the former settlement itself is in force again; False where nothing was in force to be undone, or
    where the award had to be reckoned anew because something else was settled in between.

    Raises:
        Refusal: a payment to the platform is with the bank.
    """
    viewer = by_law(viewer)
    row = await _case(work, case)
    effect = await work.connection.fetchrow(
        "select * from case_effects where case_id = $1 and reversed_on is null for update", case
    )
    if effect is None:
        return False
    platform = row["platform_id"]
    await lock_platforms(work, [platform])
    now_on = await work.connection.fetchrow("select state, deduction from platforms where id = $1", platform)
    if effect["deducted"]:
        await _deduct(work, viewer, platform, now_on["deduction"] - effect["deducted"], at, why)
    genuine = await _settled_by_officers(work, platform)
    free = not await _cancelled_by_others(work, platform, case)
    if now_on["state"] == "disqualified" and free:
        await take(
            work, viewer, "Platform", "restore" if genuine else "reappoint", [Step(platform, {}, at, why)]
        )
    in_force, made = await _in_force(work, platform), effect["settlement_id"]
    exact = False
    if in_force is None:
        pass  # nothing was settled: the deduction alone was waiting
    elif not genuine and free:
        # Only decisions have settled this platform, and none of them took its right away any more.
        exact = True
        await _take_back(work, viewer, platform, await _made_by_decisions(work, platform), on, at, why)
    elif in_force == made and not await _paid_out(work, made):
        exact = True
        await _take_back(work, viewer, platform, [made], on, at, why, effect["former_id"])
    else:
        await enforce(work, viewer, row, on, at=at, why=f"{row['number']}号处理决定撤销，重新核定")
    await case_holds.reinstate(work, viewer, case, at=at, why=why)
    await case_holds.release(work, viewer, case, at=at, why=why)
    await update(work, "CaseEffect", [{"id": effect["id"], "reversed_on": on, "exact": exact}])
    return exact


async def _take_back(
    work: Work,
    viewer: Viewer,
    platform: int,
    made: Sequence[int],
    on: date,
    at: datetime | None,
    why: str,
    former: int | None = None,
) -> None:
    """Settlements that decisions made are revoked, ``former`` is in force again, and the ledger reversed."""
    await _void_proposals(work, viewer, platform, at, why)
    await remittances.cancel_unpaid(work, viewer, [platform], at=at)
    in_force = await _in_force(work, platform)
    await take(
        work, viewer, "Settlement", "revoke", [Step(in_force, {"remark": why}, at, why)] if in_force else []
    )
    award = None
    if former is not None:
        await take(work, viewer, "Settlement", "reinstate", [Step(former, {}, at, why)])
        award = await work.connection.fetchval("select award from settlements where id = $1", former)
    entries = await work.connection.fetch(
        "select * from ledger_entries where settlement_id = any($1) and reverses_id is null"
        " and not exists (select from ledger_entries undone where undone.unit_code = ledger_entries.unit_code"
        "                 and undone.reverses_id = ledger_entries.id) order by id desc",
        list(made),
    )
    await ledger.reverse(work, entries, on)
    await _set_award(work, viewer, platform, award, at, why)
    recovered = await work.connection.fetch(
        "select * from remittances where settlement_id = any($1) and state = 'confirmed' and kind = $2 order by id",
        list(made),
        DisbursementKind.RECOVERY,
    )
    await remittances.refund(work, viewer, recovered, on, at=at)
    # What the decisions had cancelled, as far as it is still founded: on nothing, or on what is in force again.
    effects = await work.connection.fetch(
        "select cancelled from case_effects where settlement_id = any($1) order by id", list(made)
    )
    rows = await work.connection.fetch(
        """select remittances.id from remittances
           left join settlements on settlements.unit_code = remittances.unit_code
                                and settlements.id = remittances.settlement_id
           where remittances.id = any($1) and (settlement_id is null or settlements.state = 'approved')
           order by 1""",
        [key for effect in effects for key in _cancelled(effect)],
    )
    await remittances.order_again(work, viewer, [row["id"] for row in rows], on, at=at)


def _cancelled(effect: Any) -> list[int]:
    """The orders that a decision cancelled."""
    found: list[int] = orjson.loads(effect["cancelled"])
    return found


async def _hold_others(work: Work, viewer: Viewer, case: int, platform: int, at: datetime | None) -> None:
    """The platform's other claims wait until the decision is executed (S1)."""
    rows = await work.connection.fetch(
        """select claims.id from claims
           join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
           where projects.platform_id = $1 and claims.state in ('submitted', 'checked', 'approved', 'held')""",
        platform,
    )
    await case_holds.hold(work, viewer, case, [row["id"] for row in rows], suspected=False, at=at)


async def _deduct(
    work: Work, viewer: Viewer, platform: int, total: Decimal, at: datetime | None, why: str
) -> None:
    said = f"{why}，累计扣减{yuan(total)}元"
    await take(work, viewer, "Platform", "deduct", [Step(platform, {"deduction": total}, at, said, total)])


async def _set_award(
    work: Work, viewer: Viewer, platform: int, award: Decimal | None, at: datetime | None, why: str
) -> None:
    """The platform's own figure; where nothing was settled before it has none."""
    said = why if award is None else f"{why}，核定{yuan(award)}元"
    await take(work, viewer, "Platform", "deduct", [Step(platform, {"award": award}, at, said, award)])


async def _void_proposals(work: Work, viewer: Viewer, platform: int, at: datetime | None, why: str) -> None:
    rows = await work.connection.fetch(
        "select id from settlements where platform_id = $1 and state = $2",
        platform,
        SettlementState.PROPOSED,
    )
    await take(
        work, viewer, "Settlement", "void", [Step(row["id"], {"remark": why}, at, why) for row in rows]
    )


async def _in_force(work: Work, platform: int) -> int | None:
    found: int | None = await work.connection.fetchval(
        "select id from settlements where platform_id = $1 and state = 'approved'", platform
    )
    return found


async def _award(work: Work, platform: int) -> Decimal | None:
    found: Decimal | None = await work.connection.fetchval(
        "select award from platforms where id = $1", platform
    )
    return found


async def _settled_by_officers(work: Work, platform: int) -> bool:
    """Whether the platform was settled otherwise than by decisions."""
    found: bool = await work.connection.fetchval(
        "select exists (select from settlements where platform_id = $1 and case_id is null"
        " and state in ('approved', 'superseded'))",
        platform,
    )
    return found


async def _made_by_decisions(work: Work, platform: int) -> list[int]:
    rows = await work.connection.fetch(
        "select id from settlements where platform_id = $1 and case_id is not null order by id", platform
    )
    return [row["id"] for row in rows]


async def _paid_out(work: Work, settlement: int) -> bool:
    """Whether money was paid on it already, so that what was owed before is owed no more."""
    found: bool = await work.connection.fetchval(
        "select exists (select from remittances where settlement_id = $1 and kind = 'settlement'"
        " and state = 'confirmed')",
        settlement,
    )
    return found


async def _cancelled_by_others(work: Work, platform: int, case: int) -> bool:
    found: bool = await work.connection.fetchval(
        """select exists (select from penalties
             join cases on cases.unit_code = penalties.unit_code and cases.id = penalties.case_id
             where cases.platform_id = $1 and cases.id <> $2 and penalties.outcome = 'cancellation'
               and penalties.state = 'effective')""",
        platform,
        case,
    )
    return found


async def _case(work: Work, case: int) -> Mapping[str, Any]:
    row: Mapping[str, Any] | None = await work.connection.fetchrow(
        "select id, unit_code, number, platform_id, investigator_id, decider_id, synthetic from cases where id = $1",
        case,
    )
    if row is None:
        raise Refusal(
            "NOT_FOUND",
            "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
            status=404,
            id=case,
        )
    return row


async def penalties_in_force(work: Work, case: int) -> Sequence[Any]:
    """The outcomes of the decision that stands."""
    found: Sequence[Any] = await work.connection.fetch(
        "select * from penalties where case_id = $1 and state in ('decided', 'effective') order by id", case
    )
    return found
