"""The life of a settlement (F3, F5, F6, F7): one finance officer proposes, another approves."""

from api.policy.move import Move, step
from db.enums import DutyKind, Role, SettlementState

_OFFICER = Role.FINANCE_OFFICER

MOVES: tuple[Move, ...] = (
    step(
        "Settlement",
        "propose",
        "提出核定 | Propose a settlement",
        (),
        SettlementState.PROPOSED,
        _OFFICER,
        "F6",
        duty=DutyKind.SETTLE,
    ),
    step(
        "Settlement",
        "approve",
        "批准核定 | Approve the settlement",
        SettlementState.PROPOSED,
        SettlementState.APPROVED,
        _OFFICER,
        "F6",
        ("propose",),
        duty=DutyKind.SETTLE,
    ),
    step(
        "Settlement",
        "reject",
        "退回核定 | Reject the settlement",
        SettlementState.PROPOSED,
        SettlementState.REJECTED,
        _OFFICER,
        "F6",
    ),
    step(
        "Settlement",
        "supersede",
        "被新核定取代 | Supersede",
        SettlementState.APPROVED,
        SettlementState.SUPERSEDED,
        _OFFICER,
        "S1",
    ),
    # What follows from a decision that was served was proposed by who investigated and approved by who decided.
    step(
        "Settlement",
        "enforce",
        "依处理决定核定 | Settle by a decision",
        (),
        SettlementState.APPROVED,
        _OFFICER,
        "S1",
    ),
    step(
        "Settlement",
        "void",
        "因处理决定退回 | Void by a decision",
        SettlementState.PROPOSED,
        SettlementState.REJECTED,
        _OFFICER,
        "S1",
    ),
    step(
        "Settlement",
        "revoke",
        "随决定撤销 | Revoke with its decision",
        SettlementState.APPROVED,
        SettlementState.REVOKED,
        _OFFICER,
        "S1",
    ),
    step(
        "Settlement",
        "reinstate",
        "恢复原核定 | Reinstate",
        SettlementState.SUPERSEDED,
        SettlementState.APPROVED,
        _OFFICER,
        "S1",
    ),
    step("Extension", "grant", "批准延期 | Grant more time", (), None, Role.PROGRAMME_OFFICER, "F5"),
)
