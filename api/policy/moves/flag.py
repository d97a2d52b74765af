"""The life of a red flag (S1)."""

from api.policy.move import Move, step
from db.enums import FlagState, Role

MOVES: tuple[Move, ...] = (
    step("Flag", "raise", "发现 | Raise", (), FlagState.OPEN, (Role.SUPERVISOR, Role.ADMINISTRATOR)),
    step("Flag", "dismiss", "排除 | Dismiss", FlagState.OPEN, FlagState.DISMISSED, Role.SUPERVISOR),
    step(
        "Flag",
        "open_case",
        "立案 | Take into a case",
        FlagState.OPEN,
        FlagState.IN_CASE,
        Role.SUPERVISOR,
        "S1",
    ),
)
