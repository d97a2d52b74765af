"""The life of an implementation plan (A1–A4)."""

from api.policy.move import ENTRY, Move, step
from db.enums import PlanState, Role

MOVES: tuple[Move, ...] = (
    step("Plan", "create", "编制 | Draft", (), PlanState.DRAFT, ENTRY, "A1"),
    step(
        "Plan",
        "sign_sme",
        "中小企业主管部门签署 | Sign (SME)",
        (PlanState.DRAFT, PlanState.RETURNED),
        None,
        Role.PROVINCIAL_SME_OFFICER,
        "A1",
    ),
    step(
        "Plan",
        "sign_finance",
        "财政部门签署 | Sign (finance)",
        (PlanState.DRAFT, PlanState.RETURNED),
        None,
        Role.PROVINCIAL_FINANCE_OFFICER,
        "A1",
    ),
    step(
        "Plan",
        "submit",
        "上报 | Submit",
        (PlanState.DRAFT, PlanState.RETURNED),
        PlanState.SUBMITTED,
        Role.PROVINCIAL_SME_OFFICER,
        "A1",
    ),
    step(
        "Plan",
        "return",
        "退回 | Return",
        PlanState.SUBMITTED,
        PlanState.RETURNED,
        Role.PROGRAMME_OFFICER,
        "A1",
    ),
    step(
        "Plan",
        "approve",
        "批复 | Approve",
        PlanState.SUBMITTED,
        PlanState.APPROVED,
        Role.PROGRAMME_OFFICER,
        "A1",
        ("create", "submit"),
    ),
    step(
        "Plan",
        "implement",
        "启动实施 | Start",
        PlanState.APPROVED,
        PlanState.IMPLEMENTING,
        Role.PROVINCIAL_SME_OFFICER,
        "A2",
    ),
    step(
        "Plan",
        "self_evaluate",
        "自评 | Self-evaluate",
        PlanState.IMPLEMENTING,
        PlanState.SELF_EVALUATED,
        Role.PROVINCIAL_SME_OFFICER,
        "A3",
    ),
    step(
        "Plan",
        "evaluate",
        "评价 | Evaluate",
        PlanState.SELF_EVALUATED,
        PlanState.EVALUATED,
        Role.PROGRAMME_OFFICER,
        "A3",
    ),
    step(
        "Plan", "settle", "清算 | Settle", PlanState.EVALUATED, PlanState.SETTLED, Role.FINANCE_OFFICER, "F6"
    ),
    step("Plan", "close", "办结 | Close", PlanState.SETTLED, PlanState.CLOSED, Role.PROGRAMME_OFFICER, "A4"),
)
