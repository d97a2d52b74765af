"""Runs of the red-flag rules, their versions, and the claims drawn by lot for audit (S1)."""

from api.policy.move import Move, step
from db.enums import DrawState, Role, RuleState

_SUPERVISORS = (Role.SUPERVISOR, Role.ADMINISTRATOR)

MOVES: tuple[Move, ...] = (
    step("Scan", "ask", "运行预警规则 | Run the rules", (), None, _SUPERVISORS, "S1"),
    step(
        "RuleVersion",
        "try",
        "试运行新参数 | Try other thresholds",
        (),
        RuleState.TRIAL,
        Role.SUPERVISOR,
        "S1",
    ),
    # Whoever set the thresholds does not put them in force alone.
    step(
        "RuleVersion",
        "activate",
        "启用 | Put in force",
        RuleState.TRIAL,
        RuleState.LIVE,
        _SUPERVISORS,
        "S1",
        ("try",),
    ),
    step(
        "RuleVersion",
        "drop",
        "结束试运行 | End the trial",
        RuleState.TRIAL,
        RuleState.RETIRED,
        _SUPERVISORS,
        "S1",
    ),
    step("RuleVersion", "retire", "停用 | Retire", RuleState.LIVE, RuleState.RETIRED, _SUPERVISORS, "S1"),
    step(
        "Draw", "draw", "随机抽取审计样本 | Draw claims for audit", (), DrawState.DRAWN, Role.SUPERVISOR, "S1"
    ),
    step("Draw", "clear", "审计属实 | Audited: sound", DrawState.DRAWN, DrawState.SOUND, Role.AUDITOR, "S1"),
    step("Draw", "fault", "审计不实 | Audited: false", DrawState.DRAWN, DrawState.FALSE, Role.AUDITOR, "S1"),
)
