"""Visits, what they find, and surveys of satisfaction (A2)."""

from api.policy.move import Move, step
from db.enums import FindingState, Role, SurveyState, VisitState

#: Who goes and looks; the notice encourages teams of experts.
VISITORS = (
    Role.PROVINCIAL_SME_OFFICER,
    Role.PROVINCIAL_FINANCE_OFFICER,
    Role.EXPERT,
    Role.PROGRAMME_OFFICER,
    Role.SUPERVISOR,
)

MOVES: tuple[Move, ...] = (
    step("Visit", "plan", "安排现场督促 | Plan a visit", (), VisitState.PLANNED, VISITORS, "A2"),
    step(
        "Visit",
        "record",
        "登记督促情况 | Record the visit",
        VisitState.PLANNED,
        VisitState.DONE,
        VISITORS,
        "A2",
    ),
    step("Visit", "cancel", "取消 | Cancel", VisitState.PLANNED, VisitState.CANCELLED, VISITORS, "A2"),
    step("Finding", "find", "登记问题 | Add a finding", (), FindingState.OPEN, VISITORS, "A2"),
    step(
        "Finding",
        "answer",
        "反馈整改 | Answer",
        FindingState.OPEN,
        FindingState.ANSWERED,
        (Role.PLATFORM_OPERATOR, Role.PROVINCIAL_SME_OFFICER),
        "A2",
    ),
    step(
        "Finding",
        "reopen",
        "退回整改 | Send back",
        FindingState.ANSWERED,
        FindingState.OPEN,
        VISITORS,
        "A2",
        ("answer",),
    ),
    step(
        "Finding",
        "close",
        "销号 | Close",
        FindingState.ANSWERED,
        FindingState.CLOSED,
        VISITORS,
        "A2",
        ("answer",),
    ),
    step(
        "Survey",
        "send",
        "发出满意度测评 | Send a survey",
        (),
        SurveyState.SENT,
        Role.PROVINCIAL_SME_OFFICER,
        "A2",
    ),
    step(
        "Survey",
        "remind",
        "催办并换发链接 | Remind with a new link",
        (SurveyState.SENT, SurveyState.WITHDRAWN),
        SurveyState.SENT,
        Role.PROVINCIAL_SME_OFFICER,
        "A2",
    ),
    step(
        "Survey",
        "withdraw",
        "撤回链接 | Withdraw the link",
        SurveyState.SENT,
        SurveyState.WITHDRAWN,
        Role.PROVINCIAL_SME_OFFICER,
        "A2",
    ),
    # By whoever holds the link: no role may answer for an enterprise.
    step("Survey", "answer", "答复 | Answer", SurveyState.SENT, SurveyState.ANSWERED, (), "A2"),
)
