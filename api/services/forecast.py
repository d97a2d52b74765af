"""The forecast of the programme: its history read once in a while, for all who ask."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from api.policy.forecast.backtest import Outcome, outcomes
from api.policy.forecast.foresight import Foresight
from api.policy.forecast.history import History, Step
from api.services.clock import today
from api.viewer import Viewer
from db.store import NATION, Rows, Store

#: A forecast may be so old before what happened since is taken in: a month's end does not hang on minutes.
STALE_SECONDS = 600

#: Stages of lives by what was recorded, each by the day on which it happened.
_STEPS = """
  select events.subject_id, events.unit_code, batches.ends_on,
         (events.at at time zone 'Asia/Shanghai')::date, events.to_state
  from events
  join projects on projects.unit_code = events.unit_code and projects.id = events.subject_id
  join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
  join plan_industries on plan_industries.unit_code = platforms.unit_code
                      and plan_industries.id = platforms.plan_industry_id
  join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
  join batches on batches.id = plans.batch_id
  where events.subject = 'Project' and events.to_state is not null
    and events.from_state is distinct from events.to_state
  order by events.subject_id, events.id
"""
_GOAL = """
  select sum(platforms.planned) from platforms
  join plan_industries on plan_industries.unit_code = platforms.unit_code
                      and plan_industries.id = platforms.plan_industry_id
  join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
  join batches on batches.id = plans.batch_id
  where ($1::text is null or platforms.unit_code = $1) and ($2::int is null or batches.number = $2)
"""
_BAND = """
  select value::int from limits where key = $1 and valid_from <= $2 and (valid_until is null or valid_until > $2)
"""


class Foreseen:
    """A history with what was worked out of it; ``last`` is the event that it reaches to."""

    def __init__(self, history: History, batches: dict[int, date], last: int | None) -> None:
        self.batches = batches
        self.last = last
        self.read_at = monotonic()
        self.foresight = Foresight(history)
        self._outcomes: tuple[Outcome, ...] | None = None

    def record(self, on: date) -> list[Outcome]:
        """Forecasts of before whose day had come by then."""
        if self._outcomes is None:
            self._outcomes = tuple(outcomes(self.foresight, today()))
        return [outcome for outcome in self._outcomes if outcome.day <= on]


@dataclass
class _Kept:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    found: Foreseen | None = None


_KEPT: WeakKeyDictionary[Store, _Kept] = WeakKeyDictionary()


def sees(viewer: Viewer) -> bool:
    """Whether whole units are the viewer's to see: of less no forecast is made."""
    return (
        viewer.signed_in
        and viewer.rows.organization is None
        and (viewer.rows.national or bool(viewer.rows.units))
    )


def units_of(rows: Rows, unit: str | None) -> tuple[str, ...] | None:
    """The units to look at, None for all of the country; empty where the one asked for is not the viewer's."""
    if unit is not None:
        return (unit,) if rows.national or unit in rows.units else ()
    return None if rows.national else rows.units


async def foresee(store: Store, on: date | None = None) -> Foreseen:
    """The history until now, with the outlook and the record of the day ``on`` worked out already."""
    kept = _KEPT.setdefault(store, _Kept())
    day = on or today()
    async with kept.lock:
        if kept.found is None or monotonic() - kept.found.read_at > STALE_SECONDS:
            async with store.read(NATION) as connection:
                last = await connection.fetchval("select max(id) from events")
                if kept.found is None or kept.found.last != last:
                    kept.found = await _read(connection, last)
                kept.found.read_at = monotonic()
        found = kept.found
        await asyncio.to_thread(_work_out, found, day)
    return found


async def goal_of(
    connection: Any, rows: Rows, unit: str | None, batch: int | None, on: date
) -> tuple[int | None, int | None]:
    """What is aimed at, from and to: the band of the notice (G4), or what platforms plan in a unit or batch."""
    if rows.national and unit is None and batch is None:
        low, high = [await connection.fetchval(_BAND, f"lighthouses_{end}", on) for end in ("min", "max")]
        return low, high
    planned = await connection.fetchval(_GOAL, unit, batch)
    return (int(planned) if planned else None), None


async def _read(connection: Any, last: int | None) -> Foreseen:
    rows = await connection.fetch(_STEPS)
    batches = await connection.fetch("select number, ends_on from batches")
    history = await asyncio.to_thread(lambda: History.of(Step(*row) for row in rows))
    return Foreseen(history, {row["number"]: row["ends_on"] for row in batches}, last)


def _work_out(found: Foreseen, day: date) -> None:
    found.foresight.outlook(day)
    found.record(day)
