"""Saved queries in GraphQL: one's own and shared ones, kept and deleted."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from graphql import GraphQLError, parse
from strawberry.scalars import JSON

from api.errors import Refusal
from api.services.saved_queries import SavedQuery, delete_query, save_query, saved_queries
from api.viewer import Viewer
from db.store import Store


@strawberry.type(name="KeptQuery", description="已存查询 | A saved query")
class SavedQueryType:
    id: strawberry.ID = strawberry.field(description="编号 | Number")
    name: str = strawberry.field(description="名称 | Name")
    document: str = strawberry.field(description="查询 | The GraphQL document")
    variables: JSON | None = strawberry.field(description="变量 | Its variables")
    shared: bool = strawberry.field(description="已共享 | Shared with everybody signed in")
    own: bool = strawberry.field(description="本人的 | The caller's own")
    owner: str = strawberry.field(description="所有者 | Owner")
    updated_at: datetime = strawberry.field(description="更新时间 | Updated at")

    @classmethod
    def of(cls, saved: SavedQuery) -> "SavedQueryType":
        return cls(
            id=strawberry.ID(str(saved.id)),
            name=saved.name,
            document=saved.document,
            variables=saved.variables,  # type: ignore[arg-type]
            shared=saved.shared,
            own=saved.own,
            owner=saved.owner,
            updated_at=saved.updated_at,
        )


async def queries(info: strawberry.Info) -> list[SavedQueryType]:
    store, viewer = _asked(info)
    return [SavedQueryType.of(saved) for saved in await saved_queries(store, viewer)]


async def keep_query(
    info: strawberry.Info,
    name: Annotated[
        str, strawberry.argument(description="名称；同名的被替换 | Name; replaces one of that name")
    ],
    document: Annotated[str, strawberry.argument(description="查询 | The GraphQL document")],
    variables: Annotated[JSON | None, strawberry.argument(description="变量 | Its variables")] = None,
    shared: Annotated[
        bool, strawberry.argument(description="共享 | Share it with everybody signed in")
    ] = False,
) -> SavedQueryType:
    store, viewer = _asked(info)
    if variables is not None and not isinstance(variables, dict):
        raise Refusal("BAD_QUERY", "变量须为对象。 | Variables must be an object.")
    try:
        parse(document, max_tokens=5_000)
    except GraphQLError as error:
        raise Refusal(
            "BAD_QUERY",
            "查询有语法错误：{detail} | The query has a syntax error: {detail}",
            detail=error.message,
        ) from None
    return SavedQueryType.of(await save_query(store, viewer, name, document, variables, shared=shared))


async def delete_saved_query(
    info: strawberry.Info, id: Annotated[strawberry.ID, strawberry.argument(description="编号 | Number")]
) -> bool:
    number = str(id)
    if not (number.isascii() and number.isdigit() and int(number) < 2**63):
        raise Refusal("NOT_FOUND", "没有这个查询。 | There is no such query.", status=404)
    store, viewer = _asked(info)
    await delete_query(store, viewer, int(number))
    return True


def _asked(info: strawberry.Info) -> tuple[Store, Viewer]:
    context: Any = info.context
    return context.store, context.viewer
