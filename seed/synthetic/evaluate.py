"""How well the red flags of a seeded database tell what was planted in it, and how sure one can be of that.

Read as the database's owner: the truth is closed to the application, and so to the rules.

What counts as found, level by level. Planted on a claim: a flag on that claim, on its project, or on its platform.
Planted on a platform: a flag on it, or on any project or claim of it. What counts as a right alarm: a flag on a claim or
project if something fraudulent was planted on that claim, for rules that are not deterministic also if it was on its
whole platform; a flag on a platform if something fraudulent was planted on it, or on a claim of it for the same code. A
deterministic flag that is not right is a false alarm. What counts is whatever versions in force have ever raised: also
flags that were dismissed since, or lapsed because a claim was turned down.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import asyncpg

#: The part of all claims that an office could look at, and the bars of issue 5.
TOP, LEAST_PRECISION, LEAST_RECALL = 0.05, 0.6, 0.8
_MISSED = "确定性手法漏查{count}处 | {count} sure schemes were not found"
_FALSE = "确定性规则误报{count}次 | Deterministic rules raised {count} false alarms"
_IMPRECISE = "前5%查准率低于{least} | Precision in the top 5 % is below {least}"
_BLIND = "统计性手法查全率低于{least} | Recall of statistical schemes is below {least}"
_WEIGHTS = {"low": 1.0, "medium": 2.0, "high": 4.0, "critical": 8.0}
#: A flag on a whole platform says less of one claim.
_OF_PLATFORM = 0.25


@dataclass(frozen=True)
class Share:
    """``hits`` of ``count``, with the interval in which 95 of 100 such shares lie (Wilson)."""

    hits: int
    count: int

    @property
    def value(self) -> float | None:
        return self.hits / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float] | None:
        if not self.count:
            return None
        z, n = 1.959964, self.count
        p = self.hits / n
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    def as_json(self) -> dict[str, Any]:
        return {"hits": self.hits, "count": self.count, "share": self.value, "interval": self.interval}


@dataclass(frozen=True)
class Raised:
    """A flag: ``claim`` and ``project`` are None where it is on something larger."""

    rule: str
    kind: str
    severity: str
    platform: int
    project: int | None
    claim: int | None


@dataclass(frozen=True)
class Planted:
    scheme: str
    fraudulent: bool
    subject: str
    subject_id: int
    flag: str | None
    sure: bool


@dataclass(frozen=True)
class OfCode:
    """One code of the catalogue. ``near``: of the near-misses beside it, those that raised it all the same."""

    code: str
    kind: str | None  # None: no rule yet
    sure: Share
    unsure: Share
    right: Share
    near: Share

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "kind": self.kind,
            "sure": self.sure.as_json(),
            "unsure": self.unsure.as_json(),
            "right": self.right.as_json(),
            "near": self.near.as_json(),
        }


@dataclass(frozen=True)
class Report:
    """``itself``: of the top claims, those on which something was planted, not only on their platform."""

    claims: int
    fraudulent: int
    codes: Sequence[OfCode]
    sure: Share
    false_alarms: int
    unsure: Share
    top: Share
    itself: Share
    drawn: Share
    drawn_unflagged: Share
    unflagged: Share

    @property
    def failures(self) -> list[str]:
        """Which of the bars it does not clear, in Chinese and English."""
        found = []
        if self.sure.hits < self.sure.count:
            found.append(_MISSED.format(count=self.sure.count - self.sure.hits))
        if self.false_alarms:
            found.append(_FALSE.format(count=self.false_alarms))
        if (self.top.value or 0) < LEAST_PRECISION:
            found.append(_IMPRECISE.format(least=LEAST_PRECISION))
        if (self.unsure.value or 0) < LEAST_RECALL:
            found.append(_BLIND.format(least=LEAST_RECALL))
        return found

    def as_json(self) -> dict[str, Any]:
        shares = ("sure", "unsure", "top", "itself", "drawn", "drawn_unflagged", "unflagged")
        return {
            "claims": self.claims,
            "fraudulent": self.fraudulent,
            "codes": [one.as_json() for one in self.codes],
            **{name: getattr(self, name).as_json() for name in shares},
            "false_alarms": self.false_alarms,
            "failures": self.failures,
        }


async def evaluate(owner_url: str) -> Report | None:
    """The report of a seeded database; None where nothing was planted in it."""
    connection = await asyncpg.connect(owner_url)
    try:
        planted = [
            Planted(*row)
            for row in await connection.fetch(
                "select scheme, fraudulent, subject, subject_id, detail ->> 'flag',"
                " coalesce((detail ->> 'sure')::boolean, false) from truth.planted order by id"
            )
        ]
        if not planted:
            return None
        places = {
            row[0]: (row[1], row[2])
            for row in await connection.fetch(
                "select claims.id, project_id, platform_id from claims join projects"
                " on projects.unit_code = claims.unit_code and projects.id = project_id"
            )
        }
        raised = [
            Raised(*row)
            for row in await connection.fetch(
                "select flags.rule, flags.kind, severity, platform_id, project_id, claim_id from flags"
                " join rule_versions on rule_versions.id = definition_id and rule_versions.state = 'live'"
                " where flags.state <> 'shadow' order by flags.id"
            )
        ]
        kinds = dict(
            await connection.fetch("select rule, kind from rule_versions where state = 'live' order by rule")
        )
        drawn = [row[0] for row in await connection.fetch("select claim_id from draws order by id")]
    finally:
        await connection.close()
    return report(places, planted, raised, kinds, drawn)


def report(
    places: dict[int, tuple[int, int]],
    planted: Sequence[Planted],
    raised: Sequence[Raised],
    kinds: dict[str, str],
    drawn: Sequence[int],
) -> Report:
    """``places``: project and platform of each claim; ``kinds``: the rules in force; ``drawn``: claims drawn by lot."""
    truth = _Truth(places, planted)
    flags = _Flags(places, raised)
    fraud = [one for one in planted if one.fraudulent]
    codes = sorted({one.flag for one in planted if one.flag} | set(kinds))
    ranked = flags.ranked({"statistical", "screening"})
    return Report(
        claims=len(places),
        fraudulent=len(truth.claims),
        codes=[_of_code(code, kinds.get(code), planted, raised, truth, flags) for code in codes],
        sure=_found(flags, [one for one in fraud if one.sure]),
        false_alarms=len(
            {
                (one.rule, one.claim, one.project, one.platform)
                for one in raised
                if one.kind == "deterministic" and not truth.right(one)
            }
        ),
        unsure=_found(flags, [one for one in fraud if one.flag and not one.sure]),
        top=_top(ranked, len(places), truth.touched),
        itself=_top(ranked, len(places), truth.claims),
        drawn=_share(drawn, truth.claims),
        drawn_unflagged=_share([claim for claim in drawn if claim not in flags.claims], truth.claims),
        unflagged=_share([claim for claim in places if claim not in flags.claims], truth.claims),
    )


class _Truth:
    """Where fraud is: ``claims`` have it themselves, ``touched`` also on their platform."""

    def __init__(self, places: dict[int, tuple[int, int]], planted: Iterable[Planted]) -> None:
        fraud = [one for one in planted if one.fraudulent]
        self.claims = {one.subject_id for one in fraud if one.subject == "Claim"}
        self.platforms = {one.subject_id for one in fraud if one.subject == "Platform"}
        self.projects = {places[claim][0] for claim in self.claims if claim in places}
        self.touched = self.claims | {
            claim for claim, (_, platform) in places.items() if platform in self.platforms
        }
        #: (code, platform) of what was planted on claims of the platform.
        self.of_claims = {
            (one.flag, places[one.subject_id][1])
            for one in fraud
            if one.subject == "Claim" and one.subject_id in places
        }

    def right(self, flag: Raised) -> bool:
        if flag.platform in self.platforms and (flag.kind != "deterministic" or flag.project is None):
            return True
        if flag.claim is not None:
            return flag.claim in self.claims
        if flag.project is not None:
            return flag.project in self.projects
        return (flag.rule, flag.platform) in self.of_claims


class _Flags:
    """The flags by what they are on."""

    def __init__(self, places: dict[int, tuple[int, int]], raised: Sequence[Raised]) -> None:
        self.places = places
        self.raised = raised
        self.on_claim: dict[str, set[int]] = defaultdict(set)
        self.on_project: dict[str, set[int]] = defaultdict(set)
        self.on_platform: dict[str, set[int]] = defaultdict(set)
        self.under_platform: dict[str, set[int]] = defaultdict(set)
        for one in raised:
            self.under_platform[one.rule].add(one.platform)
            if one.claim is not None:
                self.on_claim[one.rule].add(one.claim)
            elif one.project is not None:
                self.on_project[one.rule].add(one.project)
            else:
                self.on_platform[one.rule].add(one.platform)
        on_projects = set().union(*self.on_project.values())
        self.claims = set().union(*self.on_claim.values()) | {
            claim for claim, (project, _) in places.items() if project in on_projects
        }

    def found(self, planted: Planted) -> bool:
        code = planted.flag or ""
        if planted.subject == "Platform":
            return planted.subject_id in self.under_platform[code]
        project, platform = self.places.get(planted.subject_id, (0, 0))
        return (
            planted.subject_id in self.on_claim[code]
            or project in self.on_project[code]
            or platform in self.on_platform[code]
        )

    def ranked(self, kinds: set[str]) -> list[tuple[float, int]]:
        """(score, claim) of the claims with flags of these kinds, the highest first; a rule counts once for a claim."""
        of_claim: dict[int, dict[str, float]] = defaultdict(dict)
        by_project: dict[int, list[int]] = defaultdict(list)
        by_platform: dict[int, list[int]] = defaultdict(list)
        for claim, (project, platform) in self.places.items():
            by_project[project].append(claim)
            by_platform[platform].append(claim)
        for one in self.raised:
            if one.kind not in kinds:
                continue
            weight = _WEIGHTS.get(one.severity, 1.0)
            if one.claim is not None:
                claims = [one.claim]
            elif one.project is not None:
                claims = by_project[one.project]
            else:
                claims, weight = by_platform[one.platform], weight * _OF_PLATFORM
            for claim in claims:
                scores = of_claim[claim]
                scores[one.rule] = max(scores.get(one.rule, 0.0), weight)
        return sorted(((sum(scores.values()), claim) for claim, scores in of_claim.items()), reverse=True)


def _of_code(
    code: str,
    kind: str | None,
    planted: Sequence[Planted],
    raised: Sequence[Raised],
    truth: _Truth,
    flags: _Flags,
) -> OfCode:
    mine = [one for one in planted if one.flag == code]
    alarms = {(one.claim, one.project, one.platform): one for one in raised if one.rule == code}
    return OfCode(
        code,
        kind,
        _found(flags, [one for one in mine if one.fraudulent and one.sure]),
        _found(flags, [one for one in mine if one.fraudulent and not one.sure]),
        Share(sum(truth.right(one) for one in alarms.values()), len(alarms)),
        _found(flags, [one for one in mine if not one.fraudulent]),
    )


def _found(flags: _Flags, planted: Sequence[Planted]) -> Share:
    return Share(sum(flags.found(one) for one in planted), len(planted))


def _share(claims: Sequence[int], among: set[int]) -> Share:
    return Share(sum(claim in among for claim in claims), len(claims))


def _top(ranked: Sequence[tuple[float, int]], claims: int, right: set[int]) -> Share:
    """Of the twentieth of all claims with the highest scores, those that are right; whole ties are shared out.

    Where fewer have any score, of those that have one.
    """
    room = min(ceil(claims * TOP), len(ranked))
    if not room:
        return Share(0, 0)
    line = ranked[room - 1][0]
    above = [claim for score, claim in ranked if score > line]
    tied = [claim for score, claim in ranked if score == line]
    hits = sum(claim in right for claim in above)
    hits += round(sum(claim in right for claim in tied) * (room - len(above)) / len(tied))
    return Share(hits, room)
