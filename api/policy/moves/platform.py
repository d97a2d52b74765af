"""The life of a service platform (P6, P7, F6, S1)."""

from api.policy.move import ENTRY, Move, step
from db.enums import DutyKind, PlatformState, Role

MOVES: tuple[Move, ...] = (
    step("Platform", "appoint", "遴选 | Appoint", (), PlatformState.APPOINTED, ENTRY, "P6"),
    step("Platform", "amend", "填写平台情况 | Describe", PlatformState.APPOINTED, None, ENTRY, "P8"),
    step("Platform", "revert", "撤回变更 | Take a change back", PlatformState.APPOINTED, None, ENTRY, "P8"),
    step("Platform", "drop", "删去平台 | Take out", PlatformState.APPOINTED, None, ENTRY, "P6"),
    step("Platform", "replan", "调整家数 | Replan", PlatformState.APPOINTED, None, ENTRY, "P7"),
    step(
        "Platform",
        "settle",
        "核定 | Settle",
        (PlatformState.APPOINTED, PlatformState.SETTLED),
        PlatformState.SETTLED,
        Role.FINANCE_OFFICER,
        "F6",
        duty=DutyKind.SETTLE,
    ),
    step(
        "Platform",
        "disqualify",
        "取消资格 | Disqualify",
        (PlatformState.APPOINTED, PlatformState.SETTLED),
        PlatformState.DISQUALIFIED,
        Role.FINANCE_OFFICER,
        "S1",
    ),
    step(
        "Platform",
        "deduct",
        "依处理决定调整 | Change by a decision",
        (PlatformState.APPOINTED, PlatformState.SETTLED, PlatformState.DISQUALIFIED),
        None,
        Role.FINANCE_OFFICER,
        "S1",
    ),
    step(
        "Platform",
        "reappoint",
        "恢复资格 | Restore",
        PlatformState.DISQUALIFIED,
        PlatformState.APPOINTED,
        Role.FINANCE_OFFICER,
        "S1",
    ),
    step(
        "Platform",
        "restore",
        "恢复资格与核定 | Restore with its award",
        PlatformState.DISQUALIFIED,
        PlatformState.SETTLED,
        Role.FINANCE_OFFICER,
        "S1",
    ),
)
