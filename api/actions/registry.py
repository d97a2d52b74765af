"""All actions, in the order in which their buttons stand."""

from collections.abc import Mapping

from api.actions import calls, plan_entries, plans
from api.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    *plans.ACTIONS,
    *calls.ACTIONS,
    *plan_entries.ACTIONS,
)

BY_NAME: Mapping[tuple[str, str], Action] = {(action.noun, action.name): action for action in ACTIONS}
