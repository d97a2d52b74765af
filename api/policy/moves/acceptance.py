"""The standard of acceptance, score sheets (P10), and the sample of the national review (F6)."""

from api.policy.move import Move, step
from db.enums import Role, SampleState

MOVES: tuple[Move, ...] = (
    step(
        "AcceptanceStandard",
        "adopt",
        "发布验收标准 | Adopt a standard",
        (),
        None,
        Role.PROGRAMME_OFFICER,
        "P10",
    ),
    step("ScoreSheet", "give", "提交验收评分表 | Hand in the score sheet", (), None, Role.EXPERT, "P10"),
    step(
        "ReviewSample",
        "draw",
        "抽取样本 | Draw a sample",
        (),
        SampleState.DRAWN,
        Role.PROGRAMME_OFFICER,
        "F6",
    ),
    step(
        "ReviewSample",
        "clear",
        "抽查属实 | Found sound",
        (SampleState.DRAWN, SampleState.DOUBTFUL),
        SampleState.SOUND,
        (Role.PROGRAMME_OFFICER, Role.SUPERVISOR),
        "F6",
    ),
    step(
        "ReviewSample",
        "doubt",
        "抽查存疑 | Found doubtful",
        SampleState.DRAWN,
        SampleState.DOUBTFUL,
        (Role.PROGRAMME_OFFICER, Role.SUPERVISOR),
        "F6",
    ),
)
