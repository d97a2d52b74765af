"""How long stages take: weekly chances of leaving one, learned from all spells, and each unit's own pace."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.policy.forecast.history import OPEN, History
from api.policy.forecast.stage import LIVE, Stage

Floats = NDArray[np.float64]
WEEK = 7
#: Weeks in a stage: from which on the next class begins. A project's chances differ between classes only.
AGES = np.array([0, 1, 2, 3, 5, 7, 10, 14, 19, 27, 40])
#: The same of the weeks left until the batch ends: nothing speeds projects up like a deadline.
LEFT = np.array([-520, 0, 3, 6, 10, 16, 26, 38, 52])
OLDEST = int(AGES[-1])
NEXT = len(Stage)

#: What is thought before anything was seen, in weeks: a stage's share of the year that the notice grants.
_USUAL = np.array([1 / 10, 1 / 4, 1 / 20, 1 / 5, 1 / 5, 1 / 3])
_RUSH = np.array([1.0, 3.0, 2.0, 1.4, 1.0, 1.0, 1.0, 1.0, 0.1])
_ROUTES = np.zeros((LIVE, NEXT))
for _stage, _ways in {
    Stage.LISTED: {Stage.CONTRACTED: 0.95, Stage.GONE: 0.05},
    Stage.CONTRACTED: {Stage.TRANSFORMING: 0.98, Stage.GONE: 0.02},
    Stage.TRANSFORMING: {Stage.DELIVERED: 0.95, Stage.GONE: 0.05},
    Stage.DELIVERED: {Stage.PASSED: 0.8, Stage.RECTIFYING: 0.15, Stage.GONE: 0.05},
    Stage.RECTIFYING: {Stage.DELIVERED_AGAIN: 0.75, Stage.GONE: 0.25},
    Stage.DELIVERED_AGAIN: {Stage.PASSED: 0.8, Stage.GONE: 0.2},
}.items():
    for _way, _share in _ways.items():
        _ROUTES[_stage, _way] = _share
#: How many project weeks, or projects, such a thought weighs as much as.
_WEIGHT_USUAL, _WEIGHT_CELL, _WEIGHT_ROUTE, _WEIGHT_UNIT = 40.0, 30.0, 8.0, 12.0


@dataclass(frozen=True)
class Pace:
    """``leave[stage, age, left]``: hazard a week; ``routes[stage, age, next]``: where those who leave go.

    ``speed[unit]`` multiplies the hazard; ``loss[unit]`` the odds of leaving for good.
    """

    leave: Floats
    routes: Floats
    speed: Floats
    loss: Floats


def age_class(weeks: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.searchsorted(AGES, weeks, side="right").astype(np.int64) - 1


def left_class(weeks: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.clip(np.searchsorted(LEFT, weeks, side="right").astype(np.int64) - 1, 0, None)


def learn(history: History, today: int) -> Pace:
    """From what a history holds; ``today`` is how far it reaches. Whole weeks count only."""
    live = history.stage < LIVE
    stage, unit = history.stage[live], history.unit[live]
    entered, left, after = history.entered[live], history.left[live], history.after[live]
    ended = left != OPEN
    last = np.where(ended, (np.where(ended, left, today) - entered) // WEEK, (today - entered) // WEEK - 1)
    weeks = np.maximum(last + 1, 0)
    spell = np.repeat(np.arange(len(stage)), weeks)
    age = np.arange(len(spell)) - np.repeat(np.cumsum(weeks) - weeks, weeks)
    over = ended[spell] & (age == last[spell])
    ages, lefts = len(AGES), len(LEFT)
    left_weeks = (history.deadline[live][spell] - entered[spell] - WEEK * age - WEEK // 2) // WEEK
    place = (stage[spell] * ages + age_class(np.minimum(age, OLDEST))) * lefts + left_class(left_weeks)
    shape = (LIVE, ages, lefts)
    seen = np.bincount(place, minlength=LIVE * ages * lefts).reshape(shape).astype(float)
    ends = np.bincount(place[over], minlength=LIVE * ages * lefts).reshape(shape).astype(float)

    usual = _USUAL[:, None] * _RUSH[None, :]
    by_left = (ends.sum(1) + _WEIGHT_USUAL * usual) / (seen.sum(1) + _WEIGHT_USUAL)
    chance = (ends + _WEIGHT_CELL * by_left[:, None, :]) / (seen + _WEIGHT_CELL)
    leave = -np.log1p(-np.minimum(chance, 0.98))

    routes = _routes(stage[ended], age_class(np.minimum(last[ended], OLDEST)), after[ended])
    units = len(history.units)
    hazard = leave.reshape(-1)[place]
    before_rush = (left_weeks >= 10) & (stage[spell] <= Stage.DELIVERED)
    owner = unit[spell]
    expected = np.bincount(owner[before_rush], weights=hazard[before_rush], minlength=units)
    happened = np.bincount(owner[before_rush & over], minlength=units)
    # Against the country as a whole, whose mean is 1.
    expected = expected * (happened.sum() + 1) / (expected.sum() + 1)
    speed = (happened + _WEIGHT_UNIT) / (expected + _WEIGHT_UNIT)

    lost_share = routes[stage[ended], age_class(np.minimum(last[ended], OLDEST)), Stage.GONE]
    lost = np.bincount(unit[ended][after[ended] == Stage.GONE], minlength=units)
    awaited = np.bincount(unit[ended], weights=lost_share, minlength=units)
    loss = (lost + _WEIGHT_UNIT / 3) / (awaited + _WEIGHT_UNIT / 3)
    return Pace(leave, routes, speed, loss)


def _routes(stage: NDArray[np.int64], age: NDArray[np.int64], after: NDArray[np.int64]) -> Floats:
    ages = len(AGES)
    counts = np.bincount((stage * ages + age) * NEXT + after, minlength=LIVE * ages * NEXT)
    cells = counts.reshape(LIVE, ages, NEXT).astype(float)
    whole = cells.sum(1) + _WEIGHT_ROUTE * _ROUTES
    whole /= whole.sum(1, keepdims=True)
    cells += _WEIGHT_ROUTE * whole[:, None, :]
    shares: Floats = cells / cells.sum(2, keepdims=True)
    return shares
