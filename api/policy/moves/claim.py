"""The life of a claim (F1–F6)."""

from api.policy.move import Move, step
from db.enums import ClaimState, DutyKind, Role

_LIVE = (ClaimState.SUBMITTED, ClaimState.CHECKED, ClaimState.APPROVED)

MOVES: tuple[Move, ...] = (
    step(
        "Claim",
        "submit",
        "提交 | Submit",
        (),
        ClaimState.SUBMITTED,
        (Role.PLATFORM_OPERATOR, Role.PROVINCIAL_SME_OFFICER),
        "F1",
        duty=DutyKind.SUBMIT,
    ),
    step(
        "Claim",
        "check",
        "审核 | Check",
        ClaimState.SUBMITTED,
        ClaimState.CHECKED,
        Role.PROVINCIAL_FINANCE_OFFICER,
        "A1",
        ("submit",),
        duty=DutyKind.REVIEW,
    ),
    step(
        "Claim",
        "approve",
        "核准 | Approve",
        ClaimState.CHECKED,
        ClaimState.APPROVED,
        Role.FINANCE_OFFICER,
        "F6",
        ("submit", "check"),
        duty=DutyKind.SETTLE,
    ),
    step(
        "Claim",
        "reject",
        "驳回 | Reject",
        (ClaimState.SUBMITTED, ClaimState.CHECKED, ClaimState.HELD),
        ClaimState.REJECTED,
        (Role.PROVINCIAL_FINANCE_OFFICER, Role.FINANCE_OFFICER),
        "F6",
    ),
    step(
        "Claim",
        "withdraw",
        "撤回 | Withdraw",
        (ClaimState.SUBMITTED, ClaimState.CHECKED),
        ClaimState.WITHDRAWN,
        (Role.PLATFORM_OPERATOR, Role.PROVINCIAL_SME_OFFICER),
        "F1",
    ),
    step("Claim", "hold", "暂缓 | Hold", _LIVE, ClaimState.HELD, Role.SUPERVISOR, "S1"),
    step(
        "Claim", "release", "解除暂缓 | Release", ClaimState.HELD, ClaimState.CHECKED, Role.SUPERVISOR, "S1"
    ),
    step(
        "Claim",
        "settle",
        "清算 | Settle",
        ClaimState.APPROVED,
        ClaimState.SETTLED,
        Role.FINANCE_OFFICER,
        "F6",
        duty=DutyKind.SETTLE,
    ),
    # What was held becomes what it was, and what a revoked decision rejected as well.
    *(
        step(
            "Claim",
            f"{action}_{state}",
            f"{zh}，恢复为{name_zh} | {en} as {name_en}",
            source,
            state,
            role,
            "S1",
        )
        for action, zh, en, source, role in (
            ("release", "解除暂缓", "Release", ClaimState.HELD, Role.SUPERVISOR),
            ("reinstate", "撤销驳回", "Reinstate", ClaimState.REJECTED, Role.FINANCE_OFFICER),
        )
        for state, name_zh, name_en in (
            (ClaimState.SUBMITTED, "已提交", "submitted"),
            (ClaimState.CHECKED, "已审核", "checked"),
            (ClaimState.APPROVED, "已核准", "approved"),
        )
    ),
)
