"""What a project cost, the proof of it, and where the money comes from (F1, F8, W4, W5): entered, corrected, removed."""

from api.policy.move import Move, step
from db.enums import Role

#: Who enters what a project cost: those who contract and deliver it.
KEEPERS = (Role.PLATFORM_OPERATOR, Role.PROVINCIAL_SME_OFFICER)
#: Who asks the tax office about an invoice: never those who brought it in.
CHECKERS = (Role.FINANCE_OFFICER, Role.PROVINCIAL_FINANCE_OFFICER, Role.SUPERVISOR)

_NOUNS = (
    ("CostItem", "成本项", "cost items", "cost item", "F1"),
    ("Invoice", "发票", "invoices", "invoice", "F8"),
    ("Payment", "付款", "payments", "payment", "F8"),
    ("Funding", "资金来源", "source of funds", "source of funds", "W4"),
)

MOVES: tuple[Move, ...] = (
    step("Invoice", "record_check", "登记查验结果 | Record the tax office's check", (), None, CHECKERS, "F8"),
    *(
        move
        for noun, zh, many, one, clause in _NOUNS
        for move in (
            step(noun, "add", f"登记{zh} | Enter {many}", (), None, KEEPERS, clause),
            step(noun, "change", f"修改{zh} | Correct the {one}", (), None, KEEPERS, clause),
            step(noun, "remove", f"删除{zh} | Remove the {one}", (), None, KEEPERS, clause),
        )
    ),
)
