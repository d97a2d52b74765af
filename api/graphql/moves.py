"""The workflow table as GraphQL data: who may take which step from which state, by which clause."""

from functools import cache

import strawberry

from api.graphql.resources import WordInfo
from api.policy.workflow import MOVES
from db.resource import both


@strawberry.type(description="一个办理步骤 | A step of the workflow")
class MoveInfo:
    noun: str = strawberry.field(description="对象 | What it is taken with")
    action: str = strawberry.field(description="动作 | The word that its events carry")
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    clause: str | None = strawberry.field(description="条款 | Clause it rests on")
    sources: list[WordInfo] = strawberry.field(
        description="原状态，新增时为空 | From which states; none for a new row"
    )
    target: WordInfo | None = strawberry.field(description="新状态 | To which state; null if it stays")
    roles: list[WordInfo] = strawberry.field(description="可办理的角色 | Who may take it")
    not_after: list[str] = strawberry.field(
        description="办过这些步骤的人不得办理 | Not for whoever took one of these steps with the same row"
    )


@cache
def moves() -> list[MoveInfo]:
    return [
        MoveInfo(
            noun=move.noun,
            action=move.action,
            label=both(move.label)[0],
            label_en=both(move.label)[1],
            clause=move.clause,
            sources=[_word(word) for word in sorted(move.sources)],
            target=_word(move.target) if move.target else None,
            roles=[_word(role) for role in sorted(move.roles)],
            not_after=sorted(move.not_after),
        )
        for move in MOVES
    ]


def _word(word: str) -> WordInfo:
    chinese, english = both(word.label)  # type: ignore[attr-defined]  # all are words of db.enums
    return WordInfo(value=word.upper(), label=chinese, label_en=english)
