"""Keeps the risk scores of claims, projects and platforms as their flags are."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson

from api.policy.precision import Interval
from api.policy.score import Sign, at_risk, expires_on, families, precision, rank, score
from api.services.clock import CHINA, now
from api.services.country import nationally
from api.services.rows import delete, insert, update
from api.services.rule_report import measured
from db.enums import FlagState, FlagSubject, RuleKind, Severity
from db.store import Work

#: A flag on a project weighs on its claim, too: ``claim_id`` is then the one that is asked for it.
_FLAGS = """
select flags.unit_code, flags.platform_id, flags.project_id, coalesce(flags.claim_id, claims.id) as claim_id,
       flags.subject, flags.rule, flags.kind, flags.severity, flags.state, flags.at_risk, flags.synthetic,
       coalesce(claims.submitted_on, projects.accepted_on, projects.contracted_on, last.submitted_on) as act_ended
from flags
left join projects on projects.unit_code = flags.unit_code and projects.id = flags.project_id
left join claims on claims.unit_code = flags.unit_code and claims.project_id = flags.project_id
                and claims.state not in ('rejected', 'withdrawn')
left join lateral (
  select max(claims.submitted_on) as submitted_on
  from projects join claims on claims.unit_code = projects.unit_code and claims.project_id = projects.id
  where flags.project_id is null and projects.unit_code = flags.unit_code
    and projects.platform_id = flags.platform_id) last on true
where flags.state in ('open', 'in_case') and ($1::bigint[] is null or flags.platform_id = any($1))
order by flags.platform_id, flags.id
"""
_KEPT = """
select id, unit_code, platform_id, project_id, claim_id, subject, subject_id, score, parts, flag_count, open_flags,
       at_risk, expires_on, clock_days, rank
from risk_scores where $1::bigint[] is null or platform_id = any($1)
"""
#: What a row says that may change.
_SAID = ("score", "parts", "flag_count", "open_flags", "at_risk", "expires_on", "clock_days", "rank")


@dataclass
class _Subject:
    kind: FlagSubject
    key: int
    place: Mapping[str, Any]
    flags: list[Any] = field(default_factory=list)
    above: Sequence[Any] = ()
    below: Mapping[int, Decimal] = field(default_factory=dict)


async def refresh(work: Work, platforms: Collection[int] | None = None, *, at: datetime | None = None) -> int:
    """Reckon the scores below these platforms (all, if None) anew; how many rows changed.

    The caller sees the whole country: how often a rule is right is measured over all its flags.
    """
    at = at or now()
    keys = None if platforms is None else sorted(platforms)
    if keys == []:
        return 0
    right = await measured(work.connection)
    rows = await work.connection.fetch(_FLAGS, keys)
    known = {(row["subject"], row["subject_id"]): row for row in await work.connection.fetch(_KEPT, keys)}
    fresh, changed = [], []
    for one in _subjects(rows):
        said = _row(one, right, at.astimezone(CHINA).date())
        before = known.pop((one.kind.value, one.key), None)
        if before is None:
            fresh.append({**one.place, "subject": one.kind, "subject_id": one.key, **said, "reckoned_at": at})
        elif any(_plain(name, before[name]) != said[name] for name in _SAID):
            changed.append({"id": before["id"], **said, "reckoned_at": at})
    gone = [row["id"] for row in known.values()]
    await delete(work, "RiskScore", gone)
    await update(work, "RiskScore", changed)
    await insert(work, "RiskScore", fresh)
    return len(fresh) + len(changed) + len(gone)


async def refresh_of(work: Work, flags: Collection[int], *, at: datetime | None = None) -> int:
    """Reckon anew what these flags, new or gone, weigh on."""
    if not flags:
        return 0
    rows = await work.connection.fetch("select distinct platform_id from flags where id = any($1)", [*flags])
    async with nationally(work):
        return await refresh(work, [row["platform_id"] for row in rows], at=at)


def _subjects(rows: Sequence[Any]) -> Iterator[_Subject]:
    by_platform: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_platform[row["platform_id"]].append(row)
    for platform, found in by_platform.items():
        own = [row for row in found if row["subject"] == FlagSubject.PLATFORM]
        below: dict[int, Decimal] = {}
        projects: dict[int, list[Any]] = defaultdict(list)
        for row in found:
            if row["project_id"] is not None:
                projects[row["project_id"]].append(row)
        for project, flags in projects.items():
            below[project] = at_risk(row["at_risk"] for row in flags)
            place = _place(flags[0], project)
            yield _Subject(FlagSubject.PROJECT, project, place, flags, own)
            claim = next((row["claim_id"] for row in flags if row["claim_id"] is not None), None)
            if claim is not None:
                yield _Subject(FlagSubject.CLAIM, claim, {**place, "claim_id": claim}, flags, own)
        yield _Subject(FlagSubject.PLATFORM, platform, _place(found[0], None), found, (), below)


def _place(row: Any, project: int | None) -> dict[str, Any]:
    same = {name: row[name] for name in ("unit_code", "platform_id", "synthetic")}
    return {**same, "project_id": project, "claim_id": None}


def _row(one: _Subject, right: Mapping[str, Interval], on: date) -> dict[str, Any]:
    scored = score(
        [_sign(row, right, above=False) for row in one.flags]
        + [_sign(row, right, above=True) for row in one.above]
    )
    direct = (row for row in one.flags if not one.below or row["subject"] == FlagSubject.PLATFORM)
    yuan = at_risk((row["at_risk"] for row in direct), one.below.values())
    waiting = [row for row in one.flags if row["state"] == FlagState.OPEN]
    ends = _ends(waiting, on)
    left = (ends - on).days if ends else None
    return {
        "score": scored.points,
        "parts": [asdict(part) for part in scored.parts],
        "flag_count": len(one.flags),
        "open_flags": len(waiting),
        "at_risk": yuan,
        "expires_on": ends,
        "clock_days": left,
        "rank": rank(scored.points, yuan, left),
    }


def _sign(row: Any, right: Mapping[str, Interval], *, above: bool) -> Sign:
    kind = RuleKind(row["kind"])
    family = families().get(row["rule"], "other")
    likely = precision(kind, right.get(row["rule"]))
    return Sign(row["rule"], family, kind, Severity(row["severity"]), likely, above)


def _ends(rows: Sequence[Any], on: date) -> date | None:
    """The first end of the limitation that is yet to come; where all are over, the last. In a case nothing runs out."""
    ends = sorted(expires_on(row["act_ended"]) for row in rows if row["act_ended"] is not None)
    return next((day for day in ends if day >= on), ends[-1] if ends else None)


def _plain(name: str, value: Any) -> Any:
    return orjson.loads(value) if name == "parts" and isinstance(value, str) else value
