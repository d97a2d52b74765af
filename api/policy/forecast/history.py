"""What happened to projects, as spells in a stage: the columns that all of the forecast reckons with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from api.policy.forecast.stage import LIVE, Stage, stage_of

Ints = NDArray[np.int64]
#: A spell that has not ended.
OPEN = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Step:
    """A project came to a state on a day. ``ends_on`` is the last day of its batch."""

    project: int
    unit: str
    ends_on: date
    on: date
    state: str


@dataclass(frozen=True)
class History:
    """Spells, one a row; days are ordinals. ``after`` is the stage that followed, -1 where none did."""

    units: tuple[str, ...]
    project: Ints
    unit: Ints  # its place in ``units``
    deadline: Ints
    stage: Ints
    entered: Ints
    left: Ints
    after: Ints

    @classmethod
    def of(cls, steps: Iterable[Step]) -> "History":
        """``steps`` come project by project, in the order in which they were taken."""
        units: dict[str, int] = {}
        rows: list[tuple[int, ...]] = []
        for project, taken in groupby(steps, key=lambda step: step.project):
            before: Stage | None = None
            for step in taken:
                stage = stage_of(step.state, before)
                if stage is before:
                    continue
                day = step.on.toordinal()
                if before is not None:
                    rows[-1] = (*rows[-1][:5], day, int(stage))
                unit = units.setdefault(step.unit, len(units))
                rows.append((project, unit, step.ends_on.toordinal(), int(stage), day, OPEN, -1))
                before = stage
        table = np.array(rows, dtype=np.int64).reshape(-1, 7)
        return cls(tuple(units), *(table[:, number].copy() for number in range(7)))

    def until(self, day: date) -> "History":
        """What was known at the end of that day, and nothing else."""
        last = day.toordinal()
        known = self.entered <= last
        ended = self.left[known] <= last
        return History(
            self.units,
            self.project[known],
            self.unit[known],
            self.deadline[known],
            self.stage[known],
            self.entered[known],
            np.where(ended, self.left[known], OPEN),
            np.where(ended, self.after[known], -1),
        )

    def passed_of(self, projects: Ints, day: date) -> NDArray[np.bool_]:
        """Of each of these projects, whether it had passed by the end of a day."""
        passed = self.project[(self.stage == Stage.PASSED) & (self.entered <= day.toordinal())]
        found: NDArray[np.bool_] = np.isin(projects, passed)
        return found

    @property
    def open(self) -> NDArray[np.bool_]:
        """The spells that have not ended: where projects are now."""
        found: NDArray[np.bool_] = self.left == OPEN
        return found

    @property
    def waiting(self) -> NDArray[np.bool_]:
        """The same of projects that are still under way."""
        found: NDArray[np.bool_] = self.open & (self.stage < LIVE)
        return found
