"""The life of an implementation plan (A1–A4)."""

from api.policy.move import ENTRY, Move, step
from db.enums import PlanState, Role

#: While a plan is being drawn up, or mended after it came back.
OPEN_PLAN = (PlanState.DRAFT, PlanState.RETURNED)

MOVES: tuple[Move, ...] = (
    step("Plan", "create", "编制方案 | Draft a plan", (), PlanState.DRAFT, ENTRY, "A1"),
    step("Plan", "amend", "修改基本信息 | Edit", OPEN_PLAN, None, ENTRY, "A1"),
    step(
        "Plan",
        "sign_sme",
        "中小企业主管部门签署 | Sign (SME)",
        OPEN_PLAN,
        None,
        Role.PROVINCIAL_SME_OFFICER,
        "A1",
        ("sign_finance",),
    ),
    step(
        "Plan",
        "sign_finance",
        "财政部门签署 | Sign (finance)",
        OPEN_PLAN,
        None,
        Role.PROVINCIAL_FINANCE_OFFICER,
        "A1",
        ("sign_sme",),
    ),
    step(
        "Plan",
        "unsign_sme",
        "撤回中小企业主管部门签署 | Withdraw the signature (SME)",
        OPEN_PLAN,
        None,
        Role.PROVINCIAL_SME_OFFICER,
        "A1",
    ),
    step(
        "Plan",
        "unsign_finance",
        "撤回财政部门签署 | Withdraw the signature (finance)",
        OPEN_PLAN,
        None,
        Role.PROVINCIAL_FINANCE_OFFICER,
        "A1",
    ),
    step(
        "Plan",
        "submit",
        "上报 | Submit",
        OPEN_PLAN,
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
        ("create", "amend", "sign_sme", "sign_finance", "submit"),
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
    step("PlanIndustry", "name", "列入细分行业 | Name an industry", (), None, ENTRY, "P1"),
    step("PlanIndustry", "amend", "填写行业情况 | Describe", (), None, ENTRY, "P4"),
    step("PlanIndustry", "drop", "删去行业 | Take out", (), None, ENTRY, "P1"),
    step("PlanRemark", "make", "提出意见 | Remark", (), None, Role.PROGRAMME_OFFICER, "A1"),
    step("PlanRemark", "answer", "答复意见 | Answer", (), None, Role.PROVINCIAL_SME_OFFICER, "A1"),
)
