"""The terms of the law in a case, kept beside it: so that lists sort by them, and nobody has to reckon them again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from api.policy.clock import Asked, CaseDates, Deadline, Pause, deadlines, nearest
from api.services.clock import today
from api.services.rows import delete, insert, update
from db.enums import PauseReason
from db.resource import both
from db.store import Work

_DATES = (
    *("opened_on", "act_ended_on", "found_on", "preserved_on", "preserved_until", "notified_on"),
    *("hearing_asked_on", "hearing_notice_on", "hearing_on", "heard_on", "decided_on", "served_on"),
    *("revoked_on", "closed_on"),
)


async def dates_of(connection: Any, case: int) -> CaseDates:
    """All that the terms of a case hang on."""
    listed = ", ".join(f"cases.{name}" for name in _DATES)
    row = await connection.fetchrow(
        f"""select {listed},
                   exists (select from publications where case_id = cases.id) as published,
                   (select max(withdrawn_on) from publications where case_id = cases.id
                      and not exists (select from publications shown where shown.case_id = cases.id
                                      and shown.state = 'published')) as withdrawn_on,
                   (select min(filed_on) from challenges where case_id = cases.id and kind = 'reconsideration')
                     as reconsidered_on,
                   (select max(answered_on) from challenges where case_id = cases.id and kind = 'reconsideration'
                      and state <> 'withdrawn') as reconsideration_served_on,
                   (select min(filed_on) from challenges where case_id = cases.id and kind = 'suit') as sued_on,
                   coalesce(owed.due, 0) > 0 as owes, owed.paid_on
            from cases
            left join lateral (
              select count(*) as due,
                     case when bool_and(remittances.state = 'confirmed') then max(remittances.paid_on) end as paid_on
              from case_effects
              join remittances on remittances.unit_code = case_effects.unit_code
                              and remittances.settlement_id = case_effects.settlement_id
              where case_effects.case_id = cases.id and reversed_on is null and remittances.kind = 'recovery'
                and remittances.state not in ('cancelled', 'returned', 'relisted', 'rejected')
            ) owed on true
            where cases.id = $1""",  # noqa: S608
        case,
    )
    asked = await connection.fetch(
        "select asked_on, due_on, answered_on from explanation_requests"
        " where case_id = $1 and state <> 'withdrawn' order by id",
        case,
    )
    pauses = await connection.fetch(
        "select since, until, reason from case_pauses where case_id = $1 order by id", case
    )
    return CaseDates(
        **{name: row[name] for name in _DATES},
        published=row["published"],
        withdrawn_on=row["withdrawn_on"],
        reconsidered_on=row["reconsidered_on"],
        reconsideration_served_on=row["reconsideration_served_on"],
        sued_on=row["sued_on"],
        owes=row["owes"],
        paid_on=row["paid_on"],
        asked=[Asked(*one) for one in asked],
        pauses=[Pause(one["since"], one["until"], PauseReason(one["reason"])) for one in pauses],
    )


async def keep_terms(work: Work, cases: Sequence[int], on: date | None = None) -> None:
    """Reckon the terms of the cases anew and keep what changed."""
    for case in dict.fromkeys(cases):
        await _keep(work, case, on or today())


async def _keep(work: Work, case: int, on: date) -> None:
    wanted = deadlines(await dates_of(work.connection, case), on)
    row = await work.connection.fetchrow(
        "select unit_code, synthetic, next_clock, next_due_on, warn_on from cases where id = $1", case
    )
    kept = await work.connection.fetch(
        "select id, clock, since, due_on, warn_on, met_on from case_deadlines where case_id = $1", case
    )
    there = {(one["clock"], one["since"], one["due_on"], one["warn_on"], one["met_on"]) for one in kept}
    still = {_key(one) for one in wanted}
    gone = [
        one["id"]
        for one in kept
        if (one["clock"], one["since"], one["due_on"], one["warn_on"], one["met_on"]) not in still
    ]
    await delete(work, "CaseDeadline", gone)
    await insert(
        work,
        "CaseDeadline",
        [
            {
                "unit_code": row["unit_code"],
                "case_id": case,
                "clock": one.clock,
                "since": one.since,
                "due_on": one.due_on,
                "warn_on": one.warn_on,
                "met_on": one.met_on,
                "law": both(one.law)[0],
                "synthetic": row["synthetic"],
            }
            for one in wanted
            if _key(one) not in there
        ],
    )
    near = nearest(wanted)
    now = (near.clock, near.due_on, near.warn_on) if near else (None, None, None)
    if now != (row["next_clock"], row["next_due_on"], row["warn_on"]):
        changed = dict(zip(("next_clock", "next_due_on", "warn_on"), now, strict=True))
        await update(work, "Case", [{"id": case, **changed}])


def _key(one: Deadline) -> tuple[Any, ...]:
    return (one.clock, one.since, one.due_on, one.warn_on, one.met_on)
