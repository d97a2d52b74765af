"""Who keeps failing waits, longer each time, and never for good."""

from datetime import UTC, datetime, timedelta

from api.policy.waiting import FREE_BY_ACCOUNT, Tally, after_failure, forgiven, wait_after, waits

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def failing(times: int, every: timedelta = timedelta(seconds=1)) -> tuple[Tally, datetime]:
    tally, at = Tally(), NOON
    for _ in range(times):
        at += every
        tally = after_failure(tally, at, FREE_BY_ACCOUNT)
    return tally, at


def test_four_failures_are_free_and_the_fifth_waits() -> None:
    tally, at = failing(4)
    assert not waits(tally, at)
    tally, at = failing(5)
    assert waits(tally, at)
    assert not waits(tally, at + MINUTE)


def test_failures_far_apart_do_not_add_up() -> None:
    tally, at = failing(12, every=16 * MINUTE)
    assert tally.failures == 1
    assert not waits(tally, at)


def test_each_failure_after_a_wait_doubles_it_up_to_an_hour() -> None:
    tally, _ = failing(5)
    spans = []
    for _ in range(9):
        assert tally.until
        assert tally.last_at
        spans.append((tally.until - tally.last_at) // MINUTE)
        tally = after_failure(tally, tally.until, FREE_BY_ACCOUNT)
    assert spans == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert wait_after(10_000, 5) == timedelta(hours=1)


def test_a_wait_of_an_hour_is_not_forgotten_while_it_lasts() -> None:
    tally = Tally(11, NOON, NOON + 60 * MINUTE)
    assert after_failure(tally, NOON + 61 * MINUTE, FREE_BY_ACCOUNT).failures == 12
    assert after_failure(tally, NOON + 76 * MINUTE, FREE_BY_ACCOUNT).failures == 1


def test_what_turned_out_right_was_no_failure() -> None:
    tally, at = failing(5)
    assert forgiven(tally) == Tally(4, at)
    assert forgiven(Tally()) == Tally()
