"""How far projects share their fate, within a unit and in the whole country: learned from errors of forecasts made before."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from api.policy.forecast.history import Ints
from api.policy.forecast.pace import Floats

#: What is thought before any error was seen, and how much it weighs: so many units of thirty, so many countries of a thousand.
_UNIT, _NATION = 0.06, 0.03
_UNITS_SEEN, _NATIONS_SEEN = 12, 2


@dataclass(frozen=True)
class Error:
    """One forecast looked back at: per unit, how many were under way, their chance, and how many passed."""

    live: Ints
    chance: Floats
    passed: Ints


@dataclass(frozen=True)
class Spread:
    """Correlation of two projects of a unit (``unit``), and of two anywhere (``nation``, never more)."""

    unit: float
    nation: float

    def of(self, live: Ints, chance: Floats) -> float:
        """The kinship that the projects of these units have, all together."""
        total = int(live.sum())
        if total < 2:
            return 0.0
        mean = float(live @ chance) / total
        alone = total * mean * (1 - mean)
        if alone <= 0:
            return 0.0
        own = live * chance * (1 - chance)
        reach = live * np.sqrt(chance * (1 - chance))
        within = self.unit - self.nation
        variance = float(
            (own * (1 + np.maximum(live - 1, 0) * within)).sum() + self.nation * reach.sum() ** 2
        )
        return max((variance / alone - 1) / (total - 1), 0.0)


def learn(errors: Iterable[Error]) -> Spread:
    unit_over, unit_room = _UNIT * _UNITS_SEEN * 180, _UNITS_SEEN * 180.0
    nation_over, nation_room = _NATION * _NATIONS_SEEN * 2e5, _NATIONS_SEEN * 2e5
    for error in errors:
        alone = error.live * error.chance * (1 - error.chance)
        off = error.passed - error.live * error.chance
        unit_over += float((off**2 - alone).sum())
        unit_room += float((alone * np.maximum(error.live - 1, 0)).sum())
        reach = error.live * np.sqrt(error.chance * (1 - error.chance))
        nation_over += float(off.sum() ** 2 - (off**2).sum())
        nation_room += float(reach.sum() ** 2 - (reach**2).sum())
    unit = min(max(unit_over / unit_room, 0.0), 0.9)
    nation = min(max(nation_over / nation_room, 0.0), unit)
    return Spread(unit, nation)
