"""Other thresholds for a rule: tried in the shadow, held against what is known, put in force by a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from api.errors import Refusal
from api.policy.precision import Interval, wilson
from api.policy.rule import Parameters, Rule
from api.policy.rule_query import everything, views
from api.policy.rules import rule as rule_of
from api.services.clock import now
from api.services.evidence_copy import copied
from api.services.rows import update
from api.services.rulebook import Version, frozen, thaw, versions
from api.services.scanning import find_in_copy
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.enums import RuleState
from db.store import Work

#: Flags whose truth is known: dismissed, or in a case that came to an end with or without a penalty.
_JUDGED = """
select flags.subject_id, flags.mark,
       flags.state = 'in_case' and exists (select from penalties where penalties.unit_code = flags.unit_code
                                           and penalties.case_id = flags.case_id) as hit
from flags
left join cases on cases.unit_code = flags.unit_code and cases.id = flags.case_id
where flags.rule = $1 and (flags.state = 'dismissed'
                           or flags.state = 'in_case' and cases.state in ('decided', 'served', 'executed', 'closed'))
"""


@dataclass(frozen=True)
class Backtest:
    """What other thresholds would find today: how many subjects, those new, those no longer found, and how right it
    was about what is known of them."""

    now: int
    then: int
    added: int
    dropped: int
    precision_now: Interval
    precision_then: Interval


async def backtest(work: Work, viewer: Viewer, code: str, given: Mapping[str, Any]) -> Backtest:
    """Run a rule with other thresholds over the country as it is, beside the live ones; nothing is kept.

    Raises:
        Refusal: the viewer may not; there is no such rule or threshold.
    """
    allow(viewer, "RuleVersion", "try")
    live = await _live(work, code)
    other = Version(live.id, live.rule, live.number, _read(live.rule, given, live.parameters), True)
    async with copied(work.connection, _needed(live.rule)) as copy:
        today = {(one.subject, one.mark) for one in await find_in_copy(copy, live)}
        then = {(one.subject, one.mark) for one in await find_in_copy(copy, other)}
    judged = {
        (row["subject_id"], row["mark"]): row["hit"] for row in await work.connection.fetch(_JUDGED, code)
    }
    return Backtest(
        len(today),
        len(then),
        len(then - today),
        len(today - then),
        _precision(judged, today),
        _precision(judged, then),
    )


async def put_on_trial(work: Work, viewer: Viewer, code: str, given: Mapping[str, Any], why: str) -> int:
    """Let other thresholds flag in the shadow; the number of the version.

    Raises:
        Refusal: nothing differs from the live ones; another version is on trial; no reason is given.
    """
    live = await _live(work, code)
    parameters = _read(live.rule, given, live.parameters)
    if not why.strip():
        raise Refusal("NO_REASON", "请写明事由 | Say why", clause="S1", field="why")
    if frozen(parameters) == frozen(live.parameters):
        raise Refusal(
            "NOTHING_CHANGED",
            "与现行参数相同 | These are the thresholds in force",
            clause="S1",
            status=409,
        )
    if await work.connection.fetchval(
        "select exists (select from rule_versions where rule = $1 and state = 'trial')", code
    ):
        raise Refusal(
            "ON_TRIAL_ALREADY",
            "规则{rule}已有一个版本在试运行 | Rule {rule} has a version on trial already",
            hint="先启用或结束该试运行 | Put it in force or end its trial first",
            clause="S1",
            status=409,
            rule=code,
        )
    row = await work.connection.fetchrow(
        "select title, title_en, kind, query, peers_query from rule_versions where id = $1", live.id
    )
    number = await work.connection.fetchval("select max(number) + 1 from rule_versions where rule = $1", code)
    [key] = await create(
        work,
        viewer,
        "RuleVersion",
        "try",
        [
            {
                **dict(row),
                "rule": code,
                "number": number,
                "parameters": frozen(parameters),
                "since": now(),
                "reason": why.strip(),
                "made_by_id": viewer.user_id,
            }
        ],
        why=why,
    )
    return key


async def activate(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Put versions on trial in force in place of the live ones; their shadow flags lapse, the next run raises anew.

    Raises:
        Refusal: the viewer set these thresholds.
    """
    rows = await work.connection.fetch(
        "select id, rule from rule_versions where id = any($1) and state = 'trial'",
        [step.id for step in steps],
    )
    former = await work.connection.fetch(
        "select id from rule_versions where rule = any($1) and state = 'live'", [row["rule"] for row in rows]
    )
    await update(work, "RuleVersion", [{"id": row["id"], "state": RuleState.RETIRED} for row in former])
    await take(
        work,
        viewer,
        "RuleVersion",
        "activate",
        [Step(step.id, {**step.values, "since": step.at or now()}, step.at, step.why) for step in steps],
    )
    await _lapse_shadows(work, viewer, [row["id"] for row in rows])


async def end_trial(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The thresholds in force stay; what the others raised in the shadow lapses."""
    await take(work, viewer, "RuleVersion", "drop", steps)
    await _lapse_shadows(work, viewer, [step.id for step in steps])


async def retire(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Take rules out of force: their open flags lapse, and no run raises others, until a release changes the rule.

    Raises:
        Refusal: a reason is missing.
    """
    for step in steps:
        if not (step.why or "").strip():
            raise Refusal("NO_REASON", "请写明事由 | Say why", clause="S1", field="why")
    await take(work, viewer, "RuleVersion", "retire", steps)
    rows = await work.connection.fetch(
        "select id from flags where rule = any(select rule from rule_versions where id = any($1))"
        " and state = 'open' order by id",
        [step.id for step in steps],
    )
    await take(work, viewer, "Flag", "lapse", [Step(row["id"]) for row in rows])


async def _lapse_shadows(work: Work, viewer: Viewer, versions: Sequence[int]) -> None:
    rows = await work.connection.fetch(
        "select id from flags where definition_id = any($1) and state = 'shadow' order by id", list(versions)
    )
    await take(work, viewer, "Flag", "lapse", [Step(row["id"]) for row in rows])


async def _live(work: Work, code: str) -> Version:
    try:
        rule_of(code)
    except KeyError:
        raise Refusal(
            "NOT_FOUND", "没有规则{rule} | There is no rule {rule}", status=404, rule=code
        ) from None
    return next(one for one in await versions(work) if one.rule.code == code and not one.trial)


def _read(rule: Rule, given: Mapping[str, Any], live: Parameters) -> Parameters:
    try:
        return thaw(rule, {**frozen(live), **given})
    except (ValueError, ArithmeticError, TypeError):
        raise Refusal(
            "BAD_PARAMETERS",
            "规则{rule}的参数为：{names} | The thresholds of rule {rule} are: {names}",
            hint="只改动其中的数值，类型不变 | Change their values only, each of the kind it is",
            clause="S1",
            field="parameters",
            rule=rule.code,
            names=orjson.dumps(frozen(rule.parameters)).decode(),
        ) from None


def _needed(rule: Rule) -> frozenset[str]:
    return views(rule.query) | views(rule.peers or "") | views(everything(rule.subject))


def _precision(judged: Mapping[tuple[int, str], bool], found: set[tuple[int, str]]) -> Interval:
    known = [hit for key, hit in judged.items() if key in found]
    return wilson(sum(known), len(known))
