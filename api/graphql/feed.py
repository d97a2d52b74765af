"""One question that several people follow: asked once for all of them when something it reads has changed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from api.graphql.answers import Answer
from api.viewer import Viewer
from db.news import Concerned

#: The status of a refusal because of what was asked before.
TOO_MUCH = 429

log = logging.getLogger("dengta.graphql")


class Place:
    """A subscriber's place in a feed. It holds the newest answer, never a queue: who is slow misses the ones between."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self._newest: Answer | None = None
        self._taken: bytes | None = None
        self._over = False
        self._stirred = asyncio.Event()

    def offer(self, answer: Answer) -> None:
        self._newest = answer
        if answer.body == self._taken:
            self._stirred.clear()
        else:
            self._stirred.set()

    def end(self) -> None:
        self._over = True
        self._stirred.set()

    async def take(self) -> Answer | None:
        """The next answer that differs from the one taken before; None when it is over."""
        await self._stirred.wait()
        if self._over or self._newest is None:
            return None
        self._stirred.clear()
        self._taken = self._newest.body
        return self._newest


class Feed:
    """Asks when it is told to, with a pause in between, and offers what came to every place.

    It asks in the name of who has followed longest; whose points are spent is told so, and the next one's turn it is.
    ``concerns`` says from an answer which changes call for another one; None, and before the first answer: any.
    """

    def __init__(
        self,
        ask: Callable[[Viewer], Awaitable[Answer]],
        concerns: Callable[[Answer], Concerned | None],
        pause: float,
    ) -> None:
        self.places: dict[Place, None] = {}  # in the order of their coming
        self._ask = ask
        self._concerns = concerns
        self._pause = pause
        self._answer: Answer | None = None
        self._watched: Concerned | None = None
        self._stirred = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def join(self, viewer: Viewer, *, anew: bool) -> Place:
        """A place; ``anew``: the answer at hand may be old, because changes may have gone unheard."""
        place = Place(viewer)
        self.places[place] = None
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="feed")
        if self._answer is None or anew:
            self.stir()
        elif not self._stirred.is_set():
            place.offer(self._answer)
        return place

    def leave(self, place: Place) -> None:
        self.places.pop(place, None)
        if not self.places and self._task is not None:
            self._task.cancel()
            self._task = None

    def hear(self, changes: Concerned) -> None:
        """Stirs if one of the changes may change the answer."""
        watched = self._watched
        if watched is None:
            self.stir()
            return
        for entity in changes.keys() & watched.keys():
            theirs, ours = changes[entity], watched[entity]
            if theirs is None or ours is None or not theirs.isdisjoint(ours):
                self.stir()
                return

    def stir(self) -> None:
        self._stirred.set()

    async def _run(self) -> None:
        try:
            while True:
                await self._stirred.wait()
                self._stirred.clear()
                answer = await self._answer_for_all()
                if answer is not None:
                    self._answer = answer
                    self._watched = self._concerns(answer)
                    for place in self.places:
                        place.offer(answer)
                await asyncio.sleep(self._pause)
        except Exception:
            # A fault of ours: nobody is to wait for what will never come.
            log.exception("a feed broke off")
            for place in self.places:
                place.end()

    async def _answer_for_all(self) -> Answer | None:
        """None where nobody has points left to ask with."""
        for place in list(self.places):
            answer = await self._ask(place.viewer)
            if answer.status != TOO_MUCH:
                return answer
            place.offer(answer)
            self.places.pop(place, None)
        return None
