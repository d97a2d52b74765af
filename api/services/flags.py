"""Red flags: what the rules find is kept once, refreshed while it is open, and dismissed only with a reason."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.errors import Refusal
from api.policy.finding import Asked, Finding, at_risk
from api.policy.rule import plain, reason
from api.services import scores
from api.services.book import policy_book
from api.services.rows import insert, update
from api.services.rulebook import Version
from api.services.steps import Happened, Step, allow, record, take
from api.viewer import Viewer
from db.enums import FlagState, FlagSubject
from db.store import Work

#: Where a subject stands, and what is asked for below it.
_SUBJECTS = {
    FlagSubject.CLAIM: """
        select claims.id, claims.unit_code, projects.platform_id, projects.id as project_id, claims.id as claim_id,
               claims.actual_cost, claims.amount, claims.submitted_on, claims.synthetic
        from claims
        join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
        where claims.id = any($1)""",
    FlagSubject.PROJECT: """
        select projects.id, projects.unit_code, projects.platform_id, projects.id as project_id, null::bigint as claim_id,
               claims.actual_cost, claims.amount, claims.submitted_on, projects.synthetic
        from projects
        left join claims on claims.unit_code = projects.unit_code and claims.project_id = projects.id
                        and claims.state not in ('rejected', 'withdrawn')
        where projects.id = any($1)""",
    FlagSubject.PLATFORM: """
        select platforms.id, platforms.unit_code, platforms.id as platform_id, null::bigint as project_id,
               null::bigint as claim_id, sums.actual_cost, sums.amount, null::date as submitted_on, platforms.synthetic
        from platforms
        left join lateral (
          select sum(claims.actual_cost) as actual_cost, sum(claims.amount) as amount
          from projects
          join claims on claims.unit_code = projects.unit_code and claims.project_id = projects.id
                     and claims.state not in ('rejected', 'withdrawn')
          where projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id) sums on true
        where platforms.id = any($1)""",
}


@dataclass(frozen=True)
class Kept:
    """Numbers of flags: those that are new, those whose facts are no longer so, and those that took new figures."""

    raised: list[int]
    lapsed: list[int]
    changed: list[int]


async def keep(
    work: Work,
    viewer: Viewer,
    version: Version,
    found: Sequence[Finding],
    at: datetime,
    *,
    among: Collection[int] | None = None,
) -> Kept:
    """Bring the flags of a rule in line with what it found ``among`` these subjects (all, if None).

    New facts raise a flag, once: what was dismissed for the same facts stays so. An open flag takes the new figures; one
    that is not found again lapses. What is in a case is left as it is: it is evidence.
    """
    rule, trial = version.rule, version.trial
    there = await _there(work, version, among)
    places = await _places(work, rule.subject, [finding.subject for finding in found])
    book = await policy_book(work)
    fresh: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    seen: set[int] = set()
    for finding in found:
        place = places.get(finding.subject)
        if place is None:
            continue
        row = _row(version, finding, place, at)
        row["at_risk"] = at_risk(finding, _asked(place), book)
        known = there.get((finding.subject, finding.mark), ())
        standing = next((flag for flag in known if flag["state"] != FlagState.DISMISSED), None)
        if standing is not None:
            seen.add(standing["id"])
            if standing["state"] != FlagState.IN_CASE and _differs(standing, row):
                changed.append({"id": standing["id"], **{name: row[name] for name in _REFRESHED}})
        elif all(flag["facts_hash"] != row["facts_hash"] for flag in known):
            fresh.append(row)
    await update(work, "Flag", changed)
    raised = await _raise(work, viewer, "try_out" if trial else "raise", fresh, at)
    gone = [
        flag["id"]
        for flags in there.values()
        for flag in flags
        if flag["state"] in (FlagState.OPEN, FlagState.SHADOW) and flag["id"] not in seen
    ]
    await take(work, viewer, "Flag", "lapse", [Step(flag, {}, at) for flag in sorted(gone)])
    return Kept(raised, gone, [flag["id"] for flag in changed])


async def dismiss(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """A look at the papers explained these flags; the why of each step is kept on it.

    Raises:
        Refusal: a reason is missing.
    """
    for step in steps:
        if not (step.why or "").strip():
            raise Refusal("NO_REASON", "排除预警须写明理由 | Say why the flag is dismissed")
    reasons = [
        Step(step.id, {**step.values, "dismissed_reason": step.why}, step.at, step.why) for step in steps
    ]
    await take(work, viewer, "Flag", "dismiss", reasons)
    await scores.refresh_of(work, [step.id for step in steps])


_REFRESHED = (
    "definition_id",
    "rule_version",
    "reason",
    "reason_en",
    "facts",
    "facts_hash",
    "peers",
    "at_risk",
    "seen_at",
)


def _differs(flag: Any, row: Mapping[str, Any]) -> bool:
    return bool(flag["facts_hash"] != row["facts_hash"] or flag["at_risk"] != row["at_risk"])


async def _there(
    work: Work, version: Version, among: Collection[int] | None
) -> dict[tuple[int, str], list[Any]]:
    """The flags that a rule has raised and that have not lapsed; a version on trial has its own."""
    rows = await work.connection.fetch(
        """select id, subject_id, mark, state, facts_hash, at_risk from flags
           where rule = $1 and subject = $2 and state <> 'lapsed' and ($3::bigint[] is null or subject_id = any($3))
             and (state = 'shadow') = $4 and ($4 is false or definition_id = $5)""",
        version.rule.code,
        version.rule.subject,
        None if among is None else sorted(among),
        version.trial,
        version.id,
    )
    found: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in rows:
        found[row["subject_id"], row["mark"]].append(row)
    return found


async def _places(work: Work, subject: FlagSubject, ids: Sequence[int]) -> dict[int, Any]:
    if not ids:
        return {}
    rows = await work.connection.fetch(_SUBJECTS[subject], sorted(set(ids)))
    return {row["id"]: row for row in rows}


def _asked(place: Any) -> Asked | None:
    if place["amount"] is None:
        return None
    return Asked(place["actual_cost"], place["amount"], place["submitted_on"])


def _row(version: Version, finding: Finding, place: Any, at: datetime) -> dict[str, Any]:
    rule = version.rule
    told = {**version.parameters, **finding.facts, **{f"peer_{k}": v for k, v in finding.peers.items()}}
    return {
        "unit_code": place["unit_code"],
        "platform_id": place["platform_id"],
        "project_id": place["project_id"],
        "claim_id": place["claim_id"],
        "definition_id": version.id,
        "rule": rule.code,
        "rule_version": version.number,
        "kind": rule.kind,
        "subject": rule.subject,
        "subject_id": finding.subject,
        "mark": finding.mark,
        "severity": rule.severity,
        "phase": rule.phase,
        "hints_at": rule.hints_at,
        "reason": reason(rule.code, told, "zh"),
        "reason_en": reason(rule.code, told, "en"),
        "facts": {name: plain(value) for name, value in finding.facts.items()},
        "facts_hash": finding.facts_hash,
        "peers": {name: plain(value) for name, value in finding.peers.items()} or None,
        "raised_at": at,
        "seen_at": at,
        "synthetic": place["synthetic"],
    }


async def _raise(
    work: Work, viewer: Viewer, action: str, rows: Sequence[dict[str, Any]], at: datetime
) -> list[int]:
    step = allow(viewer, "Flag", action)
    with work.trail.by(viewer.user_id):
        ids = await insert(work, "Flag", [{**row, "state": step.target} for row in rows])
    await record(
        work,
        viewer,
        step,
        [
            Happened(key, row["unit_code"], None, at, row["reason"], row["synthetic"])
            for key, row in zip(ids, rows, strict=True)
        ],
    )
    return ids
