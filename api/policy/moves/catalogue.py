"""The life of the catalogue's entries: solutions, patterns, sample texts (W2, P11)."""

from api.policy.move import Move, step
from db.enums import EntryState, Role

_OFFICE = Role.PROVINCIAL_SME_OFFICER
_PROGRAMME = Role.PROGRAMME_OFFICER


def _life(noun: str, create: str, writers: tuple[Role, ...], clause: str) -> tuple[Move, ...]:
    """From draft to published; a platform or a province proposes, the programme publishes."""
    draft, proposed, published = EntryState.DRAFT, EntryState.PROPOSED, EntryState.PUBLISHED
    return (
        step(noun, "create", create, (), draft, writers, clause),
        step(noun, "change", "修改 | Change", draft, None, writers, clause),
        step(noun, "propose", "提请发布 | Propose", draft, proposed, writers, clause),
        step(noun, "return", "退回 | Return", proposed, draft, _PROGRAMME, clause),
        step(
            noun, "publish", "发布 | Publish", proposed, published, _PROGRAMME, clause, ("create", "propose")
        ),
        step(
            noun,
            "withdraw",
            "下架 | Withdraw",
            (draft, proposed, published),
            EntryState.WITHDRAWN,
            (_PROGRAMME, _OFFICE),
            clause,
        ),
    )


def _proven(noun: str, writers: tuple[Role, ...], clause: str) -> tuple[Move, ...]:
    draft = EntryState.DRAFT
    return (
        step(noun, "set_scenes", "设定应用场景 | Set scenarios", draft, None, writers, "P5"),
        step(noun, "prove", "添加灯塔佐证 | Add a lighthouse", draft, None, writers, clause),
    )


MOVES: tuple[Move, ...] = (
    *_life("Solution", "编写解决方案 | Write a solution", (Role.PLATFORM_OPERATOR, _OFFICE), "W2"),
    *_life("Pattern", "总结典型模式 | Sum up a pattern", (_OFFICE, _PROGRAMME), "P11"),
    *_life("Sample", "添加合同或规范 | Add a contract or standard", (_OFFICE, _PROGRAMME), "P11"),
    *_proven("Solution", (Role.PLATFORM_OPERATOR, _OFFICE), "W2"),
    *_proven("Pattern", (_OFFICE, _PROGRAMME), "P11"),
    step(
        "Proof", "remove", "移除佐证 | Remove", (), None, (Role.PLATFORM_OPERATOR, _OFFICE, _PROGRAMME), "P11"
    ),
)
