"""Cases: opened from flags, several platforms' as a ring, flags added and taken out, and all of it undone again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.services import case_holds
from api.services.case_inquiry import in_time
from api.services.case_terms import keep_terms
from api.services.clock import CHINA, today
from api.services.rows import update
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.enums import FraudKind, FraudPhase, RuleKind
from db.store import Work


@dataclass(frozen=True)
class NewCase:
    """What a supervisor opens a case with: open flags of one platform."""

    flags: Sequence[int]
    title: str
    opened_on: date
    summary: str | None = None
    at: datetime | None = None


async def open_cases(work: Work, viewer: Viewer, cases: Sequence[NewCase]) -> list[int]:
    """Open cases: their flags go into them, their undecided claims are held.

    Raises:
        Refusal: the flags of one are of several platforms, or not open.
    """
    allow(viewer, "Case", "open")
    return [await _open(work, viewer, case) for case in cases]


async def open_ring(work: Work, viewer: Viewer, case: NewCase) -> list[int]:
    """One case for each platform that the flags are of, tied together; the first, with most at stake, leads.

    Rows belong to units, so platforms of several units have a case each under one ring.

    Raises:
        Refusal: the flags are of one platform only, or not open.
    """
    allow(viewer, "Case", "open")
    by_platform: dict[int, list[Any]] = {}
    for flag in await _flags(work, case.flags):
        by_platform.setdefault(flag["platform_id"], []).append(flag)
    if len(by_platform) < 2:
        raise Refusal(
            "NOT_A_RING",
            "串案须涉及两个以上服务平台 | A ring takes two platforms or more",
            hint="对单个平台直接立案 | Open an ordinary case for one platform",
            clause="S1",
        )
    groups = sorted(by_platform.items(), key=lambda found: (-at_stake(found[1]), -len(found[1]), found[0]))
    made = [
        await _open(
            work,
            viewer,
            NewCase([flag["id"] for flag in found], case.title, case.opened_on, case.summary, case.at),
        )
        for _, found in groups
    ]
    await tie(work, viewer, made, at=case.at)
    return made


async def tie(work: Work, viewer: Viewer, cases: Sequence[int], *, at: datetime | None = None) -> str:
    """Tie cases to a ring, named by the number of the case that leads it: the first, or that of the ring they join.

    Raises:
        Refusal: fewer than two; two of them are of different rings.
    """
    rows = await work.connection.fetch(
        "select id, number, ring, leads from cases where id = any($1) for update", list(cases)
    )
    found = {row["id"]: row for row in rows}
    rings = {row["ring"] for row in rows if row["ring"]}
    if len(found) < 2 or len(rings) > 1:
        raise Refusal(
            "NOT_A_RING",
            "串案须为两个以上案件，且不得已属不同串案"
            " | A ring takes two cases or more, none of another ring already",
            clause="S1",
        )
    ring = next(iter(rings), None) or found[cases[0]]["number"]
    steps = [
        Step(case, {"ring": ring, "leads": not rings and case == cases[0]}, at, ring)
        for case in cases
        if found[case]["ring"] is None
    ]
    await take(work, viewer, "Case", "ring", steps)
    return str(ring)


async def join(
    work: Work, viewer: Viewer, case: int, flags: Sequence[int], *, at: datetime | None = None
) -> None:
    """Put more open flags into a case that is not yet notified; their undecided claims are held too.

    Raises:
        Refusal: a flag is another platform's, or not open.
    """
    found = await _flags(work, flags)
    platform = await work.connection.fetchval("select platform_id from cases where id = $1", case)
    if not found or {flag["platform_id"] for flag in found} != {platform}:
        raise _not_one()
    why = f"并入预警{len(found)}条"
    await take(work, viewer, "Case", "join", [Step(case, {}, at, why)])
    await _take_in(work, viewer, case, found, at)
    await _reckon(work, case)


async def leave(
    work: Work, viewer: Viewer, flags: Sequence[int], why: str, *, at: datetime | None = None
) -> None:
    """Take flags out of their cases: open again, as before, and their claims what they were, if nothing else holds them.

    Raises:
        Refusal: no reason; the last flag of a case: its opening is undone instead; what is left is barred.
    """
    if not why.strip():
        raise Refusal("NO_REASON", "请写明事由 | Say why", clause="S1", field="why")
    rows = await work.connection.fetch(
        "select id, case_id, claim_id from flags where id = any($1) and state = 'in_case'", list(flags)
    )
    for case in sorted({row["case_id"] for row in rows}):
        mine = [row["id"] for row in rows if row["case_id"] == case]
        left = await work.connection.fetchval(
            "select count(*) from flags where case_id = $1 and id <> all($2)", case, mine
        )
        if not left:
            raise Refusal(
                "LAST_FLAG",
                "案件至少保留一条预警 | A case keeps one flag at least",
                hint="全部移出请撤销立案 | Undo the opening instead",
                clause="S1",
                status=409,
            )
        await take(work, viewer, "Case", "leave", [Step(case, {}, at, why)])
        await _let_out(work, viewer, case, mine, at, why)
        await _reckon(work, case)


async def undo(
    work: Work, viewer: Viewer, case: int, why: str, on: date, *, at: datetime | None = None
) -> None:
    """Undo the opening of a case: its flags are open and its claims what they were, as if it had never been.

    Raises:
        Refusal: no reason; notice was given already.
    """
    if not why.strip():
        raise Refusal("NO_REASON", "请写明事由 | Say why", clause="S1", field="why")
    await take(work, viewer, "Case", "undo", [Step(case, {"closed_on": on}, at, why)])
    await free_flags(work, viewer, case, at=at, why=why)
    await case_holds.release(work, viewer, case, at=at)
    await keep_terms(work, [case], on)


async def free_flags(
    work: Work, viewer: Viewer, case: int, *, at: datetime | None = None, why: str | None = None
) -> None:
    """All flags of the case are open again."""
    rows = await work.connection.fetch("select id from flags where case_id = $1 order by id", case)
    await take(
        work,
        viewer,
        "Flag",
        "take_out",
        [Step(row["id"], {"case_id": None}, at, why) for row in rows],
    )


async def _open(work: Work, viewer: Viewer, case: NewCase) -> int:
    flags = await _flags(work, case.flags)
    if not flags or len({flag["platform_id"] for flag in flags}) > 1:
        raise _not_one()
    if all(flag["kind"] == RuleKind.SCREENING for flag in flags):
        raise Refusal(
            "SCREENING_ALONE",
            "筛查类预警不能单独立案 | Flags of screening rules alone open no case",
            hint="与确定性或统计性预警一并立案，或先核查 | Together with another flag, or look into it first",
            clause="S1",
            status=409,
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
                "found_on": _found_on(flags, case.opened_on),
                "at_stake": at_stake(flags),
                "summary": case.summary,
                "investigator_id": viewer.user_id,
                "synthetic": all(flag["synthetic"] for flag in flags),
            }
        ],
        at=case.at,
    )
    await _take_in(work, viewer, case_id, flags, case.at)
    await keep_terms(work, [case_id], case.opened_on)
    return case_id


async def _take_in(work: Work, viewer: Viewer, case: int, flags: Sequence[Any], at: datetime | None) -> None:
    await take(work, viewer, "Flag", "open_case", [Step(flag["id"], {"case_id": case}, at) for flag in flags])
    claims = [flag["claim"] for flag in flags if flag["claim"] is not None]
    await case_holds.hold(work, viewer, case, claims, suspected=True, at=at)


async def _let_out(
    work: Work, viewer: Viewer, case: int, flags: Sequence[int], at: datetime | None, why: str
) -> None:
    await take(work, viewer, "Flag", "take_out", [Step(flag, {"case_id": None}, at, why) for flag in flags])
    rows = await work.connection.fetch(
        "select claim_id from case_holds where case_id = $1 and suspected and released_at is null"
        " and claim_id not in (select claim_id from flags where case_id = $1 and claim_id is not null)",
        case,
    )
    await case_holds.release(work, viewer, case, claims=[row["claim_id"] for row in rows], at=at)


async def _reckon(work: Work, case: int) -> None:
    """What is at stake and when it was found follow the flags that are in the case.

    Raises:
        Refusal: those that are left found it too late (art. 36).
    """
    rows = await work.connection.fetch("select id from flags where case_id = $1", case)
    flags = await _flags(work, [row["id"] for row in rows])
    found = _found_on(flags, today())
    in_time(await work.connection.fetchval("select act_ended_on from cases where id = $1", case), found)
    await update(work, "Case", [{"id": case, "at_stake": at_stake(flags), "found_on": found}])
    await keep_terms(work, [case], today())


async def _flags(work: Work, ids: Sequence[int]) -> list[Any]:
    found: list[Any] = await work.connection.fetch(
        """
        select flags.id, flags.unit_code, flags.hints_at, flags.phase, flags.at_risk, flags.synthetic,
               flags.raised_at, flags.platform_id, flags.project_id, flags.kind, flags.claim_id as claim
        from flags where flags.id = any($1) order by flags.id
        """,
        list(ids),
    )
    return found


async def _number(work: Work, unit: str, on: date) -> str:
    """The unit's next case number of the year: 2024-320000-003."""
    await work.connection.execute("select pg_advisory_xact_lock(hashtext($1))", f"case {unit}")
    known = await work.connection.fetchval(
        "select count(*) from cases where unit_code = $1 and extract(year from opened_on) = $2", unit, on.year
    )
    return f"{on.year}-{unit}-{known + 1:03d}"


def _found_on(flags: Sequence[Any], on: date) -> date:
    """The day the act was first noticed; where the programme's day stands still, flags are raised after it."""
    raised: list[date] = [flag["raised_at"].astimezone(CHINA).date() for flag in flags]
    return min([on, *raised])


def _not_one() -> Refusal:
    return Refusal(
        "NOT_ONE_PLATFORM",
        "一个案件只涉及一个服务平台的预警 | The flags of a case must be of one platform",
        hint="按平台分别立案，或立串案 | Open a case for each platform, or a ring",
        clause="S1",
    )


def _commonest(flags: Sequence[Any], column: str, kind: type[Any]) -> Any:
    values = [flag[column] for flag in flags]
    return kind(max(sorted(set(values)), key=values.count))


def at_stake(flags: Sequence[Any]) -> Decimal:
    """The worst flag of each claim: several flags on one claim put the same money at stake.

    A flag on a project or a platform is about the same claims as those on them: only where it is worse does it count.
    """
    worst: dict[int, Decimal] = {}
    for flag in flags:
        if flag["claim"] is not None:
            worst[flag["claim"]] = max(worst.get(flag["claim"], Decimal(0)), flag["at_risk"])
    above: list[Decimal] = [flag["at_risk"] for flag in flags if flag["claim"] is None]
    return max([sum(worst.values(), Decimal(0)), *above])
