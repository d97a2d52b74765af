"""What can be done about a survey by a button; links, which are told once, are mutations of their own (A2)."""

from api.actions.action import Action, stepping
from api.actions.field import WHY
from api.services import surveys

ACTIONS: tuple[Action, ...] = (Action("Survey", "withdraw", stepping(surveys.withdraw), (WHY,), danger=True),)
