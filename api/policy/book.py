"""The policy in force on a day: dated limits, each with its clause."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class DatedLimit:
    """A number of the policy; ``until`` is the first day on which it no longer holds."""

    key: str
    clause: str
    value: Decimal
    start: date
    until: date | None = None


class PolicyBook:
    """Answers which number held on which day.

    Keys: industries_per_plan (P1), platforms_per_industry (P6), projects_per_platform (P7),
    cost_share (F1), award_per_enterprise (F2), award_per_platform (F3), implementation_months (F5),
    batches (G1), industries (G2), platforms (G3), lighthouses_min and lighthouses_max (G4).
    """

    def __init__(self, limits: Iterable[DatedLimit]) -> None:
        self._limits = sorted(limits, key=lambda limit: limit.start)

    def limit(self, key: str, on: date) -> DatedLimit:
        """The limit in force.

        Raises:
            LookupError: none was in force on that day.
        """
        for limit in reversed(self._limits):
            if limit.key == key and limit.start <= on and (limit.until is None or on < limit.until):
                return limit
        raise LookupError(f"no limit {key!r} in force on {on}")
