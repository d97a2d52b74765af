"""Every action is a step of the workflow, and no two are called the same."""

from collections import Counter

import pytest

from api.actions.action import Action
from api.actions.registry import ACTIONS
from api.graphql.deeds import deed_name, deeds
from api.policy.workflow import MOVES
from db.catalog import catalog


def test_no_two_steps_nor_actions_have_one_name() -> None:
    for names in (
        Counter((move.noun, move.action) for move in MOVES),
        Counter(deed_name(action) for action in ACTIONS),
    ):
        assert [name for name, count in names.items() if count > 1] == []
    assert len(deeds()) == 2 * len(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS, ids=deed_name)
def test_an_action_is_a_step_upon_a_table_with_fields_of_one_name_each(action: Action) -> None:
    assert action.move.noun == action.noun
    assert action.entity in catalog()
    assert len({field.name for field in action.fields}) == len(action.fields)
    assert not {"id", "version"} & {field.name for field in action.fields}


def test_only_these_make_a_row_out_of_nothing() -> None:
    """A step upon a row that is open in every state says so by ``on``: it would be asked for without its row."""
    found = {(action.noun, action.name) for action in ACTIONS if action.makes and not action.on}
    assert found == {
        ("Plan", "create"),
        ("AcceptanceStandard", "adopt"),
        ("User", "create"),
        ("SecondStepRule", "require"),
        ("Interest", "declare"),
        ("Limit", "change"),
        ("Scan", "ask"),
        ("Draw", "draw"),
    }
