"""Who came a moment ago: so that each request of theirs needn't ask the database anew."""

import time
from collections import OrderedDict
from collections.abc import Hashable
from weakref import WeakKeyDictionary

from api.viewer import Viewer
from db.store import Store

#: What ends or changes here is over at once, and in another process as soon as that one hears of it. What nobody tells,
#: such as an account changed by hand in the database or while a process is cut off from it, may go on for so long.
SECONDS = 3.0
MOST = 5_000


class Presence:
    """Viewers by what they came with, such as a request's cookies."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._seen: OrderedDict[Hashable, tuple[float, Viewer]] = OrderedDict()
        #: How often something has ended.
        self.ends = 0

    def recall(self, secret: Hashable) -> Viewer | None:
        found = self._seen.get(secret)
        if found is None or found[0] < time.monotonic():
            return None
        return found[1]

    def keep(self, secret: Hashable, viewer: Viewer, ends: int) -> None:
        """``ends`` as they were before the viewer was looked up: what has ended meanwhile may have been theirs."""
        if ends != self.ends:
            return
        self._seen[secret] = (time.monotonic() + self._seconds, viewer)
        self._seen.move_to_end(secret)
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)

    def forget(self) -> None:
        """Something has ended: everybody is asked for anew."""
        self.ends += 1
        self._seen.clear()


_PRESENCES: WeakKeyDictionary[Store, Presence] = WeakKeyDictionary()


def presence(store: Store) -> Presence:
    """The one of the application on this store."""
    return _PRESENCES.setdefault(store, Presence())
