"""All actions, in the order in which their buttons stand."""

from api.actions import calls, plan_entries, plans
from api.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    *plans.ACTIONS,
    *calls.ACTIONS,
    *plan_entries.ACTIONS,
)
