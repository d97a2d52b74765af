"""The life of a red flag (S1)."""

from api.policy.move import Move, step
from db.enums import FlagState, Role

_RAISERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)

MOVES: tuple[Move, ...] = (
    step("Flag", "raise", "发现 | Raise", (), FlagState.OPEN, _RAISERS),
    step("Flag", "try_out", "试运行发现 | Raise on trial", (), FlagState.SHADOW, _RAISERS),
    step(
        "Flag",
        "lapse",
        "消除 | Lapse",
        (FlagState.OPEN, FlagState.SHADOW),
        FlagState.LAPSED,
        _RAISERS,
    ),
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
    step(
        "Flag",
        "take_out",
        "移出案件 | Take out of its case",
        FlagState.IN_CASE,
        FlagState.OPEN,
        (Role.SUPERVISOR, Role.FINANCE_OFFICER),
        "S1",
    ),
)
