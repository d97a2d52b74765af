"""The table of rights in GraphQL: who may read which rows and fields of which table, and do what to them."""

from typing import Annotated, Any

import strawberry

from api.graphql.accounts import RoleEnum
from api.graphql.resources import WordInfo, word_info
from api.policy.access import ACCOUNT_READERS
from api.policy.rights import Right
from api.services.rights import rights as all_rights
from api.viewer import Viewer
from db.catalog import catalog
from db.enums import Role
from db.resource import both


@strawberry.type(name="Labelled", description="名称 | A name in both languages")
class LabelledType:
    name: str = strawberry.field(description="接口名 | Name in the API")
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    clause: str | None = strawberry.field(description="条款 | Clause it rests on")


@strawberry.type(name="Right", description="权限表的一格 | What a role may do with a table")
class RightType:
    role: RoleEnum = strawberry.field(description="角色 | Role")
    table: LabelledType = strawberry.field(description="表 | Table")
    reach: WordInfo = strawberry.field(description="可看范围 | Rows it reads")
    masked: list[LabelledType] = strawberry.field(description="掩码字段 | Fields that come back masked")
    actions: list[LabelledType] = strawberry.field(description="可办事项 | What it may do")

    @classmethod
    def of(cls, right: Right) -> "RightType":
        entity = catalog()[right.table]
        return cls(
            role=RoleEnum(right.role.value),
            table=_labelled(right.table, entity.resource.label),
            reach=word_info(right.reach),
            masked=[_labelled(name, entity.fields[name].label) for name in right.masked],
            actions=[_labelled(move.action, move.label, move.clause) for move in right.moves],
        )


async def rights(
    info: strawberry.Info,
    role: Annotated[
        RoleEnum | None, strawberry.argument(description="只看此角色 | Of this role only")
    ] = None,
    table: Annotated[str | None, strawberry.argument(description="只看此表 | Of this table only")] = None,
) -> list[RightType]:
    context: Any = info.context
    viewer: Viewer = context.viewer
    # Everybody may know what is theirs to do; the whole table is for those who look after it.
    known = frozenset(Role) if viewer.roles & ACCOUNT_READERS else viewer.roles
    return [
        RightType.of(right)
        for right in all_rights()
        if right.role in known
        and (role is None or right.role == role.value)
        and (table is None or right.table == table)
    ]


def _labelled(name: str, label: str, clause: str | None = None) -> LabelledType:
    chinese, english = both(label)
    return LabelledType(name=name, label=chinese, label_en=english, clause=clause)
