"""The evaluation counts what it says it counts: every level, ties, near-misses, and how sure one can be."""

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.config import Database
from seed.synthetic.evaluate import Planted, Raised, Report, Share, evaluate, report

#: Claim → project and platform: three claims of platform 1, two of platform 2.
PLACES = {11: (101, 1), 12: (102, 1), 13: (103, 1), 21: (201, 2), 22: (202, 2)}
SURE = {"I06": "deterministic", "A18": "statistical", "P04": "statistical"}


def planted(subject: str, key: int, flag: str | None, *, sure: bool = False, fraud: bool = True) -> Planted:
    return Planted(f"scheme of {flag}", fraud, subject, key, flag, sure)


def raised(rule: str, platform: int, claim: int | None = None, *, project: int | None = None) -> Raised:
    place = PLACES[claim][0] if claim else project
    return Raised(rule, SURE[rule], "high", platform, place, claim)


def judged(truth: list[Planted], flags: list[Raised], drawn: tuple[int, ...] = ()) -> Report:
    return report(PLACES, truth, flags, SURE, drawn)


def of(code: str, made: Report) -> tuple[Share, Share, Share]:
    one = next(one for one in made.codes if one.code == code)
    return one.sure, one.unsure, one.right


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(8, 10, 0.490, 0.943), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (50, 100, 0.404, 0.596)],
)
def test_intervals_are_wilson_s(hits: int, count: int, low: float, high: float) -> None:
    found = Share(hits, count).interval
    assert found is not None
    assert found == pytest.approx((low, high), abs=0.001)


@given(st.integers(1, 5_000).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_a_share_lies_within_its_interval(drawn: tuple[int, int]) -> None:
    share = Share(*drawn)
    assert share.interval is not None
    assert share.value is not None
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-12
    assert share.value - 1e-12 <= high <= 1


def test_of_nothing_there_is_no_share() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval is None


def test_a_claim_is_found_by_a_flag_on_it_on_its_project_or_on_its_platform() -> None:
    truth = [planted("Claim", 11, "I06", sure=True)]
    for flag in (raised("I06", 1, 11), raised("I06", 1, project=101), raised("I06", 1)):
        assert of("I06", judged(truth, [flag]))[0] == Share(1, 1)
    for flag in (raised("I06", 1, 12), raised("I06", 2), raised("A18", 1, 11)):
        assert of("I06", judged(truth, [flag]))[0] == Share(0, 1)


def test_a_platform_is_found_by_a_flag_on_anything_of_it() -> None:
    truth = [planted("Platform", 1, "P04")]
    for flag in (raised("P04", 1), raised("P04", 1, 13), raised("P04", 1, project=102)):
        assert of("P04", judged(truth, [flag]))[1] == Share(1, 1)
    assert of("P04", judged(truth, [raised("P04", 2)]))[1] == Share(0, 1)


def test_a_sure_flag_on_an_honest_claim_is_a_false_alarm_even_on_a_rotten_platform() -> None:
    truth = [planted("Claim", 11, "I06", sure=True), planted("Platform", 1, "P04")]
    made = judged(truth, [raised("I06", 1, 11), raised("I06", 1, 12)])
    assert made.false_alarms == 1
    assert of("I06", made)[2] == Share(1, 2)
    assert judged(truth, [raised("P04", 1, 12)]).false_alarms == 0


def test_two_findings_of_a_rule_on_a_claim_are_one_alarm() -> None:
    made = judged([planted("Claim", 11, "I06", sure=True)], [raised("I06", 2, 21), raised("I06", 2, 21)])
    assert made.false_alarms == 1


def test_a_platform_flag_is_right_where_its_code_was_planted_on_a_claim_and_not_where_another_was() -> None:
    truth = [planted("Claim", 11, "A18")]
    assert of("A18", judged(truth, [raised("A18", 1)]))[2] == Share(1, 1)
    assert of("P04", judged(truth, [raised("P04", 1)]))[2] == Share(0, 1)


def test_near_misses_are_no_fraud() -> None:
    truth = [planted("Claim", 21, "I06", fraud=False), planted("Claim", 11, "I06", sure=True)]
    made = judged(truth, [raised("I06", 1, 11), raised("I06", 2, 21)])
    assert (made.fraudulent, made.false_alarms) == (1, 1)
    assert next(one for one in made.codes if one.code == "I06").near == Share(1, 1)


def test_the_top_is_a_twentieth_of_all_claims_and_ties_are_shared_out() -> None:
    places = {number: (number, number) for number in range(1, 101)}
    truth = [Planted("s", True, "Claim", number, "A18", False) for number in (1, 2, 3)]

    def flag(claim: int, severity: str) -> Raised:
        return Raised("A18", "statistical", severity, claim, claim, claim)

    flags = [flag(1, "critical"), flag(2, "critical"), *(flag(number, "low") for number in range(3, 9))]
    made = report(places, truth, flags, SURE, ())
    assert made.top.count == 5
    assert made.top.hits == 2  # of six that tie for three places one is right: half a hit
    few = report(places, truth, flags[:2], SURE, ())
    assert few.top == Share(2, 2)


def test_the_bars_say_what_fails() -> None:
    truth = [planted("Claim", 11, "I06", sure=True), planted("Claim", 21, "A18")]
    good = judged(truth, [raised("I06", 1, 11), raised("A18", 2, 21)])
    assert good.failures == []
    bad = judged(truth, [raised("I06", 2, 22), raised("A18", 2, 22)])
    assert len(bad.failures) == 4
    assert all(" | " in one for one in bad.failures)


def test_the_random_stratum_tells_what_the_flags_miss() -> None:
    truth = [planted("Claim", 11, "I06", sure=True), planted("Claim", 21, "A18")]
    made = judged(truth, [raised("I06", 1, 11)], drawn=(11, 12, 21))
    assert made.drawn == Share(2, 3)
    assert made.drawn_unflagged == Share(1, 2)
    assert made.unflagged == Share(1, 4)


async def test_where_nothing_was_planted_there_is_nothing_to_say(fresh_database: Database) -> None:
    assert await evaluate(fresh_database.owner_url) is None


async def test_it_reads_as_the_owner_only(fresh_demo_database: Database) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await evaluate(fresh_demo_database.app_url)
    made = await evaluate(fresh_demo_database.owner_url)
    assert made is not None
    assert made.claims > 3_000
    assert made.false_alarms == 0
    assert set(made.as_json()) >= {"claims", "codes", "sure", "unsure", "top", "false_alarms", "failures"}
