"""The forecast: what must hold of any history, and what it says of a few that one can follow by hand."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.policy.forecast.backtest import coverage, outcomes
from api.policy.forecast.counts import at_least, interval
from api.policy.forecast.foresight import Foresight, month_end
from api.policy.forecast.history import History, Step
from api.policy.forecast.outlook import Forecast, Range, Reached
from api.policy.forecast.words import told

START = date(2023, 1, 1)
ENDS = date(2023, 12, 31)
ON = date(2023, 8, 17)
_NEXT = {
    "listed": ("contracted", "contracted", "withdrawn"),
    "contracted": ("transforming",),
    "transforming": ("delivered", "delivered", "delivered", "withdrawn"),
    "delivered": ("passed", "passed", "rectifying", "failed"),
    "rectifying": ("delivered", "failed"),
}


@st.composite
def lives(draw: st.DrawFn) -> list[Step]:
    """Up to forty projects of three units on their way, in a batch that is over by the end or one of the year after."""
    steps: list[Step] = []
    for project in range(draw(st.integers(0, 40))):
        unit, ends = draw(st.sampled_from("ABC")), draw(st.sampled_from((ENDS, date(2024, 12, 31))))
        state, day = "listed", START + timedelta(days=draw(st.integers(0, 90)))
        steps.append(Step(project, unit, ends, day, state))
        while state in _NEXT:
            day += timedelta(days=draw(st.integers(0, 120)))
            state = draw(st.sampled_from(_NEXT[state]))
            steps.append(Step(project, unit, ends, day, state))
    return steps


_QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_QUICK
@given(lives())
def test_it_grows_contains_its_median_and_never_exceeds_those_under_way(steps: list[Step]) -> None:
    outlook = Foresight(History.of(steps)).outlook(ON)
    for units in (None, ["A"], ["B", "C"]):
        made = outlook.of(units)
        before = Range(made.passed, made.passed, made.passed, made.passed)
        for day, month in made.months:
            assert day == month_end(day) > ON
            assert made.passed <= month.low <= month.middle <= month.high <= made.passed + made.under_way
            assert made.passed <= month.expected <= made.passed + made.under_way + 1e-9
            assert month.expected >= before.expected - 1e-9
            assert (month.low, month.middle, month.high) >= (before.low, before.middle, before.high)
            before = month


@_QUICK
@given(lives())
def test_nothing_from_after_the_day_leaks_in(steps: list[Step]) -> None:
    known = [step for step in steps if step.on <= ON]
    whole, cut = (Foresight(History.of(one)).outlook(ON) for one in (steps, known))
    # Units that came later are known by name and have nothing.
    assert {unit: whole.of([unit]) for unit in cut.units} == {unit: cut.of([unit]) for unit in cut.units}
    assert whole.of() == cut.of()
    assert whole.spread == cut.spread


@_QUICK
@given(lives())
def test_units_and_batches_add_up_to_the_whole(steps: list[Step]) -> None:
    outlook = Foresight(History.of(steps)).outlook(ON)
    whole = outlook.of()
    for parts in (
        [outlook.of([unit]) for unit in outlook.units],
        [outlook.of(batch=day) for day in (ENDS, date(2024, 12, 31))],
    ):
        assert sum(part.passed for part in parts) == whole.passed
        assert sum(part.under_way for part in parts) == whole.under_way
        assert sum(part.end.expected for part in parts) == pytest.approx(whole.end.expected)


@_QUICK
@given(lives(), st.integers(1, 50))
def test_a_goal_is_reached_early_middle_and_late_in_this_order(steps: list[Step], goal: int) -> None:
    outlook = Foresight(History.of(steps)).outlook(ON)
    made = outlook.of()
    reached = outlook.reached(made, goal)
    far = date.max
    assert (reached.low or far) <= (reached.middle or far) <= (reached.high or far)
    assert 0 <= reached.chance <= 1
    assert (reached.middle is not None) == (made.end.middle >= goal)
    if reached.high is not None and made.passed < goal:
        assert reached.chance >= 0.8
    if goal > made.passed + made.under_way:
        assert reached == Reached(None, None, None, 0.0)


@given(st.integers(0, 60), st.floats(0, 1), st.floats(0, 0.9))
def test_an_interval_holds_what_it_promises(tries: int, chance: float, kinship: float) -> None:
    low, middle, high = interval(tries, chance, kinship, 0.8)
    assert 0 <= low <= middle <= high <= tries
    inside = at_least(low, tries, chance, kinship) - at_least(high + 1, tries, chance, kinship)
    assert inside >= 0.8 - 1e-9
    assert at_least(middle + 1, tries, chance, kinship) <= 0.5 + 1e-9


def test_without_kinship_counts_are_binomial_and_with_it_they_spread() -> None:
    assert at_least(5, 5, 0.5, 0) == pytest.approx(1 / 32, rel=1e-3)
    assert at_least(1, 10, 0.1, 0) == pytest.approx(1 - 0.9**10, rel=1e-3)
    alone, together = (interval(100, 0.5, kinship, 0.8) for kinship in (0.0, 0.2))
    assert alone == (44, 50, 56)
    assert together[0] < alone[0]
    assert together[2] > alone[2]


def _steady(units: int = 12, each: int = 20, years: int = 3) -> list[Step]:
    """Batches that go alike: contracts in January, start in February, delivery from May to August, passed a month on."""
    steps = []
    for year in range(2021, 2021 + years):
        ends = date(year, 12, 31)
        for place in range(units * each):
            project, unit = (year - 2021) * 10_000 + place, f"U{place // each:02}"
            days = [0, 20 + place % 11, 35 + place % 11, 120 + (place * 37) % 120, 150 + (place * 37) % 120]
            last = "failed" if place % 10 == 0 else "passed"
            states = ("listed", "contracted", "transforming", "delivered", last)
            steps += [
                Step(project, unit, ends, date(year, 1, 2) + timedelta(days=day), state)
                for day, state in zip(days, states, strict=True)
            ]
    return steps


def test_what_went_alike_twice_is_expected_a_third_time() -> None:
    made = Foresight(History.of(_steady())).outlook(date(2023, 4, 30)).of()
    truth = 2 * 216 + 216
    assert made.passed == 2 * 216
    assert made.under_way == 240
    assert made.end.expected == pytest.approx(truth, abs=10)
    by_july = dict(made.months)[date(2023, 7, 31)]
    came = 432 + sum(
        step.state == "passed" and date(2023, 4, 30) < step.on <= date(2023, 7, 31) for step in _steady()
    )
    assert by_july.low <= came <= by_july.high


def test_a_record_leaves_out_what_was_certain() -> None:
    found = list(outcomes(Foresight(History.of(_steady())), date(2023, 12, 31)))
    assert all(one.low < one.high for one in found)
    assert {one.months for one in found} == {3, 6, 9, 12}
    assert all(one.day <= date(2023, 12, 31) for one in found)
    held = coverage(found)
    assert held.count == len(found)
    assert held.share is not None
    assert held.share > 0.5
    assert coverage([]).share is None


def test_without_a_project_there_is_nothing_to_expect() -> None:
    foresight = Foresight(History.of([]))
    made = foresight.outlook(ON).of()
    assert (made.passed, made.under_way, made.end.high) == (0, 0, 0)
    assert list(outcomes(foresight, ON)) == []


def test_a_first_batch_is_foreseen_from_the_year_it_has_and_widely() -> None:
    listed = [Step(number, "A", ENDS, START, "listed") for number in range(100)]
    made = Foresight(History.of(listed)).outlook(START).of()
    end = dict(made.months)[date(2023, 12, 31)]
    assert 40 < end.expected < 100
    assert end.high - end.low >= 10


_END = date(2026, 3, 31)


def _forecast(passed: int, under_way: int, low: int, middle: int, high: int) -> Forecast:
    return Forecast(date(2025, 9, 30), passed, under_way, ((_END, Range(middle, low, middle, high)),))


@pytest.mark.parametrize(
    "forecast, goal, reached, chinese, english",
    [
        (
            _forecast(3657, 826, 4300, 4392, 4449),
            4000,
            Reached(date(2025, 11, 30), date(2025, 11, 30), date(2025, 12, 31), 0.9999),
            "预计2025年11月底达到4,000家（80%可能在2025年11月底至2025年12月底之间）；"
            "到2026年3月底预计4,392家（80%可能在4,300至4,449家之间）。",
            "4,000 are expected by the end of November 2025 (80% interval: November 2025 to December 2025);"
            " by the end of March 2026 4,392 are expected (80% interval 4,300 to 4,449).",
        ),
        (
            _forecast(100, 50, 120, 130, 140),
            200,
            Reached(None, None, None, 0.0),
            "照此进度难以达到200家（可能性<1%）：到2026年3月底预计130家（80%可能在120至140家之间）。",
            "At this pace 200 will hardly be reached (chance <1%): by the end of March 2026 130 are expected"
            " (80% interval 120 to 140).",
        ),
        (
            _forecast(100, 50, 120, 130, 140),
            125,
            Reached(_END, _END, None, 0.7),
            "预计2026年3月底达到125家，最早2026年3月底，但不确定（可能性70%）；"
            "到2026年3月底预计130家（80%可能在120至140家之间）。",
            "125 are expected by the end of March 2026, at the earliest by that of March 2026,"
            " but that is not certain (chance 70%); by the end of March 2026 130 are expected"
            " (80% interval 120 to 140).",
        ),
        (_forecast(90, 0, 90, 90, 90), 80, None, "没有在办项目，已通过90家，目标80家已达到。", None),
        (
            _forecast(70, 0, 70, 70, 70),
            80,
            None,
            None,
            "No project is under way; 70 have passed, 10 fewer than the goal of 80.",
        ),
        (_forecast(90, 10, 95, 98, 100), 80, Reached(_END, _END, _END, 1.0), "已达到80家的目标；", None),
    ],
)
def test_it_says_in_words_whether_and_when(
    forecast: Forecast, goal: int, reached: Reached | None, chinese: str | None, english: str | None
) -> None:
    zh, en = told(forecast, goal, reached)
    assert chinese is None or zh.startswith(chinese)
    assert english is None or en == english


def test_a_mean_is_a_number() -> None:
    made = Foresight(History.of(_steady(2, 3))).outlook(date(2023, 4, 30)).of()
    assert all(math.isfinite(month.expected) for _, month in made.months)
