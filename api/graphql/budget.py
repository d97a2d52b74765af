"""The points an asker has left this hour: counted here, written to the database once a second, shared through it.

A process learns what others let through when it next writes, and of an asker it has not met this hour when it first
does: so an asker may spend, above the limit, what each process lets through in ``EVERY`` seconds. In return no question
waits for the account.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from api.errors import Refusal
from api.graphql.answers import Left
from api.policy.limits import SESSION, QueryLimits
from api.services.points import HOUR, add_points
from api.viewer import Viewer
from db.store import Store

EVERY = 1.0

log = logging.getLogger("dengta.points")


@dataclass
class Spent:
    """What one asker has spent this hour: written to the account by all, and here since."""

    written: int = 0
    since: int = 0


class Budget:
    """Counts the points of one process's askers; ``clock`` gives seconds since 1970."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._hour = 0
        self._spent: dict[str, Spent] = {}
        self._due = False
        self._writing: asyncio.Task[None] | None = None

    def spend(self, viewer: Viewer, points: int, limits: QueryLimits) -> Left | None:
        """Take points from the viewer's account; None where there is none, for the system itself.

        Raises:
            Refusal: there are not enough left this hour.
        """
        if viewer.user_id is None:
            return None
        hour, second = divmod(int(self._clock()), HOUR)
        if hour != self._hour:
            # What the last second of the old hour cost is forgotten.
            self._hour, self._spent = hour, {}
        asker, most = account_of(viewer, limits)
        spent = self._spent.get(asker)
        if spent is None:
            spent = self._spent[asker] = Spent()
        left = most - spent.written - spent.since
        if points > left:
            raise _exhausted(points, Left(max(left, 0), HOUR - second), most)
        spent.since += points
        if not self._due:
            self._due = True
            asyncio.get_running_loop().call_later(EVERY, self._begin)
        return Left(left - points, HOUR - second)

    async def write(self) -> None:
        """Bring the account up to date."""
        hour, spent = self._hour, self._spent
        counted = {asker: one.since for asker, one in spent.items() if one.since}
        if not counted:
            return
        for asker, total in (await add_points(self._store, hour, counted)).items():
            spent[asker].since -= counted[asker]
            spent[asker].written = total

    def _begin(self) -> None:
        self._due = False
        self._writing = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        try:
            await self.write()
        except Exception as error:
            # They stay counted here, and are written with what comes next.
            log.warning("the points of this second are not written yet", exc_info=error)


def account_of(viewer: Viewer, limits: QueryLimits) -> tuple[str, int]:
    """Whose account a question goes to, and its points in an hour."""
    if viewer.token_id is not None:
        return f"token:{viewer.token_id}", limits.points
    return f"user:{viewer.user_id}", limits.points * SESSION


def _exhausted(points: int, left: Left, most: int) -> Refusal:
    return Refusal(
        "POINTS_EXHAUSTED",
        "本小时的 {most} 点额度还剩 {left} 点，此查询需 {points} 点。"
        " | Of this hour's {most} points {left} are left; this query takes {points}.",
        hint="{seconds} 秒后重试，或减小查询。 | Try again in {seconds} seconds, or ask for less.",
        status=429,
        most=f"{most:,}",
        left=left,
        points=f"{points:,}",
        seconds=left.seconds,
    )
