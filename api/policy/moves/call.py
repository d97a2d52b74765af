"""The life of an open selection: the call, who applies, who judges, who objects (P12)."""

from api.policy.move import ENTRY, Move, step
from db.enums import CallState, CandidateState, ObjectionState, PanelistState, Role

_SME = Role.PROVINCIAL_SME_OFFICER
_OFFICERS = (Role.PROVINCIAL_SME_OFFICER, Role.PROGRAMME_OFFICER, Role.ADMINISTRATOR)
_APPLICANTS = (Role.PLATFORM_OPERATOR, Role.PROVINCIAL_SME_OFFICER)
_RUNNING = (CallState.DRAFT, CallState.OPEN, CallState.CLOSED, CallState.SCORED, CallState.NOTICED)

MOVES: tuple[Move, ...] = (
    step("Call", "create", "发布遴选 | Draft a call", (), CallState.DRAFT, ENTRY, "P12"),
    step("Call", "change", "修改公告 | Change the call", CallState.DRAFT, None, ENTRY, "P12"),
    step("Call", "set_criteria", "设定评审指标 | Set the criteria", CallState.DRAFT, None, ENTRY, "P12"),
    step("Call", "open", "开始征集 | Open the call", CallState.DRAFT, CallState.OPEN, _SME, "P12"),
    step("Call", "close", "截止征集 | Close the call", CallState.OPEN, CallState.CLOSED, _SME, "P12"),
    step("Call", "draw_panel", "随机抽取专家 | Draw the panel", CallState.CLOSED, None, _SME, "P12"),
    step("Call", "rank", "汇总排名 | Rank", CallState.CLOSED, CallState.SCORED, _SME, "P12"),
    step(
        "Call", "notice", "发布公示 | Put on public notice", CallState.SCORED, CallState.NOTICED, _SME, "P12"
    ),
    step("Call", "recall", "撤回公示 | Recall the notice", CallState.NOTICED, CallState.SCORED, _SME, "P12"),
    step("Call", "decide", "公布结果 | Decide", CallState.NOTICED, CallState.DECIDED, _SME, "P12"),
    step("Call", "cancel", "终止遴选 | Cancel", _RUNNING, CallState.CANCELLED, _OFFICERS, "P12"),
    step("Candidate", "apply", "申请 | Apply", (), CandidateState.APPLIED, _APPLICANTS, "P12"),
    step("Candidate", "change", "修改申请 | Change", CandidateState.APPLIED, None, _APPLICANTS, "P12"),
    step(
        "Candidate",
        "withdraw",
        "撤回申请 | Withdraw",
        (CandidateState.APPLIED, CandidateState.RANKED, CandidateState.PROPOSED),
        CandidateState.WITHDRAWN,
        _APPLICANTS,
        "P12",
    ),
    step(
        "Candidate",
        "reject",
        "形式审查不通过 | Reject for form",
        CandidateState.APPLIED,
        CandidateState.REJECTED,
        _SME,
        "P12",
    ),
    step(
        "Candidate",
        "exclude",
        "取消入选 | Exclude",
        (CandidateState.RANKED, CandidateState.PROPOSED),
        CandidateState.REJECTED,
        _SME,
        "P12",
    ),
    step("Candidate", "rank", "排名 | Rank", CandidateState.APPLIED, CandidateState.RANKED, _SME, "P12"),
    step(
        "Candidate",
        "propose",
        "拟入选 | Propose",
        CandidateState.RANKED,
        CandidateState.PROPOSED,
        _SME,
        "P12",
    ),
    step(
        "Candidate",
        "appoint",
        "入选 | Appoint",
        CandidateState.PROPOSED,
        CandidateState.APPOINTED,
        _SME,
        "P6",
    ),
    step("Panelist", "name", "指定专家 | Name an expert", (), PanelistState.NAMED, _SME, "P12"),
    step(
        "Panelist",
        "recuse",
        "回避 | Recuse",
        (PanelistState.NAMED, PanelistState.SUBMITTED),
        PanelistState.RECUSED,
        (Role.EXPERT, _SME),
        "P12",
    ),
    step(
        "Panelist",
        "submit",
        "提交评分 | Submit the scores",
        PanelistState.NAMED,
        PanelistState.SUBMITTED,
        Role.EXPERT,
        "P12",
    ),
    step("Score", "give", "评分 | Score", (), None, Role.EXPERT, "P12"),
    step("Objection", "raise", "提出异议 | Object", (), ObjectionState.RAISED, Role, "P12"),
    step(
        "Objection",
        "answer",
        "答复异议 | Answer",
        ObjectionState.RAISED,
        ObjectionState.ANSWERED,
        (_SME, Role.PROGRAMME_OFFICER),
        "P12",
        ("raise",),
    ),
)
