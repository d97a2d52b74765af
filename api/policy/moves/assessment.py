"""Filling in the questionnaire of the digital level (P8, P10)."""

from api.policy.move import Move, step
from db.enums import Role

MOVES: tuple[Move, ...] = (
    step(
        "Assessment",
        "answer",
        "填报数字化水平评测 | Answer the questionnaire",
        (),
        None,
        (Role.PLATFORM_OPERATOR, Role.PROVINCIAL_SME_OFFICER, Role.EXPERT),
        "P10",
    ),
)
