"""The life of a tip-off (举报): received, matched to whom it is about, looked into, answered."""

from api.policy.move import Move, step
from db.enums import Role, TipState

_SUPERVISOR = Role.SUPERVISOR
_OPEN = (TipState.RECEIVED, TipState.MATCHED)
_LIVE = (*_OPEN, TipState.FOLLOWED)

MOVES: tuple[Move, ...] = (
    # By whoever tells, and by the system at once: no role tells for somebody else.
    step("Tip", "receive", "收到举报 | Receive", (), TipState.RECEIVED, (), "S1"),
    step(
        "Tip", "match", "自动匹配对象 | Match by code or name", TipState.RECEIVED, TipState.MATCHED, (), "S1"
    ),
    step("Tip", "take_up", "接办 | Take up", _OPEN, None, _SUPERVISOR, "S1"),
    step("Tip", "link", "指定对象 | Say whom it is about", _OPEN, TipState.MATCHED, _SUPERVISOR, "S1"),
    step(
        "Tip", "unlink", "撤销匹配 | Undo the match", TipState.MATCHED, TipState.RECEIVED, _SUPERVISOR, "S1"
    ),
    step(
        "Tip", "follow", "并入案件 | Take into a case", TipState.MATCHED, TipState.FOLLOWED, _SUPERVISOR, "S1"
    ),
    step(
        "Tip",
        "leave",
        "移出案件 | Take out of the case",
        TipState.FOLLOWED,
        TipState.MATCHED,
        _SUPERVISOR,
        "S1",
    ),
    step("Tip", "tell", "答复举报人 | Answer who told it", _LIVE, None, _SUPERVISOR, "S1"),
    step("Tip", "reject", "认定查无实据 | Find it unfounded", _OPEN, TipState.UNFOUNDED, _SUPERVISOR, "S1"),
    step(
        "Tip",
        "reopen",
        "重新核查 | Look into it again",
        TipState.UNFOUNDED,
        TipState.RECEIVED,
        _SUPERVISOR,
        "S1",
    ),
    step("Tip", "hand_over", "转办 | Hand over", _LIVE, None, _SUPERVISOR, "S1"),
    step("Tip", "unseal", "查看联系方式 | Unseal the contact", tuple(TipState), None, _SUPERVISOR, "S1"),
)
