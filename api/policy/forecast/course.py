"""Where projects will be, week by week: their stages carried forward by the chances of leaving them."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from api.policy.forecast.history import History, Ints
from api.policy.forecast.pace import NEXT, OLDEST, WEEK, Floats, Pace, age_class, left_class
from api.policy.forecast.stage import LIVE, Stage

_AGE_CLASS = age_class(np.arange(OLDEST + 1))


@dataclass(frozen=True)
class Course:
    """By batch (its last day) and unit: how many passed already, are under way, and will have passed by each day.

    ``gained[batch, unit, day]`` adds to ``passed[batch, unit]``. ``projects``, ``batch`` and ``unit`` are of those
    under way.
    """

    deadlines: Ints
    passed: Ints
    live: Ints
    gained: Floats
    projects: Ints
    batch: Ints
    unit: Ints

    def came(self, history: History, day: date) -> Ints:
        """How many of those under way had passed by the end of a day, by batch and unit: what to compare with."""
        passed = history.passed_of(self.projects, day)
        came = np.zeros(self.live.shape, dtype=np.int64)
        np.add.at(came, (self.batch[passed], self.unit[passed]), 1)
        return came


def course(history: History, pace: Pace, today: date, days: tuple[date, ...]) -> Course:
    """``history`` is what is known at the end of ``today``."""
    now = today.toordinal()
    deadlines, batch = np.unique(history.deadline, return_inverse=True)
    shape = (len(deadlines), len(history.units))
    passed = np.zeros(shape, dtype=np.int64)
    over = history.open & (history.stage == Stage.PASSED)
    np.add.at(passed, (batch[over], history.unit[over]), 1)

    waits = history.waiting
    place = (batch[waits], history.unit[waits])
    live = np.zeros(shape, dtype=np.int64)
    np.add.at(live, place, 1)
    age = np.clip(np.rint((now - history.entered[waits]) / WEEK).astype(np.int64), 0, OLDEST)
    ahead = np.array([(day.toordinal() - now) / WEEK for day in days])
    weeks = int(np.ceil(ahead.max())) if len(days) else 0
    gained = np.zeros((*shape, len(days)))
    # Batches that are over have nobody left, mostly.
    for number in np.flatnonzero(live.any(1)):
        mine = place[0] == number
        mass = np.zeros((shape[1], LIVE, OLDEST + 1))
        np.add.at(mass, (place[1][mine], history.stage[waits][mine], age[mine]), 1.0)
        by_week = _carried(mass, int(deadlines[number]) - now, pace, weeks)
        for unit in np.flatnonzero(live[number]):
            gained[number, unit] = np.interp(ahead, np.arange(weeks + 1), by_week[:, unit])
    return Course(deadlines, passed, live, gained, history.project[waits], *place)


def _carried(mass: Floats, days_left: int, pace: Pace, weeks: int) -> Floats:
    """How many have passed of each unit after 0, 1, … weeks."""
    units = mass.shape[0]
    odds = np.ones((units, NEXT))
    odds[:, Stage.GONE] = pace.loss
    ways = pace.routes[None, :, _AGE_CLASS, :] * odds[:, None, None, :]
    ways /= ways.sum(3, keepdims=True)
    hazards = pace.leave[:, _AGE_CLASS, :]
    gained = np.zeros((weeks + 1, units))
    for week in range(weeks):
        near = left_class(np.array([(days_left - WEEK * week - WEEK // 2) // WEEK]))[0]
        leaving = mass * -np.expm1(-hazards[None, :, :, near] * pace.speed[:, None, None])
        staying = mass - leaving
        going: NDArray[np.float64] = np.einsum("usa,usan->un", leaving, ways)
        gained[week + 1] = gained[week] + going[:, Stage.PASSED]
        mass = np.zeros_like(mass)
        mass[..., 1:] = staying[..., :-1]
        mass[..., -1] += staying[..., -1]
        # Who comes in the middle of a week is half a week old at its end.
        mass[..., 0] += going[:, :LIVE] / 2
        mass[..., 1] += going[:, :LIVE] / 2
    return gained
