"""The record of training (P9); it hangs on its project's states."""

from api.policy.move import Move, step
from db.enums import Role

MOVES: tuple[Move, ...] = (
    step(
        "Training",
        "record",
        "登记实训 | Enter a training session",
        (),
        None,
        (Role.PLATFORM_OPERATOR, Role.PROVINCIAL_SME_OFFICER),
        "P9",
    ),
)
