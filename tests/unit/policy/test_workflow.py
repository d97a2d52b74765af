"""The workflow table: no way around a duty, no dead end, no word unheard of."""

from collections import defaultdict

import pytest

from api.policy.workflow import MOVES, Move, actions, next_state
from db.catalog import catalog
from db.enums import CaseState, ClaimState, PlanState, ProjectState, Role, Word
from db.resource import both

#: What people only ask for: the machinery takes it on.
ASKED = {"Scan"}
#: The words of each noun that has states, as its model declares them.
STATES: dict[str, type[Word]] = {
    name: kind
    for name in {move.noun for move in MOVES} - ASKED
    if "state" in catalog()[name].fields and (kind := catalog()[name].fields["state"].words)
}
#: What no role may do: an enterprise answers by the link it was sent.
BY_NOBODY = {("Survey", "answer"), ("Tip", "receive"), ("Tip", "match")}


@pytest.mark.parametrize(
    "noun, action, state, role, expected",
    [
        ("Plan", "submit", PlanState.DRAFT, Role.PROVINCIAL_SME_OFFICER, PlanState.SUBMITTED),
        ("Plan", "submit", PlanState.RETURNED, Role.PROVINCIAL_SME_OFFICER, PlanState.SUBMITTED),
        ("Plan", "submit", PlanState.DRAFT, Role.PROVINCIAL_FINANCE_OFFICER, None),
        ("Plan", "sign_finance", PlanState.DRAFT, Role.PROVINCIAL_FINANCE_OFFICER, PlanState.DRAFT),
        ("Plan", "approve", PlanState.DRAFT, Role.PROGRAMME_OFFICER, None),
        ("Plan", "approve", PlanState.SUBMITTED, Role.ADMINISTRATOR, None),
        ("Project", "accept", ProjectState.DELIVERED, Role.EXPERT, ProjectState.PASSED),
        ("Project", "accept", ProjectState.TRANSFORMING, Role.EXPERT, None),
        ("Project", "accept", ProjectState.DELIVERED, Role.PLATFORM_OPERATOR, None),
        ("Project", "deliver", ProjectState.RECTIFYING, Role.PLATFORM_OPERATOR, ProjectState.DELIVERED),
        ("Project", "withdraw", ProjectState.PASSED, Role.PROVINCIAL_SME_OFFICER, None),
        ("Claim", "approve", ClaimState.HELD, Role.FINANCE_OFFICER, None),
        ("Claim", "settle", ClaimState.APPROVED, Role.FINANCE_OFFICER, ClaimState.SETTLED),
        ("Case", "decide", CaseState.REVIEWED, Role.FINANCE_OFFICER, CaseState.DECIDED),
        ("Case", "decide", CaseState.NOTIFIED, Role.FINANCE_OFFICER, None),  # nobody is decided upon unheard
        ("Case", "decide", CaseState.REVIEWED, Role.SUPERVISOR, None),
        ("Case", "close", CaseState.INVESTIGATING, Role.SUPERVISOR, CaseState.CLOSED),
        ("Nothing", "submit", PlanState.DRAFT, Role.ADMINISTRATOR, None),
    ],
)
def test_a_step(noun: str, action: str, state: Word, role: Role, expected: Word | None) -> None:
    assert next_state(noun, action, state, {role}) == expected


def test_every_state_can_be_reached_and_every_row_begins_somewhere() -> None:
    reached: dict[str, set[Word]] = defaultdict(set)
    for move in MOVES:
        if move.target:
            reached[move.noun].add(move.target)
    for noun, states in STATES.items():
        assert reached[noun] == set(states), noun


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.noun}.{move.action}")
def test_a_move_is_said_in_both_languages_and_uses_its_noun_s_words(move: Move) -> None:
    assert all(both(move.label))
    words = STATES.get(move.noun)
    if words is None:
        assert not move.sources
        assert move.target is None
    else:
        assert all(isinstance(state, words) for state in move.sources)
        assert move.target is None or isinstance(move.target, words)
    assert bool(move.roles) == ((move.noun, move.action) not in BY_NOBODY)
    assert move.not_after <= {other.action for other in MOVES if other.noun == move.noun}


def test_whoever_submits_cannot_accept_and_whoever_investigates_cannot_decide() -> None:
    by_name = {(move.noun, move.action): move for move in MOVES}
    assert "deliver" in by_name["Project", "accept"].not_after
    assert "submit" in by_name["Claim", "check"].not_after
    assert "submit" in by_name["Claim", "approve"].not_after
    assert "investigate" in by_name["Case", "decide"].not_after
    for before, after in (("deliver", "accept"),):
        assert not by_name["Project", before].roles & by_name["Project", after].roles
    assert not by_name["Case", "investigate"].roles & by_name["Case", "decide"].roles


def test_leaders_analysts_and_auditors_move_no_money_and_no_project() -> None:
    for state in ProjectState:
        assert actions("Project", state, {Role.LEADER, Role.ANALYST, Role.AUDITOR}) == ()
    for claim_state in ClaimState:
        assert actions("Claim", claim_state, {Role.LEADER, Role.ANALYST, Role.AUDITOR}) == ()


def test_the_buttons_of_an_expert_on_a_delivered_project() -> None:
    assert [move.action for move in actions("Project", ProjectState.DELIVERED, {Role.EXPERT})] == [
        "accept",
        "rectify",
        "fail",
    ]
