"""The life of a case (S1, and the law of penalties)."""

from api.policy.move import Move, step
from db.enums import CaseState, Role

MOVES: tuple[Move, ...] = (
    step("Case", "open", "立案 | Open", (), CaseState.OPENED, Role.SUPERVISOR, "S1"),
    step(
        "Case",
        "investigate",
        "调查 | Investigate",
        CaseState.OPENED,
        CaseState.INVESTIGATING,
        Role.SUPERVISOR,
        "S1",
    ),
    step(
        "Case",
        "notify",
        "事先告知 | Give notice",
        CaseState.INVESTIGATING,
        CaseState.NOTIFIED,
        Role.SUPERVISOR,
        "S1",
    ),
    step(
        "Case",
        "hear",
        "陈述申辩 | Hear",
        CaseState.NOTIFIED,
        CaseState.HEARD,
        (Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER),
        "S1",
        ("investigate",),
    ),
    step(
        "Case",
        "review",
        "法制审核 | Legal review",
        CaseState.HEARD,
        CaseState.REVIEWED,
        Role.AUDITOR,
        "S1",
        ("investigate",),
    ),
    step(
        "Case",
        "decide",
        "决定 | Decide",
        CaseState.REVIEWED,
        CaseState.DECIDED,
        Role.FINANCE_OFFICER,
        "S1",
        ("open", "investigate", "notify"),
    ),
    step("Case", "serve", "送达 | Serve", CaseState.DECIDED, CaseState.SERVED, Role.SUPERVISOR, "S1"),
    step(
        "Case", "execute", "执行 | Execute", CaseState.SERVED, CaseState.EXECUTED, Role.FINANCE_OFFICER, "S1"
    ),
    step(
        "Case",
        "close",
        "结案 | Close",
        (CaseState.INVESTIGATING, CaseState.EXECUTED),
        CaseState.CLOSED,
        Role.SUPERVISOR,
        "S1",
    ),
)
