"""The life of every noun as one table: (state, action, role) → state."""

from collections.abc import Iterable
from dataclasses import dataclass

from db.enums import CaseState, ClaimState, FlagState, PlanState, PlatformState, ProjectState, Role, Word
from db.resource import both

_SME = Role.PROVINCIAL_SME_OFFICER
_FINANCE = Role.PROVINCIAL_FINANCE_OFFICER
_OPERATOR = Role.PLATFORM_OPERATOR
_PROGRAMME = Role.PROGRAMME_OFFICER
_TREASURY = Role.FINANCE_OFFICER
_ENTRY = (_SME, _PROGRAMME, Role.ADMINISTRATOR)  # who brings plans in, by hand or by workbook


@dataclass(frozen=True)
class Move:
    """One step: from any of ``sources`` (none: a new row) to ``target`` (None: the state stays).

    ``not_after`` names earlier actions on the same row whose actor may not take this step: whoever
    submits cannot accept, whoever investigates cannot decide.
    """

    noun: str
    action: str
    label: str
    sources: frozenset[Word]
    target: Word | None
    roles: frozenset[Role]
    clause: str | None = None
    not_after: frozenset[str] = frozenset()


def _move(
    noun: str,
    action: str,
    label: str,
    sources: Word | Iterable[Word],
    target: Word | None,
    roles: Role | Iterable[Role],
    clause: str | None = None,
    not_after: Iterable[str] = (),
) -> Move:
    return Move(
        noun,
        action,
        label,
        frozenset({sources}) if isinstance(sources, Word) else frozenset(sources),
        target,
        frozenset({roles}) if isinstance(roles, Role) else frozenset(roles),
        clause,
        frozenset(not_after),
    )


_P, _J, _C, _K = PlanState, ProjectState, ClaimState, CaseState
_LIVE_CLAIMS = (_C.SUBMITTED, _C.CHECKED, _C.APPROVED)

MOVES: tuple[Move, ...] = (
    _move("Plan", "create", "编制 | Draft", (), _P.DRAFT, _ENTRY, "A1"),
    _move("Plan", "sign_sme", "中小企业主管部门签署 | Sign (SME)", (_P.DRAFT, _P.RETURNED), None, _SME, "A1"),
    _move(
        "Plan", "sign_finance", "财政部门签署 | Sign (finance)", (_P.DRAFT, _P.RETURNED), None, _FINANCE, "A1"
    ),
    _move("Plan", "submit", "上报 | Submit", (_P.DRAFT, _P.RETURNED), _P.SUBMITTED, _SME, "A1"),
    _move("Plan", "return", "退回 | Return", _P.SUBMITTED, _P.RETURNED, _PROGRAMME, "A1"),
    _move(
        "Plan", "approve", "批复 | Approve", _P.SUBMITTED, _P.APPROVED, _PROGRAMME, "A1", ("create", "submit")
    ),
    _move("Plan", "implement", "启动实施 | Start", _P.APPROVED, _P.IMPLEMENTING, _SME, "A2"),
    _move("Plan", "self_evaluate", "自评 | Self-evaluate", _P.IMPLEMENTING, _P.SELF_EVALUATED, _SME, "A3"),
    _move("Plan", "evaluate", "评价 | Evaluate", _P.SELF_EVALUATED, _P.EVALUATED, _PROGRAMME, "A3"),
    _move("Plan", "settle", "清算 | Settle", _P.EVALUATED, _P.SETTLED, _TREASURY, "F6"),
    _move("Plan", "close", "办结 | Close", _P.SETTLED, _P.CLOSED, _PROGRAMME, "A4"),
    _move("Platform", "appoint", "遴选 | Appoint", (), PlatformState.APPOINTED, _ENTRY, "P6"),
    _move("Platform", "replan", "调整家数 | Replan", PlatformState.APPOINTED, None, _ENTRY, "P7"),
    _move(
        "Platform",
        "settle",
        "核定 | Settle",
        (PlatformState.APPOINTED, PlatformState.SETTLED),
        PlatformState.SETTLED,
        _TREASURY,
        "F6",
    ),
    _move(
        "Platform",
        "disqualify",
        "取消资格 | Disqualify",
        (PlatformState.APPOINTED, PlatformState.SETTLED),
        PlatformState.DISQUALIFIED,
        _TREASURY,
        "S1",
    ),
    _move("Project", "list", "列入 | List", (), _J.LISTED, _ENTRY, "P8"),
    _move("Project", "contract", "签约 | Contract", _J.LISTED, _J.CONTRACTED, (_OPERATOR, _SME), "P9"),
    _move("Project", "start", "开工 | Start", _J.CONTRACTED, _J.TRANSFORMING, (_OPERATOR, _SME), "P9"),
    _move("Project", "train", "实训 | Train", (_J.TRANSFORMING, _J.DELIVERED), None, (_OPERATOR, _SME), "P9"),
    _move(
        "Project",
        "deliver",
        "交付 | Deliver",
        (_J.TRANSFORMING, _J.RECTIFYING),
        _J.DELIVERED,
        (_OPERATOR, _SME),
        "P9",
    ),
    _move(
        "Project",
        "accept",
        "验收通过 | Accept",
        _J.DELIVERED,
        _J.PASSED,
        Role.EXPERT,
        "P10",
        ("list", "contract", "start", "deliver"),
    ),
    _move("Project", "rectify", "要求整改 | Ask to rectify", _J.DELIVERED, _J.RECTIFYING, Role.EXPERT, "P10"),
    _move(
        "Project", "fail", "验收不通过 | Fail", (_J.DELIVERED, _J.RECTIFYING), _J.FAILED, Role.EXPERT, "P10"
    ),
    _move(
        "Project",
        "withdraw",
        "退出 | Withdraw",
        (_J.LISTED, _J.CONTRACTED, _J.TRANSFORMING),
        _J.WITHDRAWN,
        _SME,
        "P3",
    ),
    _move("Project", "rate", "满意度测评 | Rate", (_J.DELIVERED, _J.PASSED), None, _SME, "A2"),
    _move(
        "Project", "confirm", "国家审核确认 | Confirm", _J.PASSED, None, _PROGRAMME, "F6", ("list", "accept")
    ),
    _move("Claim", "submit", "提交 | Submit", (), _C.SUBMITTED, (_OPERATOR, _SME), "F1"),
    _move("Claim", "check", "审核 | Check", _C.SUBMITTED, _C.CHECKED, _FINANCE, "A1", ("submit",)),
    _move(
        "Claim", "approve", "核准 | Approve", _C.CHECKED, _C.APPROVED, _TREASURY, "F6", ("submit", "check")
    ),
    _move(
        "Claim",
        "reject",
        "驳回 | Reject",
        (_C.SUBMITTED, _C.CHECKED, _C.HELD),
        _C.REJECTED,
        (_FINANCE, _TREASURY),
        "F6",
    ),
    _move("Claim", "hold", "暂缓 | Hold", _LIVE_CLAIMS, _C.HELD, Role.SUPERVISOR, "S1"),
    _move("Claim", "release", "解除暂缓 | Release", _C.HELD, _C.CHECKED, Role.SUPERVISOR, "S1"),
    _move("Claim", "settle", "清算 | Settle", _C.APPROVED, _C.SETTLED, _TREASURY, "F6"),
    _move("Flag", "raise", "发现 | Raise", (), FlagState.OPEN, (Role.SUPERVISOR, Role.ADMINISTRATOR)),
    _move("Flag", "dismiss", "排除 | Dismiss", FlagState.OPEN, FlagState.DISMISSED, Role.SUPERVISOR),
    _move(
        "Flag",
        "open_case",
        "立案 | Take into a case",
        FlagState.OPEN,
        FlagState.IN_CASE,
        Role.SUPERVISOR,
        "S1",
    ),
    _move("Case", "open", "立案 | Open", (), _K.OPENED, Role.SUPERVISOR, "S1"),
    _move("Case", "investigate", "调查 | Investigate", _K.OPENED, _K.INVESTIGATING, Role.SUPERVISOR, "S1"),
    _move("Case", "notify", "事先告知 | Give notice", _K.INVESTIGATING, _K.NOTIFIED, Role.SUPERVISOR, "S1"),
    _move(
        "Case",
        "hear",
        "陈述申辩 | Hear",
        _K.NOTIFIED,
        _K.HEARD,
        (_PROGRAMME, _TREASURY),
        "S1",
        ("investigate",),
    ),
    _move(
        "Case",
        "review",
        "法制审核 | Legal review",
        _K.HEARD,
        _K.REVIEWED,
        Role.AUDITOR,
        "S1",
        ("investigate",),
    ),
    _move(
        "Case",
        "decide",
        "决定 | Decide",
        _K.REVIEWED,
        _K.DECIDED,
        _TREASURY,
        "S1",
        ("open", "investigate", "notify"),
    ),
    _move("Case", "serve", "送达 | Serve", _K.DECIDED, _K.SERVED, Role.SUPERVISOR, "S1"),
    _move("Case", "execute", "执行 | Execute", _K.SERVED, _K.EXECUTED, _TREASURY, "S1"),
    _move("Case", "close", "结案 | Close", (_K.INVESTIGATING, _K.EXECUTED), _K.CLOSED, Role.SUPERVISOR, "S1"),
)

_BY_NAME = {(move.noun, move.action): move for move in MOVES}


def move(noun: str, action: str) -> Move:
    """The step of that name.

    Raises:
        KeyError: the noun knows no such action.
    """
    return _BY_NAME[noun, action]


def next_state(noun: str, action: str, state: Word, roles: Iterable[Role]) -> Word | None:
    """The state this step leads to, or None where this state or these roles do not allow it."""
    step = _BY_NAME.get((noun, action))
    if step is None or state not in step.sources or not step.roles & frozenset(roles):
        return None
    return step.target or state


def actions(noun: str, state: Word, roles: Iterable[Role]) -> tuple[Move, ...]:
    """What somebody with these roles may do with a row in this state: the buttons to show."""
    held = frozenset(roles)
    return tuple(step for step in MOVES if step.noun == noun and state in step.sources and step.roles & held)


def names(words: Iterable[Word | Role], lang: str) -> str:
    """Several words as people read them."""
    return ("、", ", ")[lang == "en"].join(sorted(both(word.label)[lang == "en"] for word in words))
