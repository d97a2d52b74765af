"""Subscriptions: answers sent anew when they have changed, whatever they travel by."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from api.errors import Refusal
from api.graphql.answers import Answer, refused
from api.graphql.engine import Engine
from api.graphql.feed import Feed
from api.graphql.followed import Followed
from api.graphql.subscription import YET_TO_COME
from api.services import import_progress
from api.viewer import Viewer
from db.catalog import catalog
from db.news import Concerned
from db.query.reads import entities_read

MOST_PER_PERSON = 100
#: Statements at once for those who only follow: the other connections are for those who wait.
AT_ONCE = 2


@dataclass
class Patience:
    """Seconds."""

    pause: float = 1.0  # between two answers to one question
    recheck: float = 30.0  # between two looks whether the person may still be here
    begin: float = 10.0  # for a socket's first message
    quiet: float = 15.0  # before a stream shows that it is still there


class Live:
    """Keeps the feeds of one process, and passes on to them what changed."""

    def __init__(self, engine: Engine, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        self.closed = asyncio.Event()
        #: Whether changes are heard at present; until then every new subscriber's question is asked anew.
        self.listening: Callable[[], bool] = lambda: False
        self._engine = engine
        self._feeds: dict[Hashable, Feed] = {}
        self._followed: Counter[int | None] = Counter()
        self._turns = asyncio.Semaphore(AT_ONCE)

    # -- what changed --------------------------------------------------------------------------------

    def hear(self, changes: Concerned) -> None:
        for feed in self._feeds.values():
            feed.hear(changes)

    def missed(self) -> None:
        """Changes may have gone unheard: everything is asked anew."""
        for feed in self._feeds.values():
            feed.stir()

    def close(self) -> None:
        """Ends every subscription, so that the server can stop; clients know to come again."""
        self.closed.set()
        for feed in self._feeds.values():
            for place in feed.places:
                place.end()

    # -- answers -------------------------------------------------------------------------------------

    async def answers(
        self,
        document: str,
        variables: Mapping[str, Any] | None,
        operation: str | None,
        viewer: Viewer,
        *,
        reading: bool = False,
    ) -> AsyncGenerator[Answer, None]:
        """The one answer of a query or mutation, or those of a subscription, one after the other.

        One that has not ``begun`` is a refusal, and the last. To be closed by who stops early.
        """
        # A stranger's document never meets the schema.
        followed = self._engine.followed(document, operation) if viewer.signed_in else None
        if followed is None:
            yield await self._engine.answer(document, variables, operation, viewer, reading=reading)
            return
        if self.closed.is_set():
            return
        if self._followed[viewer.user_id] >= MOST_PER_PERSON:
            yield refused(_too_many(), viewer.lang, begun=False)
            return
        key, feed = self._feed(followed, variables, operation, viewer)
        place = feed.join(viewer, anew=not self.listening())
        self._followed[viewer.user_id] += 1
        try:
            first = await place.take()
            if first is not None:
                first = _beginning(first, followed, viewer.lang)
                yield first
                if first.begun:
                    while (answer := await place.take()) is not None:
                        yield answer
                        if not answer.begun:
                            break
        finally:
            self._followed[viewer.user_id] -= 1
            if not self._followed[viewer.user_id]:
                del self._followed[viewer.user_id]
            feed.leave(place)
            if not feed.places:
                self._feeds.pop(key, None)

    def _feed(
        self, followed: Followed, variables: Mapping[str, Any] | None, operation: str | None, viewer: Viewer
    ) -> tuple[Hashable, Feed]:
        given = orjson.dumps(variables or {}, option=orjson.OPT_SORT_KEYS)
        # Whoever has the same rows, roles and language gets the same answer, except where it is about the person.
        person = viewer if followed.field in _CONCERNS else replace(viewer, user_id=None, token_id=None)
        key = (followed.query, given, replace(person, username="", name="", theme=""))
        feed = self._feeds.get(key)
        if feed is None:

            async def ask(asker: Viewer) -> Answer:
                async with self._turns:
                    return await self._engine.answer(followed.query, variables, operation, asker)

            def concerns(answer: Answer) -> Concerned | None:
                return _concerns(followed, answer, viewer)

            feed = self._feeds[key] = Feed(ask, concerns, self.patience.pause)
        return key, feed


#: What the roots that are resolved by hand depend on, by the person who asks.
_CONCERNS: dict[str, Callable[[Viewer], Concerned]] = {
    "importProgress": lambda viewer: {import_progress.ENTITY: frozenset({str(viewer.user_id)})},
}


def _concerns(followed: Followed, answer: Answer, viewer: Viewer) -> Concerned | None:
    """The changes that may change the answer: of the tables it reads, within the caller's units; None is any."""
    if followed.field in _CONCERNS:
        return _CONCERNS[followed.field](viewer)
    if answer.statement is None:  # it failed
        return None
    units = None if viewer.rows.national else frozenset(viewer.rows.units)
    return {name: units if catalog()[name].unit_scoped else None for name in entities_read(answer.statement)}


def _beginning(answer: Answer, followed: Followed, lang: str) -> Answer:
    """The first answer, turned into a refusal where there is nothing to follow."""
    body = orjson.loads(answer.body)
    data = body.get("data")
    if body.get("errors") and not any((data or {}).values()):
        return Answer(orjson.dumps({"errors": body["errors"]}), begun=False, status=answer.status)
    if followed.field not in YET_TO_COME and not any(value is not None for value in data.values()):
        return refused(_nothing_there(), lang, begun=False)
    return answer


def _nothing_there() -> Refusal:
    return Refusal(
        "NOT_FOUND",
        "没有这条记录，或不属于您的单位。 | There is no such record, or not within your units.",
        hint="使用查询返回的 id。 | Use an id that a query returned.",
        status=404,
    )


def _too_many() -> Refusal:
    return Refusal(
        "TOO_MANY_SUBSCRIPTIONS",
        "您的订阅已达 {most} 个。 | You follow {most} things already.",
        hint="先结束一些订阅。 | End some of them first.",
        status=429,
        most=MOST_PER_PERSON,
    )
