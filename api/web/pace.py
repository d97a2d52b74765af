"""How often one address may come to a door that is open to everybody."""

import time
from collections import OrderedDict
from collections.abc import Callable


class Pace:
    """``most`` calls in ``seconds``, counted in this process; only the last ``kept`` addresses are remembered."""

    def __init__(
        self, most: int, seconds: float, *, kept: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._kept = kept
        self._clock = clock
        self._seen: OrderedDict[str, list[float]] = OrderedDict()

    def too_fast(self, address: str) -> bool:
        """Whether this call is one too many; it counts all the same."""
        now = self._clock()
        calls = [at for at in self._seen.pop(address, ()) if now - at < self._seconds][-self._most :]
        self._seen[address] = [*calls, now]
        while len(self._seen) > self._kept:
            self._seen.popitem(last=False)
        return len(calls) >= self._most
