"""Claims that wait for a case: held, released to just what they were, rejected by its decision, and back again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from api.services.case_people import by_law
from api.services.clock import now
from api.services.rows import insert, update
from api.services.steps import Step, take
from api.viewer import Viewer
from db.enums import ClaimState
from db.store import Work

#: What can still be held: nothing is paid on it yet.
_OPEN = ("submitted", "checked", "approved")


async def hold(
    work: Work,
    viewer: Viewer,
    case: int,
    claims: Sequence[int],
    *,
    suspected: bool,
    at: datetime | None = None,
) -> list[int]:
    """Hold the claims of these that are undecided or unpaid, for the case; those that are held now.

    A claim that another case holds already waits for both. Settled, rejected and withdrawn ones are left alone.
    """
    found = await work.connection.fetch(
        """select claims.id, claims.unit_code, claims.synthetic, claims.state, other.before
           from claims
           left join lateral (select before from case_holds
                              where case_holds.unit_code = claims.unit_code and case_holds.claim_id = claims.id
                                and released_at is null order by case_holds.id limit 1) other on true
           where claims.id = any($2) and claims.state in ('submitted', 'checked', 'approved', 'held')
             and not exists (select from case_holds where case_holds.unit_code = claims.unit_code
                             and case_holds.claim_id = claims.id and case_id = $1 and released_at is null)
           order by claims.id for update of claims""",
        case,
        sorted(set(claims)),
    )
    await insert(
        work,
        "CaseHold",
        [
            {
                "unit_code": row["unit_code"],
                "case_id": case,
                "claim_id": row["id"],
                # What somebody held by hand goes on as checked, as it would have.
                "before": row["before"] or (row["state"] if row["state"] in _OPEN else ClaimState.CHECKED),
                "suspected": suspected,
                "held_at": at or now(),
                "synthetic": row["synthetic"],
            }
            for row in found
        ],
    )
    # Without the case's title: the platform reads this event, and is given notice in its time (事先告知).
    await take(
        work,
        by_law(viewer),
        "Claim",
        "hold",
        [Step(row["id"], {}, at) for row in found if row["state"] != ClaimState.HELD],
    )
    return [row["id"] for row in found]


async def release(
    work: Work,
    viewer: Viewer,
    case: int,
    *,
    claims: Sequence[int] | None = None,
    at: datetime | None = None,
    why: str | None = None,
) -> list[int]:
    """Let go of what the case holds (or of ``claims`` of it): each is what it was before, unless another case holds it."""
    found = await _held(work, case, claims)
    await update(work, "CaseHold", [{"id": row["id"], "released_at": at or now()} for row in found])
    free = await _free(work, [row["claim_id"] for row in found])
    await _back(
        work,
        viewer,
        "release",
        [(row["claim_id"], row["before"]) for row in found if row["claim_id"] in free],
        at,
        why,
    )
    return [row["claim_id"] for row in found]


async def reject(
    work: Work,
    viewer: Viewer,
    case: int,
    on: date,
    *,
    everything: bool = False,
    at: datetime | None = None,
    why: str,
) -> list[int]:
    """Nothing is paid on what was proved false, nor, after a cancellation (``everything``), on anything else."""
    found = [
        row
        for row in await _held(work, case, None)
        if (row["suspected"] or everything) and row["state"] == ClaimState.HELD
    ]
    await update(
        work,
        "CaseHold",
        [
            {
                "id": row["id"],
                "released_at": at or now(),
                "rejected_on": on,
                "decided_before": row["decided_on"],
            }
            for row in found
        ],
    )
    await take(
        work,
        by_law(viewer),
        "Claim",
        "reject",
        [Step(row["claim_id"], {"decided_on": on}, at, why) for row in found],
    )
    await update(work, "Project", [{"id": row["project_id"], "claimed": None} for row in found])
    return [row["claim_id"] for row in found]


async def reinstate(
    work: Work, viewer: Viewer, case: int, *, at: datetime | None = None, why: str
) -> list[int]:
    """The decision fell: what it rejected is what it was before the case, unless a better claim took its place.

    A claim that another case holds is held for that one.
    """
    found = await work.connection.fetch(
        """select case_holds.id, claim_id, before, decided_before, claims.project_id, claims.amount, claims.unit_code
           from case_holds
           join claims on claims.unit_code = case_holds.unit_code and claims.id = case_holds.claim_id
           where case_id = $1 and rejected_on is not null and claims.state = 'rejected'
             and not exists (select from claims newer where newer.unit_code = claims.unit_code
                             and newer.project_id = claims.project_id and newer.id <> claims.id
                             and newer.state not in ('rejected', 'withdrawn'))
           order by claim_id for update of case_holds""",
        case,
    )
    await update(work, "CaseHold", [{"id": row["id"], "rejected_on": None} for row in found])
    await _back(work, viewer, "reinstate", [(row["claim_id"], row["before"]) for row in found], at, why)
    await update(
        work, "Claim", [{"id": row["claim_id"], "decided_on": row["decided_before"]} for row in found]
    )
    await update(work, "Project", [{"id": row["project_id"], "claimed": row["amount"]} for row in found])
    held = {row["claim_id"] for row in found} - await _free(work, [row["claim_id"] for row in found])
    await take(work, by_law(viewer), "Claim", "hold", [Step(claim, {}, at) for claim in sorted(held)])
    return [row["claim_id"] for row in found]


async def _held(work: Work, case: int, claims: Sequence[int] | None) -> list[Any]:
    found: list[Any] = await work.connection.fetch(
        """select case_holds.id, claim_id, before, suspected, claims.state, claims.decided_on, claims.project_id
           from case_holds
           join claims on claims.unit_code = case_holds.unit_code and claims.id = case_holds.claim_id
           where case_id = $1 and released_at is null and ($2::bigint[] is null or claim_id = any($2))
           order by claim_id for update""",
        case,
        None if claims is None else list(claims),
    )
    return found


async def _free(work: Work, claims: Sequence[int]) -> set[int]:
    """Those of the claims that no case holds any more."""
    rows = await work.connection.fetch(
        "select id from unnest($1::bigint[]) as given (id) where not exists"
        " (select from case_holds where claim_id = given.id and released_at is null)",
        list(claims),
    )
    return {row["id"] for row in rows}


async def _back(
    work: Work,
    viewer: Viewer,
    action: str,
    claims: Sequence[tuple[int, str]],
    at: datetime | None,
    why: str | None,
) -> None:
    wanted = "held" if action == "release" else "rejected"
    there = {
        row["id"]
        for row in await work.connection.fetch(
            "select id from claims where id = any($1) and state = $2", [claim for claim, _ in claims], wanted
        )
    }
    for state in _OPEN:
        steps = [Step(claim, {}, at, why) for claim, before in claims if before == state and claim in there]
        await take(work, by_law(viewer), "Claim", f"{action}_{state}", steps)
