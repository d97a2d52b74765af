"""Experts at work: whom they inspect, and what their score sheets say."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import floor

from api.services.acceptance import Given, Standard
from api.services.steps import Step
from api.viewer import Viewer
from db.enums import Verdict
from seed.synthetic.days import office_hour, working_before
from seed.synthetic.drafts import Project

HALF = Decimal("0.5")
_GOOD = ("达到约定", "符合要求", "现场核实无误", "运行稳定", "资料齐全")
_WEAK = ("部分功能未用起来", "现场数据与台账不一致", "操作人员掌握不够", "佐证材料不足", "接口尚未打通")


def assignments(rng: random.Random, expert: Viewer, projects: Sequence[Project]) -> list[Step]:
    """The expert named for what was delivered."""
    return [
        Step(project.id, {"expert_id": expert.user_id}, office_hour(rng, project.life.delivered))
        for project in projects
        if project.life.delivered and (project.life.rectified or project.life.accepted or project.life.failed)
    ]


def first(
    rng: random.Random, steps: Sequence[Step], projects: Sequence[Project], standard: Standard
) -> list[Given]:
    """The sheets of those who were asked to mend something; ``steps`` say when and what."""
    known = {project.id: project for project in projects}
    sheets = []
    for step in steps:
        project = known[step.id]
        day = project.life.rectified
        assert day
        assert step.why
        total = Decimal(rng.randint(96, 136)) / 2
        until = day + timedelta(days=rng.randint(14, 30))
        if project.life.failed and not project.life.second_delivery:
            until = max(day + timedelta(days=5), project.life.failed - timedelta(days=3))
        sheets.append(
            _sheet(rng, project.id, standard, total, Verdict.RECTIFY, step, working_before(until), step.why)
        )
    return sheets


def last(
    rng: random.Random, steps: Sequence[Step], projects: Sequence[Project], standard: Standard, mark: Decimal
) -> list[Given]:
    """The sheets with which projects passed or failed after a delivery."""
    known = {project.id: project for project in projects}
    sheets = []
    for step in steps:
        project = known[step.id]
        passed = project.life.accepted is not None
        total = max(project.acceptance_score, mark) if passed else mark - Decimal(rng.randint(2, 36)) / 2
        verdict = Verdict.PASS if passed else Verdict.FAIL
        given = project.sheet if passed else None
        sheets.append(_sheet(rng, project.id, standard, total, verdict, step, None, step.why or "", given))
    return sheets


def _sheet(
    rng: random.Random,
    project: int,
    standard: Standard,
    total: Decimal,
    verdict: Verdict,
    step: Step,
    until: date | None,
    findings: str,
    given: tuple[Decimal, ...] | None = None,
) -> Given:
    """``given``: the points of each criterion, where they are not drawn."""
    day = step.values["given_on"]
    scores = (
        {one.code: (points, "符合要求") for one, points in zip(standard.criteria, given, strict=True)}
        if given
        else _scores(rng, standard, total)
    )
    return Given(project, day, scores, verdict, findings, until, step.at)


def _halves(count: int) -> Decimal:
    return count * HALF


def _scores(rng: random.Random, standard: Standard, total: Decimal) -> dict[str, tuple[Decimal | None, str]]:
    """Half points that add up to ``total``, each criterion having about its part."""
    criteria = list(standard.criteria)
    given = {one.code: floor(one.points * total / 50) * HALF for one in criteria}
    # No two enterprises are good at the same things.
    for _ in range(3):
        worse, better = rng.sample(criteria, 2)
        moved = min(given[worse.code] / 4, _halves(rng.randint(2, 6)), better.points - given[better.code])
        moved = floor(max(moved, Decimal(0)) * 2) * HALF
        given[worse.code] -= moved
        given[better.code] += moved
    missing = total - sum(given.values(), Decimal(0))
    rng.shuffle(criteria)
    while missing > 0:
        for one in criteria:
            if missing > 0 and given[one.code] < one.points:
                given[one.code] += HALF
                missing -= HALF
    return {
        one.code: (
            given[one.code],
            rng.choice(_WEAK if given[one.code] < one.points * Decimal("0.6") else _GOOD),
        )
        for one in standard.criteria
    }
