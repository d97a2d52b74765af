"""Terms of the law in a case: each with its example, on weekends and holidays, and who is late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policy import clock
from api.policy.clock import Asked, CaseDates, Deadline, Pause, deadlines, nearest
from api.policy.working_days import after_working_days, before_working_days, is_working, months_after, rolled
from db.enums import Clock, Light, PauseReason

OPENED = date(2025, 3, 3)
days = st.dates(date(2022, 10, 1), date(2026, 6, 30))


def found(case: CaseDates, which: Clock, today: date = date(2025, 6, 1)) -> Deadline:
    [one] = [one for one in deadlines(case, today) if one.clock is which]
    return one


def test_a_make_up_saturday_counts_for_the_law_and_not_for_a_public_notice() -> None:
    sunday = date(2025, 9, 28)
    assert is_working(sunday, make_up=True)
    assert not is_working(sunday)
    assert not is_working(date(2025, 9, 27), make_up=True)
    assert after_working_days(date(2025, 9, 26), 5, make_up=True) == date(2025, 10, 10)
    assert after_working_days(date(2025, 9, 26), 5) == date(2025, 10, 13)


@pytest.mark.parametrize(
    ("day", "open_"),
    [("2026-02-14", True), ("2026-02-16", False), ("2026-02-24", True), ("2026-10-10", True)],
)
def test_the_holidays_of_2026_are_known(day: str, open_: bool) -> None:
    assert is_working(date.fromisoformat(day), make_up=True) is open_


def test_a_hearing_is_asked_for_within_five_working_days() -> None:
    assert clock.hearing_can_be_asked_until(date(2025, 3, 6)) == date(2025, 3, 13)  # a Thursday to a Thursday
    assert clock.hearing_can_be_asked_until(date(2025, 9, 29)) == date(
        2025, 10, 13
    )  # the 11th is a Saturday that is worked


def test_seven_working_days_lie_between_the_notice_of_a_hearing_and_the_hearing() -> None:
    assert clock.earliest_hearing(date(2025, 3, 3)) == date(2025, 3, 13)
    case = CaseDates(OPENED, notified_on=OPENED, hearing_asked_on=OPENED, hearing_on=date(2025, 3, 13))
    assert found(case, Clock.HEARING_NOTICE).due_on == OPENED


@given(days)
def test_the_last_day_for_a_notice_leaves_its_seven_working_days(day: date) -> None:
    hearing = clock.earliest_hearing(day)
    assert before_working_days(hearing, 7) >= day
    between = (day + timedelta(days=number) for number in range(1, (hearing - day).days))
    assert sum(is_working(one, make_up=True) for one in between) == 7


def test_a_decision_is_served_within_seven_working_days() -> None:
    assert clock.serve_by(date(2025, 4, 28)) == date(2025, 5, 12)  # the first five of May are free


def test_ninety_days_are_calendar_days_and_do_not_roll_over_a_holiday() -> None:
    assert clock.decide_by(date(2025, 7, 5), (), OPENED) == date(2025, 10, 3)
    assert not is_working(date(2025, 10, 3), make_up=True)


def test_what_pauses_the_ninety_days_counts_once() -> None:
    pauses = [
        Pause(date(2025, 3, 10), date(2025, 3, 19), PauseReason.APPRAISAL),
        Pause(date(2025, 3, 15), date(2025, 3, 24), PauseReason.HEARING),
    ]
    plain = OPENED + timedelta(days=90)
    assert clock.decide_by(OPENED, pauses, date(2025, 6, 1)) == plain + timedelta(days=15)
    late = [Pause(plain + timedelta(days=1), plain + timedelta(days=30), PauseReason.COURT)]
    assert clock.decide_by(OPENED, late, date(2025, 8, 1)) == plain


def test_a_pause_that_lasts_moves_the_term_day_by_day() -> None:
    pause = [Pause(date(2025, 3, 10), None, PauseReason.COURT)]
    first, second = (clock.decide_by(OPENED, pause, date(2025, 4, day)) for day in (1, 2))
    assert second - first == timedelta(days=1)


def test_a_person_s_last_day_is_never_a_holiday_yet_the_office_s_may_be() -> None:
    assert clock.pay_by(date(2025, 9, 18)) == date(2025, 10, 9)  # the 3rd of October is a holiday
    assert clock.pay_by(date(2025, 3, 3)) == date(2025, 3, 18)
    assert clock.reconsideration_until(date(2025, 3, 3)) == date(2025, 5, 6)  # the 2nd of May is one


@given(days)
def test_terms_of_the_parties_end_on_working_days(day: date) -> None:
    for last in (clock.pay_by(day), clock.reconsideration_until(day), clock.suit_until(day)):
        if last.year <= 2026:
            assert is_working(last, make_up=True)
        assert last == rolled(last)


def test_a_suit_is_open_for_six_months_or_fifteen_days_after_a_review() -> None:
    assert clock.suit_until(date(2025, 3, 3)) == date(2025, 9, 3)
    assert clock.suit_until(date(2025, 3, 3), date(2025, 5, 20)) == date(2025, 6, 4)
    assert months_after(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert months_after(date(2025, 11, 30), 1) == date(2025, 12, 30)
    assert months_after(date(2025, 12, 31), 2) == date(2026, 2, 28)


def test_what_is_found_two_years_after_its_end_is_barred_and_a_day_earlier_is_not() -> None:
    assert clock.limitation_ends(date(2023, 6, 20)) == date(2025, 6, 20)
    assert not clock.barred(date(2023, 6, 20), date(2025, 6, 20))
    assert clock.barred(date(2023, 6, 20), date(2025, 6, 21))
    assert not clock.barred(None, date(2030, 1, 1))  # it lasts on
    assert clock.limitation_ends(date(2024, 2, 29)) == date(2026, 2, 28)


def test_a_term_is_green_then_amber_then_red_and_what_was_met_stays_green() -> None:
    case = CaseDates(OPENED, decided_on=date(2025, 5, 6))
    served = found(case, Clock.SERVICE)
    assert (served.due_on, served.warn_on) == (date(2025, 5, 15), date(2025, 5, 12))
    assert [served.light(date(2025, 5, day)) for day in (8, 12, 15, 16)] == [
        Light.GREEN,
        Light.AMBER,
        Light.AMBER,
        Light.RED,
    ]
    late = Deadline(Clock.SERVICE, OPENED, date(2025, 5, 15), date(2025, 5, 12), date(2025, 5, 16))
    assert late.late
    assert late.light(date(2025, 5, 16)) is Light.RED
    assert (
        found(CaseDates(OPENED, decided_on=date(2025, 5, 6)), Clock.DECISION).light(date(2026, 1, 1))
        is Light.GREEN
    )


def test_the_nearest_term_is_the_office_s_own_before_those_of_the_parties() -> None:
    case = CaseDates(OPENED, notified_on=date(2025, 4, 1), asked=[Asked(OPENED, date(2025, 3, 10))])
    near = nearest(deadlines(case, date(2025, 4, 2)))
    assert near
    assert near.clock is Clock.DECISION
    served = CaseDates(
        OPENED, decided_on=date(2025, 4, 2), served_on=date(2025, 4, 3), heard_on=date(2025, 4, 1)
    )
    near = nearest(deadlines(served, date(2025, 4, 4)))
    assert near
    assert near.clock is Clock.RECONSIDERATION


def test_a_closed_case_has_no_term_left_but_those_of_the_parties_who_were_served() -> None:
    unfounded = CaseDates(OPENED, closed_on=date(2025, 4, 1), asked=[Asked(OPENED, date(2025, 3, 10))])
    assert nearest(deadlines(unfounded, date(2025, 4, 2))) is None


def test_published_and_revoked_is_withdrawn_within_three_working_days() -> None:
    revoked = date(2025, 4, 30)
    case = CaseDates(OPENED, decided_on=OPENED, served_on=OPENED, revoked_on=revoked, published=True)
    assert found(case, Clock.WITHDRAWAL).due_on == date(2025, 5, 8)
    silent = CaseDates(OPENED, decided_on=OPENED, served_on=OPENED, revoked_on=revoked)
    assert Clock.WITHDRAWAL not in {one.clock for one in deadlines(silent, revoked)}


def test_every_term_says_by_which_law() -> None:
    assert set(clock.LAW) == set(Clock)
