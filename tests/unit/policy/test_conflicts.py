"""Who may not decide on what."""

from datetime import date

import pytest

from api.policy.conflicts import EXCLUDES, Tie, counts, excluded, other_duty, tied
from db.enums import DutyKind, InterestKind, Role

ADVISED = Tie(7, InterestKind.ADVISER, date(2022, 6, 30))


@pytest.mark.parametrize(
    "tie, on, still",
    [
        (Tie(7), date(2099, 1, 1), True),  # the account's own organization
        (Tie(7, InterestKind.OWNER), date(2099, 1, 1), True),
        (ADVISED, date(2022, 6, 1), True),
        (ADVISED, date(2025, 6, 30), True),
        (ADVISED, date(2025, 7, 1), False),
        (Tie(7, InterestKind.EMPLOYED, date(2024, 2, 29)), date(2027, 2, 28), True),
        (Tie(7, InterestKind.EMPLOYED, date(2024, 2, 29)), date(2027, 3, 1), False),
    ],
)
def test_a_tie_counts_while_it_lasts_and_for_three_years_after(tie: Tie, on: date, still: bool) -> None:
    assert counts(tie, on) is still


def test_only_a_tie_to_one_of_the_parties_counts() -> None:
    assert tied([Tie(3), ADVISED], {7, 8}, date(2023, 1, 1)) == ADVISED
    assert tied([Tie(3), ADVISED], {8}, date(2023, 1, 1)) is None
    assert tied([], {7}, date(2023, 1, 1)) is None


def test_the_same_duty_again_is_no_conflict() -> None:
    assert other_duty([DutyKind.SUBMIT], DutyKind.SUBMIT) is None
    assert other_duty([], DutyKind.SETTLE) is None
    assert other_duty([DutyKind.SUBMIT], DutyKind.ACCEPT) is DutyKind.SUBMIT


def test_an_operator_holds_no_other_role() -> None:
    for role in set(Role) - {Role.PLATFORM_OPERATOR}:
        assert excluded([role], Role.PLATFORM_OPERATOR) is role
        assert excluded([Role.PLATFORM_OPERATOR], role) is Role.PLATFORM_OPERATOR


@pytest.mark.parametrize(
    "held, wanted",
    [
        (Role.SUPERVISOR, Role.FINANCE_OFFICER),
        (Role.PROVINCIAL_SME_OFFICER, Role.EXPERT),
        (Role.AUDITOR, Role.SUPERVISOR),
        (Role.ADMINISTRATOR, Role.FINANCE_OFFICER),
    ],
)
def test_who_acts_does_not_oversee(held: Role, wanted: Role) -> None:
    assert excluded([held], wanted) is held
    assert excluded([wanted], held) is wanted


def test_roles_that_go_together() -> None:
    assert excluded([Role.LEADER], Role.ANALYST) is None
    assert excluded([Role.PROVINCIAL_SME_OFFICER], Role.PROVINCIAL_FINANCE_OFFICER) is None
    assert excluded([], Role.AUDITOR) is None
    assert all(role not in others for role, others in EXCLUDES.items())
