"""Settlements: computed from what passed, proposed with their inputs frozen, approved by a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

import orjson

from api.errors import Refusal
from api.policy import frozen
from api.policy.settlement import FEN, Settlement, settle_under
from api.policy.wording import yuan
from api.services import ledger, remittances
from api.services.account_facts import Facts, facts_of
from api.services.clock import now
from api.services.remittances import lock_platforms
from api.services.rows import insert
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.enums import SettlementState
from db.store import Work

_ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Proposal:
    """``exception``: why a platform with too few is awarded all the same (F7). ``seen``: the fingerprint of the
    inputs that was previewed; others since then are refused."""

    platform: int
    exception: str | None = None
    seen: str | None = None


@dataclass(frozen=True)
class Preview:
    """What a settlement would say now."""

    facts: Facts
    settlement: Settlement
    inputs: dict[str, Any]
    input_hash: str

    @property
    def balance(self) -> Decimal:
        return self.settlement.award - self.facts.paid


def preview(facts: Facts, exception: str | None = None) -> Preview:
    """Nothing is stored. An exception is kept only where it changes something."""
    account = replace(facts.account, exception=exception or facts.account.exception)
    settlement = settle_under(account, facts.terms)
    if account.exception and (account.disqualified or settlement.counted >= facts.terms.fewest.value):
        account = replace(account, exception=None)
    inputs = frozen.freeze(facts.platform, account, facts.terms, facts.ends_on)
    return Preview(facts, settlement, inputs, frozen.fingerprint(inputs))


async def propose(
    work: Work, viewer: Viewer, proposals: Sequence[Proposal], on: date, *, at: datetime | None = None
) -> list[int]:
    """Compute and keep what each platform is to be awarded, for somebody else to approve.

    Raises:
        Refusal: the year of the batch is not over (F5, F6); a proposal is waiting; nothing changed since the last
            one; what was previewed is no longer so.
    """
    allow(viewer, "Settlement", "propose")
    platforms = [one.platform for one in proposals]
    await lock_platforms(work, platforms)
    found = {facts.platform: facts for facts in await facts_of(work.connection, platforms)}
    latest = await latest_of(work, platforms)
    previews = []
    for one in proposals:
        facts = found.get(one.platform)
        if facts is None:
            raise _missing(one.platform)
        made = preview(facts, one.exception)
        _check(one, made, latest.get(one.platform), on)
        previews.append(made)
    ids = await create(
        work,
        viewer,
        "Settlement",
        "propose",
        [row_of(made, latest.get(made.facts.platform), viewer, on, at) for made in previews],
        at=at,
        figure="award",
    )
    await insert(
        work,
        "SettlementLine",
        [row for key, made in zip(ids, previews, strict=True) for row in lines_of(key, made)],
    )
    return ids


async def approve(work: Work, viewer: Viewer, steps: Sequence[Step], on: date) -> None:
    """Take settlements into force: award, ledger, what is to be paid or recovered, claims and plan follow.

    Raises:
        Refusal: the viewer proposed one; what it was reckoned from has changed; a payment is at the bank.
    """
    allow(viewer, "Settlement", "approve")
    rows = await _open(work, [step.id for step in steps])
    platforms = [row["platform_id"] for row in rows]
    await lock_platforms(work, platforms)
    found = {facts.platform: facts for facts in await facts_of(work.connection, platforms)}
    for row in rows:
        _unchanged(row, found[row["platform_id"]])
    moment = next((step.at for step in steps if step.at), None)
    former = await work.connection.fetch(
        "select id from settlements where platform_id = any($1) and state = 'approved' and id <> all($2) order by id",
        platforms,
        [row["id"] for row in rows],
    )
    await take(work, viewer, "Settlement", "supersede", [Step(row["id"], {}, moment) for row in former])
    signed = {"approved_by_id": viewer.user_id, "approved_at": moment or now()}
    await take(
        work,
        viewer,
        "Settlement",
        "approve",
        [Step(step.id, {**signed, "remark": step.why}, step.at, step.why) for step in steps],
    )
    await remittances.cancel_unpaid(work, viewer, platforms, at=moment)
    await _award(work, viewer, rows, found, moment)
    await ledger.settled(work, rows, on)
    await remittances.order_balances(work, viewer, rows, on, at=moment)
    await _settle_claims(work, viewer, platforms, moment)
    await _settle_plans(work, viewer, sorted({facts.plan for facts in found.values()}), moment)


async def reject(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Send proposals back with a reason; another may be made."""
    for step in steps:
        if not (step.why or "").strip():
            raise Refusal("NO_REASON", "请写明事由 | Say why", clause="F6", field="why")
    await take(
        work,
        viewer,
        "Settlement",
        "reject",
        [Step(step.id, {"remark": step.why}, step.at, step.why) for step in steps],
    )


def _check(one: Proposal, made: Preview, latest: Any, on: date) -> None:
    facts = made.facts
    if on <= facts.ends_on:
        raise Refusal(
            "TERM_RUNNING",
            "“{name}”所在批次实施期至{day}，期满后方可核定"
            " | The year of “{name}” ends on {day}: it is settled afterwards",
            clause="F5",
            status=409,
            name=facts.operator,
            day=facts.ends_on.isoformat(),
        )
    if one.seen is not None and one.seen != made.input_hash:
        raise _changed(facts)
    if latest is None or latest["state"] == SettlementState.REJECTED:
        return
    if latest["state"] == SettlementState.PROPOSED:
        raise Refusal(
            "PROPOSED_ALREADY",
            "“{name}”已有一份核定待批准 | A settlement of “{name}” is waiting for approval",
            hint="先批准或退回该核定 | Have it approved or rejected first",
            clause="F6",
            status=409,
            name=facts.operator,
        )
    if latest["input_hash"] == made.input_hash:
        raise Refusal(
            "NOTHING_CHANGED",
            "“{name}”自上次核定以来没有变化 | Nothing has changed for “{name}” since it was settled",
            clause="F6",
            status=409,
            name=facts.operator,
        )


def _unchanged(row: Any, facts: Facts) -> None:
    """What is approved is what was proposed, and what was proposed still is so."""
    inputs = orjson.loads(row["inputs"])
    made = preview(facts, inputs["exception"])
    same = made.input_hash == row["input_hash"] == frozen.fingerprint(inputs)
    if not same or made.settlement.award != row["award"] or facts.paid != row["paid_before"]:
        raise _changed(facts)


def _changed(facts: Facts) -> Refusal:
    return Refusal(
        "INPUTS_CHANGED",
        "“{name}”的核定依据已发生变化 | What the settlement of “{name}” rests on has changed",
        hint="退回后按新情况重新提出 | Reject it and propose it anew",
        clause="F6",
        status=409,
        name=facts.operator,
    )


def _missing(platform: int) -> Refusal:
    return Refusal(
        "NOT_FOUND",
        "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
        status=404,
        id=platform,
    )


async def latest_of(work: Work, platforms: Sequence[int]) -> Mapping[int, Any]:
    rows = await work.connection.fetch(
        "select distinct on (platform_id) platform_id, number, state, input_hash from settlements"
        " where platform_id = any($1) order by platform_id, number desc",
        list(platforms),
    )
    return {row["platform_id"]: row for row in rows}


async def _open(work: Work, ids: Sequence[int]) -> list[Any]:
    rows = {
        row["id"]: row
        for row in await work.connection.fetch(
            "select id, unit_code, platform_id, number, state, award, paid_before, balance, inputs, input_hash,"
            " proposed_by_id, synthetic from settlements where id = any($1)",
            list(ids),
        )
    }
    missing = [key for key in ids if key not in rows]
    if missing:
        raise _missing(missing[0])
    return [rows[key] for key in ids]


def row_of(made: Preview, latest: Any, viewer: Viewer, on: date, at: datetime | None) -> dict[str, Any]:
    facts, settlement = made.facts, made.settlement
    return {
        "unit_code": facts.unit_code,
        "platform_id": facts.platform,
        "number": (latest["number"] if latest else 0) + 1,
        "settled_on": on,
        "limits_on": facts.ends_on,
        "policy_version": frozen.policy_version(made.inputs),
        "passed": settlement.counted,
        "award": settlement.award,
        "award_cap": facts.terms.platform.value.quantize(FEN, ROUND_DOWN),
        "prepaid": facts.prepaid,
        "paid_before": facts.paid,
        "balance": made.balance,
        "exception": made.inputs["exception"],
        "inputs": made.inputs,
        "input_hash": made.input_hash,
        "proposed_by_id": viewer.user_id,
        "proposed_at": at or now(),
        "synthetic": facts.synthetic,
    }


def lines_of(settlement: int, made: Preview) -> list[dict[str, Any]]:
    return [
        {
            "unit_code": made.facts.unit_code,
            "settlement_id": settlement,
            "number": number,
            "cut": line.cut,
            "clause_id": line.clause,
            "project_id": line.project_id,
            "basis": line.basis,
            "bound": line.limit,
            "amount": line.amount,
            "synthetic": made.facts.synthetic,
        }
        for number, line in enumerate(made.settlement.lines, 1)
    ]


async def _award(
    work: Work, viewer: Viewer, rows: Sequence[Any], found: Mapping[int, Facts], at: datetime | None
) -> None:
    """The platform's own figure; a disqualified one has nothing already and stays disqualified."""
    await take(
        work,
        viewer,
        "Platform",
        "settle",
        [
            Step(
                row["platform_id"],
                {"award": row["award"]},
                at,
                f"核定{yuan(row['award'])}元（第{row['number']}次核定）",
                row["award"],
            )
            for row in rows
            if found[row["platform_id"]].state != "disqualified"
        ],
    )


async def _settle_claims(work: Work, viewer: Viewer, platforms: Sequence[int], at: datetime | None) -> None:
    rows = await work.connection.fetch(
        """select claims.id from claims
           join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
           where projects.platform_id = any($1) and claims.state = 'approved' and projects.confirmed_on is not null
           order by 1""",
        list(platforms),
    )
    await take(work, viewer, "Claim", "settle", [Step(row["id"], {}, at) for row in rows])


async def _settle_plans(work: Work, viewer: Viewer, plans: Sequence[int], at: datetime | None) -> None:
    """A plan that was evaluated is settled when the last of its platforms is (F6)."""
    rows = await work.connection.fetch(
        f"select id from plans where id = any($1) and state = 'evaluated' and not {UNSETTLED} order by 1",  # noqa: S608
        list(plans),
    )
    await take(work, viewer, "Plan", "settle", [Step(row["id"], {}, at) for row in rows])


#: Whether a platform of the plan still lacks an approved settlement.
UNSETTLED = """exists (
  select from plan_industries
  join platforms on platforms.unit_code = plan_industries.unit_code
                and platforms.plan_industry_id = plan_industries.id
  where plan_industries.unit_code = plans.unit_code and plan_industries.plan_id = plans.id
    and not exists (select from settlements where settlements.unit_code = platforms.unit_code
                    and settlements.platform_id = platforms.id and settlements.state = 'approved'))"""


async def settle_plan(work: Work, viewer: Viewer, plan: int, *, at: datetime | None = None) -> None:
    """For a plan that was evaluated only after its platforms were settled.

    Raises:
        Refusal: a platform of it is not settled.
    """
    allow(viewer, "Plan", "settle")
    if await work.connection.fetchval(f"select {UNSETTLED} from plans where id = $1", plan):  # noqa: S608
        raise Refusal(
            "NOT_SETTLED",
            "方案中还有平台未核定 | A platform of this plan is not settled yet",
            hint="先核定全部平台 | Settle all its platforms first",
            clause="F6",
            status=409,
        )
    await take(work, viewer, "Plan", "settle", [Step(plan, {}, at)])
