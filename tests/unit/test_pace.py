"""How often one address may knock."""

from api.web.pace import Pace


def test_one_too_many_waits_until_the_first_is_over() -> None:
    now = [0.0]
    pace = Pace(2, 60, clock=lambda: now[0])
    assert [pace.too_fast("a") for _ in range(3)] == [False, False, True]
    assert not pace.too_fast("b")
    now[0] = 61
    assert not pace.too_fast("a")


def test_only_so_many_addresses_are_remembered() -> None:
    pace = Pace(1, 60, kept=2)
    assert [pace.too_fast(name) for name in "abc"] == [False] * 3
    assert len(pace._seen) == 2
