"""Cases: opened from flags, taken through the law's steps, decided into penalties that change the money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.services.rows import insert, update
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.enums import CaseState, FraudKind, FraudPhase, PenaltyOutcome
from db.store import Work


@dataclass(frozen=True)
class NewCase:
    """What a supervisor opens a case with: open flags of one platform."""

    flags: Sequence[int]
    title: str
    opened_on: date
    summary: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class NewPenalty:
    """One outcome of a case. ``article``: number in the Regulation; only a transfer needs it."""

    outcome: PenaltyOutcome
    amount: Decimal = Decimal(0)
    article: int | None = None


async def open_cases(work: Work, viewer: Viewer, cases: Sequence[NewCase]) -> list[int]:
    """Open cases: their flags go into them, their undecided claims are held.

    Raises:
        Refusal: the flags of one are of several platforms, or not open.
    """
    allow(viewer, "Case", "open")
    return [await _open(work, viewer, case) for case in cases]


async def advance(work: Work, viewer: Viewer, action: str, steps: Sequence[Step]) -> None:
    """investigate, notify, hear, review or serve: the steps that only change the state.

    Raises:
        ValueError: ``action`` has a function of its own.
    """
    if action not in {"investigate", "notify", "hear", "review", "serve"}:
        raise ValueError(f"no plain step of a case: {action}")
    values = {"investigator_id": viewer.user_id} if action == "investigate" else {}
    await take(
        work,
        viewer,
        "Case",
        action,
        [Step(step.id, {**values, **step.values}, step.at, step.why) for step in steps],
    )
    if action == "serve":
        await _date_penalties(work, "served_on", steps)


async def decide(
    work: Work,
    viewer: Viewer,
    case: int,
    penalties: Sequence[NewPenalty],
    on: date,
    *,
    at: datetime | None = None,
) -> list[int]:
    """Decide a case: deductions and cancellations take effect on its platform at once (S1).

    Settle the platform again afterwards to change its award.

    Raises:
        Refusal: no outcome is given; the viewer investigated.
    """
    if not penalties:
        raise Refusal("NO_OUTCOME", "请至少给出一项处理结果 | Give at least one outcome", clause="S1")
    why = "；".join(penalty.outcome.label.split(" | ")[0] for penalty in penalties)
    await take(work, viewer, "Case", "decide", [Step(case, {}, at, why)])
    row = await work.connection.fetchrow(
        """select cases.unit_code, cases.platform_id, cases.synthetic, platforms.deduction, platforms.state
           from cases join platforms on platforms.unit_code = cases.unit_code and platforms.id = cases.platform_id
           where cases.id = $1""",
        case,
    )
    articles = dict(await work.connection.fetch("select number, id from penalty_articles"))
    ids = await insert(
        work,
        "Penalty",
        [
            {
                "unit_code": row["unit_code"],
                "case_id": case,
                "outcome": penalty.outcome,
                "amount": penalty.amount,
                "article_id": articles.get(penalty.article),
                "clause_id": "S1",
                "decided_on": on,
                "synthetic": row["synthetic"],
            }
            for penalty in penalties
        ],
    )
    deducted = sum((p.amount for p in penalties if p.outcome is PenaltyOutcome.DEDUCTION), Decimal(0))
    if deducted:
        await update(work, "Platform", [{"id": row["platform_id"], "deduction": row["deduction"] + deducted}])
    cancelled = any(penalty.outcome is PenaltyOutcome.CANCELLATION for penalty in penalties)
    if cancelled and row["state"] != "disqualified":
        nothing = Decimal(0)
        step = Step(row["platform_id"], {"award": nothing}, at, why, nothing)
        await take(work, viewer, "Platform", "disqualify", [step])
    return ids


async def execute(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The decision is carried out: money deducted or recovered, the circular published."""
    await take(work, viewer, "Case", "execute", steps)
    await _date_penalties(work, "executed_on", steps)


async def close(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Close cases. Values: closed_on. Claims still held are released where nothing was decided."""
    before = await take(work, viewer, "Case", "close", steps)
    unfounded = [case for case, state in before.items() if state == CaseState.INVESTIGATING]
    held = await work.connection.fetch(
        """select distinct claims.id from claims
           join flags on flags.unit_code = claims.unit_code and flags.claim_id = claims.id
           where flags.case_id = any($1) and claims.state = 'held' order by 1""",
        unfounded,
    )
    at = steps[0].at if steps else None
    await take(
        work, viewer, "Claim", "release", [Step(claim, {}, at, "案件办结，未发现问题") for (claim,) in held]
    )


async def _open(work: Work, viewer: Viewer, case: NewCase) -> int:
    flags = await work.connection.fetch(
        """
        select flags.id, flags.unit_code, flags.hints_at, flags.phase, flags.at_risk, flags.synthetic,
               projects.platform_id, claims.id as claim, claims.state as claim_state
        from flags
        join claims on claims.unit_code = flags.unit_code and claims.id = flags.claim_id
        join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
        where flags.id = any($1) order by flags.id
        """,
        list(case.flags),
    )
    if not flags or len({flag["platform_id"] for flag in flags}) > 1:
        raise Refusal(
            "NOT_ONE_PLATFORM",
            "一个案件只涉及一个服务平台的预警 | The flags of a case must be of one platform",
            hint="按平台分别立案 | Open a case for each platform",
            clause="S1",
        )
    unit = flags[0]["unit_code"]
    [case_id] = await create(
        work,
        viewer,
        "Case",
        "open",
        [
            {
                "unit_code": unit,
                "platform_id": flags[0]["platform_id"],
                "number": await _number(work, unit, case.opened_on),
                "title": case.title,
                "kind": _commonest(flags, "hints_at", FraudKind),
                "phase": _commonest(flags, "phase", FraudPhase),
                "opened_on": case.opened_on,
                "at_stake": _at_stake(flags),
                "summary": case.summary,
                "investigator_id": viewer.user_id,
                "synthetic": all(flag["synthetic"] for flag in flags),
            }
        ],
        at=case.at,
    )
    await take(
        work, viewer, "Flag", "open_case", [Step(flag["id"], {"case_id": case_id}, case.at) for flag in flags]
    )
    undecided = sorted(
        {flag["claim"] for flag in flags if flag["claim_state"] in ("submitted", "checked", "approved")}
    )
    # Without the case's title: the platform reads this event, and is given notice in its time (事先告知).
    await take(work, viewer, "Claim", "hold", [Step(claim, {}, case.at) for claim in undecided])
    return case_id


async def _number(work: Work, unit: str, on: date) -> str:
    """The unit's next case number of the year: 2024-320000-003."""
    await work.connection.execute("select pg_advisory_xact_lock(hashtext($1))", f"case {unit}")
    known = await work.connection.fetchval(
        "select count(*) from cases where unit_code = $1 and extract(year from opened_on) = $2", unit, on.year
    )
    return f"{on.year}-{unit}-{known + 1:03d}"


def _commonest(flags: Sequence[Any], column: str, kind: type[Any]) -> Any:
    values = [flag[column] for flag in flags]
    return kind(max(sorted(set(values)), key=values.count))


def _at_stake(flags: Sequence[Any]) -> Decimal:
    """The worst flag of each claim: several flags on one claim put the same money at stake."""
    worst: dict[int, Decimal] = {}
    for flag in flags:
        worst[flag["claim"]] = max(worst.get(flag["claim"], Decimal(0)), flag["at_risk"])
    return sum(worst.values(), Decimal(0))


async def _date_penalties(work: Work, column: str, steps: Sequence[Step]) -> None:
    for step in steps:
        if step.at is None:
            on = await work.connection.fetchval("select (now() at time zone 'Asia/Shanghai')::date")
        else:
            on = step.at.date()
        rows = await work.connection.fetch("select id from penalties where case_id = $1", step.id)
        await update(work, "Penalty", [{"id": row["id"], column: on} for row in rows])
