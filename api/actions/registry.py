"""All actions, in the order in which their buttons stand."""

from api.actions import acceptance, assessments, calls, plan_entries, plans, projects
from api.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    *plans.ACTIONS,
    *calls.ACTIONS,
    *plan_entries.ACTIONS,
    *projects.ACTIONS,
    *assessments.ACTIONS,
    *acceptance.ACTIONS,
)
