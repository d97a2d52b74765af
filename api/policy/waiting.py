"""How long somebody waits who keeps failing to sign in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

#: Failures within this time of one another add up.
WINDOW = timedelta(minutes=15)
#: So many are free: by one account, and by one address, behind which a whole office may sit.
FREE_BY_ACCOUNT = 5
FREE_BY_ADDRESS = 30
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Tally:
    """Failures in a row, when the last one was, and until when nobody is let in."""

    failures: int = 0
    last_at: datetime | None = None
    until: datetime | None = None


def waits(tally: Tally, now: datetime) -> bool:
    return tally.until is not None and now < tally.until


def after_failure(tally: Tally, now: datetime, free: int) -> Tally:
    """The tally with one more: from the ``free``-th on each failure doubles the wait, up to an hour.

    Not for attempts made while waiting: they count for nothing, or anybody could lock others out for good.
    """
    ended = max(filter(None, (tally.last_at, tally.until)), default=None)
    failures = 1 if ended is None or now - ended > WINDOW else tally.failures + 1
    until = now + wait_after(failures, free) if failures >= free else None
    return Tally(failures, now, until)


def forgiven(tally: Tally) -> Tally:
    """The tally without the last one, which turned out to be right: it was let in, so no wait was on."""
    return Tally(max(0, tally.failures - 1), tally.last_at)


def wait_after(failures: int, free: int) -> timedelta:
    """One minute after the ``free``-th failure, then twice as long after each."""
    doublings = min(failures - free, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
