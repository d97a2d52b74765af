"""Runs the red-flag rules: over the whole country in columns, over a few subjects where they stand."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from api.errors import Refusal
from api.policy.finding import Finding, findings
from api.policy.rule_query import GIVEN, compose, everything, views
from api.services import flags, scores, text_prints
from api.services.clock import now, today
from api.services.country import nationally
from api.services.evidence_copy import EvidenceCopy, copied
from api.services.rows import delete, insert
from api.services.rulebook import Version, versions
from api.services.steps import allow
from api.viewer import SYSTEM, Viewer
from db.catalog import catalog
from db.enums import FlagSubject
from db.evidence import tables
from db.store import Work

#: Views of the fingerprints of texts, which are brought up to date before they are looked at.
PRINTED = frozenset({"prints", "bands"})
#: Not made of tables that changes are watched of: rules that look at these are run whatever changed.
_UNWATCHED = frozenset({"flagged", "steps"})
#: Told after each rule: its code, how many are done, how many there are.
Told = Callable[[str, int, int], Awaitable[None]]

FIGURES = ("low", "middle", "high", "spread", "rate")
#: What is usual among the like, as the last run over the country found it; $2 is the version of the rule.
KEPT_PEERS = """
select cell, size, low::double precision as low, middle::double precision as middle, high::double precision as high,
       spread::double precision as spread, rate::double precision as rate
from peer_groups where definition_id = $2"""


@dataclass
class Ran:
    """What a run did: numbers of flags."""

    raised: list[int] = field(default_factory=list)
    lapsed: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)


async def scan(work: Work, viewer: Viewer, *, at: datetime | None = None, told: Told | None = None) -> Ran:
    """Run every rule over the whole country, and keep what it found usual among the like.

    Raises:
        Refusal: the viewer may not, or does not see the whole country, where duplicates hide.
    """
    allow(viewer, "Flag", "raise")
    if not viewer.rows.national:
        raise Refusal(
            "NOT_NATIONAL", "预警须覆盖全国数据 | Red flags are run over the whole country", status=403
        )
    known = await versions(work, at)
    needed = frozenset[str]().union(
        *(views(one.rule.query) | views(one.rule.peers or "") for one in known), _scopes(known)
    )
    await _as_of(work, at)
    ran = Ran()
    await _in_bulk(work, True)
    if needed & PRINTED:
        await text_prints.refresh(work)
    async with copied(work.connection, needed) as copy:
        await _in_bulk(work, False)
        for done, version in enumerate(known):
            if told:
                await told(version.rule.code, done, len(known))
            await _keep(work, viewer, version, await find_in_copy(copy, version, work), at, ran, None)
    await _in_bulk(work, True)
    await scores.refresh(work, at=at)
    await _in_bulk(work, False)
    return ran


async def examine(
    work: Work,
    subjects: Mapping[FlagSubject, Collection[int]],
    *,
    at: datetime | None = None,
    only: Callable[[Version], bool] = lambda _: True,
    changed: Collection[str] | None = None,
    told: Told | None = None,
) -> Ran:
    """Run rules on some subjects alone, for the system itself: against the whole country, whoever's turn it is.

    What is usual among the like is as the last run over the country found it. Where ``changed`` names the entities
    whose rows changed, rules that look at none of these are left out: they would find what they found before.
    """
    ran = Ran()
    anew = None if changed is None else {catalog()[entity].table for entity in changed}
    async with nationally(work):
        await _as_of(work, at)
        asked = [
            version
            for version in await versions(work, at)
            if subjects.get(version.rule.subject)
            and not version.rule.wide
            and only(version)
            and _looks_at(version, anew)
        ]
        if any(views(version.rule.query) & PRINTED for version in asked):
            await _print_texts(work, subjects)
        for done, version in enumerate(asked):
            if told:
                await told(version.rule.code, done, len(asked))
            ids = subjects[version.rule.subject]
            found = await find_in_place(work, version, sorted(ids))
            among = {*ids, *(finding.subject for finding in found)}
            await _keep(work, SYSTEM, version, found, at, ran, among)
        await scores.refresh_of(work, [*ran.raised, *ran.lapsed, *ran.changed], at=at)
    return ran


def _looks_at(version: Version, changed: Collection[str] | None) -> bool:
    if changed is None:
        return True
    return any(
        view in _UNWATCHED or (text_prints.TABLES if view in PRINTED else tables(view)) & set(changed)
        for view in views(version.rule.query)
    )


async def find_in_copy(copy: EvidenceCopy, version: Version, work: Work | None = None) -> list[Finding]:
    """What a rule finds in the whole country; with ``work``, what is usual among the like is kept for later."""
    rule = version.rule
    scope = everything(rule.subject)
    peers = None
    if rule.peers is not None:
        await copy.keep("found", *compose(rule.peers, version.parameters, scope, None))
        known = await copy.columns("found")
        figures = (f"{name if name in known else 'null'}::double as {name}" for name in FIGURES)
        peers = f"select cell::varchar as cell, size::integer as size, {', '.join(figures)} from found"  # noqa: S608
        if work is not None:
            await _keep_peers(work, version, await copy.run(peers))
    statement, arguments = compose(rule.query, version.parameters, scope, peers)
    return findings(rule, await copy.run(statement, arguments), version.parameters)


async def find_in_place(work: Work, version: Version, ids: Sequence[int]) -> list[Finding]:
    """What a rule finds that involves these subjects, by indexes."""
    statement, arguments = in_place(version)
    before = [list(ids)] if version.rule.peers is None else [list(ids), version.id]
    rows = await work.connection.fetch(statement, *before, *arguments)
    return findings(version.rule, [dict(row) for row in rows], version.parameters)


def in_place(version: Version) -> tuple[str, list[Any]]:
    """The statement that reproduces a flag on PostgreSQL: $1 is the subjects' numbers, $2 the version of the rule."""
    rule = version.rule
    if rule.peers is None:
        return compose(rule.query, version.parameters, GIVEN, None, before=1)
    return compose(rule.query, version.parameters, GIVEN, KEPT_PEERS, before=2)


async def _as_of(work: Work, at: datetime | None) -> None:
    """The day that terms are counted to, for what rules see as today."""
    await work.connection.execute(
        "select set_config('app.today', $1, true)", f"{at.date() if at else today()}"
    )


async def _in_bulk(work: Work, whole: bool) -> None:
    """Whole tables are read: row by row that takes for ever, and where nothing was analyzed yet, as in the transaction
    that seeds, PostgreSQL would, since it takes the tables for empty."""
    await work.connection.execute("select set_config('enable_nestloop', $1, true)", "off" if whole else "on")


async def _print_texts(work: Work, subjects: Mapping[FlagSubject, Collection[int]]) -> None:
    """The texts of the subjects, of the projects of claims among them, and of the projects of platforms."""
    claims, projects, platforms = (
        list(subjects.get(subject, ()))
        for subject in (FlagSubject.CLAIM, FlagSubject.PROJECT, FlagSubject.PLATFORM)
    )
    found = await work.connection.fetch(
        """select id, platform_id from projects
           where id = any($1) or platform_id = any($2) or id in (select project_id from claims where id = any($3))""",
        projects,
        platforms,
        claims,
    )
    await text_prints.refresh(
        work, {row["id"] for row in found}, {row["platform_id"] for row in found} | {*platforms}
    )


def _scopes(known: Sequence[Version]) -> frozenset[str]:
    return frozenset().union(*(views(everything(one.rule.subject)) for one in known))


async def _keep(
    work: Work,
    viewer: Viewer,
    version: Version,
    found: Sequence[Finding],
    at: datetime | None,
    ran: Ran,
    among: Collection[int] | None,
) -> None:
    kept = await flags.keep(work, viewer, version, found, at or now(), among=among)
    ran.raised += kept.raised
    ran.lapsed += kept.lapsed
    ran.changed += kept.changed


async def _keep_peers(work: Work, version: Version, rows: Sequence[Mapping[str, Any]]) -> None:
    former = await work.connection.fetch("select id from peer_groups where definition_id = $1", version.id)
    await delete(work, "PeerGroup", [row["id"] for row in former])
    await insert(
        work,
        "PeerGroup",
        [
            {
                "definition_id": version.id,
                "cell": row["cell"],
                "size": row["size"],
                **{name: _decimal(row[name]) for name in FIGURES},
            }
            for row in sorted(rows, key=lambda row: str(row["cell"]))
            if row["cell"] is not None
        ],
    )


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.6f}")
