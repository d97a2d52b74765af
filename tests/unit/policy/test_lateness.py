"""What is late: not on the last day in time, but on the next."""

from datetime import date, timedelta

import pytest

from api.policy.lateness import BY_DUE, RULES, Due, Waiting, concerning, late
from db.enums import Role

SINCE = date(2023, 5, 8)


def waiting(due: Due, number: int = 1, since: date = SINCE) -> Waiting:
    return Waiting(due, "Project", number, since, "320000", "样例")


@pytest.mark.parametrize("due", list(Due))
def test_every_thing_that_can_be_late_has_a_rule_with_a_clause_and_somebody_to_act(due: Due) -> None:
    rule = BY_DUE[due]
    assert rule.clause
    assert rule.who
    last = SINCE + timedelta(days=rule.days)
    assert late([waiting(due)], last) == []
    [found] = late([waiting(due)], last + timedelta(days=1))
    assert (found.due_on, found.days) == (last, 1)


def test_no_rule_stands_twice() -> None:
    assert len(RULES) == len(BY_DUE) == len(Due)


def test_the_longest_comes_first() -> None:
    found = late(
        [waiting(Due.FINDING, 1), waiting(Due.FINDING, 2, SINCE - timedelta(days=9))], SINCE + timedelta(3)
    )
    assert [(one.waiting.subject_id, one.days) for one in found] == [(2, 12), (1, 3)]


def test_a_role_is_told_what_it_must_act_upon() -> None:
    found = [Due.CONTRACT, Due.RECOVERY]
    assert concerning(found, frozenset({Role.FINANCE_OFFICER})) == [Due.RECOVERY]
    assert concerning(found, frozenset({Role.LEADER})) == []
