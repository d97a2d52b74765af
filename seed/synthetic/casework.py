"""Cases of the demo: opened from flags that the rules really raised, at every step of the law."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from api.policy.assess import rules
from api.services import cases, claims, flags
from api.services.cases import NewCase, NewPenalty
from api.services.steps import Step
from db.enums import FraudKind, PenaltyOutcome, Role
from db.resource import both
from db.store import Work
from seed.synthetic import texts
from seed.synthetic.days import office_hour, working
from seed.synthetic.people import Offices

#: Days after opening, within the 90 that the law gives for a decision (行政处罚法 art. 60).
_DAYS = {
    "investigate": 4,
    "notify": 33,
    "hear": 47,
    "review": 60,
    "decide": 78,
    "serve": 83,
    "execute": 108,
    "close": 135,
}
_ACTORS = {
    "hear": Role.PROGRAMME_OFFICER,
    "review": Role.AUDITOR,
    "decide": Role.FINANCE_OFFICER,
    "execute": Role.FINANCE_OFFICER,
}
_DEDUCT, _CANCEL = PenaltyOutcome.DEDUCTION, PenaltyOutcome.CANCELLATION
_CIRCULAR, _TRANSFER = PenaltyOutcome.CIRCULAR, PenaltyOutcome.TRANSFER


@dataclass(frozen=True)
class Story:
    """A case: when it was opened, its last step so far, and what was decided."""

    opened: date
    until: str | None
    outcomes: tuple[PenaltyOutcome, ...] = ()
    unfounded: bool = False


#: By batch; the worst platform gets the first story.
STORIES: dict[int, tuple[Story, ...]] = {
    1: (
        Story(date(2023, 12, 4), "close", (_CANCEL, _CIRCULAR, _TRANSFER)),
        Story(date(2023, 12, 6), "close", (_DEDUCT, _CIRCULAR)),
        Story(date(2023, 12, 8), "close", (_DEDUCT,)),
        Story(date(2023, 12, 13), "close", unfounded=True),
    ),
    2: (
        Story(date(2025, 4, 22), "execute", (_DEDUCT, _CIRCULAR)),
        Story(date(2025, 6, 16), "serve", (_DEDUCT,)),
        Story(date(2025, 7, 3), "decide", (_CIRCULAR,)),
        Story(date(2025, 7, 24), "review"),
        Story(date(2025, 8, 6), "hear"),
        Story(date(2025, 8, 19), "notify"),
    ),
    3: (
        Story(date(2025, 9, 17), "investigate"),
        Story(date(2025, 9, 19), "investigate"),
        Story(date(2025, 9, 26), None),
    ),
}
DISMISSED = 2  # in each batch


async def pursue(work: Work, rng: random.Random, offices: Offices, batch: int, raised: list[int]) -> int:
    """Open the batch's cases on the platforms with most flags, take them on, dismiss a few other flags."""
    supervisor = offices.national[Role.SUPERVISOR]
    by_platform = await _by_platform(work, raised)
    stories = STORIES[batch]
    for story, found in zip(stories, by_platform, strict=False):
        at = office_hour(rng, story.opened)
        case = NewCase([flag["id"] for flag in found], _title(found), story.opened, _summary(found), at)
        [case_id] = await cases.open_cases(work, supervisor, [case])
        await _advance(work, rng, offices, case_id, story, found)
    spare = [
        found[0]
        for found in by_platform[len(stories) :]
        if len(found) == 1 and found[0]["rule"] in ("I08", "I11", "I15")
    ][-DISMISSED:]
    day = working(stories[0].opened + timedelta(days=6))
    await flags.dismiss(
        work,
        supervisor,
        [Step(flag["id"], {}, office_hour(rng, day), texts.remark(rng, "dismissed")) for flag in spare],
    )
    return min(len(stories), len(by_platform))


async def _advance(
    work: Work, rng: random.Random, offices: Offices, case: int, story: Story, found: list[Any]
) -> None:
    for action, days in _DAYS.items():
        if story.until is None or (story.unfounded and action not in ("investigate", "close")):
            continue
        day = working(story.opened + timedelta(days=days))
        step = Step(case, {}, office_hour(rng, day))
        actor = offices.national[_ACTORS.get(action, Role.SUPERVISOR)]
        if action == "decide":
            await cases.decide(work, actor, case, _penalties(story, found), day, at=step.at)
            await _reject_held(work, rng, offices, found, day, cancelled=_CANCEL in story.outcomes)
        elif action == "execute":
            await cases.execute(work, actor, [step])
        elif action == "close":
            await cases.close(work, actor, [Step(case, {"closed_on": day}, step.at, _conclusion(story))])
        else:
            await cases.advance(work, actor, action, [step])
        if action == story.until:
            return


def _penalties(story: Story, found: list[Any]) -> list[NewPenalty]:
    stake = sum({flag["claim"]: flag["at_risk"] for flag in found}.values(), Decimal(0))
    return [
        NewPenalty(
            outcome,
            stake if outcome is _DEDUCT else Decimal(0),
            14 if outcome is _TRANSFER else None,
        )
        for outcome in story.outcomes
    ]


async def _reject_held(
    work: Work, rng: random.Random, offices: Offices, found: list[Any], on: date, *, cancelled: bool
) -> None:
    """Nothing is paid on what was proved false; a cancelled platform gets nothing at all."""
    rows = await work.connection.fetch(
        """select claims.id from claims
           join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
           where case when $2 then projects.platform_id = $3 and claims.state in ('submitted', 'checked', 'held')
                      else claims.id = any($1) and claims.state = 'held' end
           order by 1""",
        [flag["claim"] for flag in found],
        cancelled,
        found[0]["platform_id"],
    )
    why = "平台奖补资格已取消" if cancelled else "经查证据不实，不予奖补"
    await claims.reject(
        work,
        offices.national[Role.FINANCE_OFFICER],
        [Step(row[0], {"decided_on": on}, office_hour(rng, on), why) for row in rows],
    )


async def _by_platform(work: Work, raised: list[int]) -> list[list[Any]]:
    """The flags of each platform, those with most flags and most at risk first."""
    rows = await work.connection.fetch(
        """select flags.id, flags.rule, flags.hints_at, flags.reason, flags.at_risk, flags.claim_id as claim,
                  projects.platform_id, organizations.name as operator
           from flags
           join claims on claims.unit_code = flags.unit_code and claims.id = flags.claim_id
           join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
           join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
           join organizations on organizations.id = platforms.organization_id
           where flags.id = any($1) order by flags.id""",
        raised,
    )
    grouped: dict[int, list[Any]] = {}
    for row in rows:
        grouped.setdefault(row["platform_id"], []).append(row)
    return sorted(
        grouped.values(),
        key=lambda found: (-len(found), -sum(flag["at_risk"] for flag in found), found[0]["platform_id"]),
    )


def _title(found: list[Any]) -> str:
    titles = {rule.code: both(rule.title)[0] for rule in rules()}
    kinds = dict.fromkeys(both(FraudKind(flag["hints_at"]).label)[0] for flag in found)
    named = dict.fromkeys(titles[flag["rule"]] for flag in found)
    return f"{found[0]['operator']}涉嫌{'、'.join(kinds)}：{'、'.join(named)}"[:160]


def _summary(found: list[Any]) -> str:
    lines = "\n".join(f"{place}. {flag['reason']}" for place, flag in enumerate(found, 1))
    projects = len({flag["claim"] for flag in found})
    return f"预警{len(found)}条，涉及{projects}个项目：\n{lines}"


def _conclusion(story: Story) -> str:
    return "经核查，凭证补正后相符，未发现骗取资金行为" if story.unfounded else "处理决定已执行完毕"
