"""The limits of the policy, changed from a day on; the prepayment ratio of a batch (F4); and the list of funded little giants (P2)."""

from api.policy.move import Move, step
from db.enums import Role

_OFFICERS = (Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER)
#: Who keeps the list of funded little giants.
KEEPERS = (Role.PROGRAMME_OFFICER, Role.ADMINISTRATOR)

MOVES: tuple[Move, ...] = (
    step("Limit", "change", "调整限额 | Change a limit", (), None, _OFFICERS),
    step("Limit", "withdraw", "撤销未生效的调整 | Withdraw a change to come", (), None, _OFFICERS),
    step(
        "Batch", "set_ratio", "确定预拨比例 | Set the prepayment ratio", (), None, Role.FINANCE_OFFICER, "F4"
    ),
    step("LittleGiant", "keep", "列入名单 | Put on the list", (), None, KEEPERS, "P2"),
    step("LittleGiant", "amend", "更正名单 | Correct the list", (), None, KEEPERS, "P2"),
    step("LittleGiant", "drop", "移出名单 | Take off the list", (), None, KEEPERS, "P2"),
)
