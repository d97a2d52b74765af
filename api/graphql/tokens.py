"""API tokens in GraphQL: a person's own, made and revoked; and what the caller may ask at once and in an hour."""

import time
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import strawberry

from api.errors import Refusal
from api.graphql.budget import account_of
from api.graphql.words import word_enum
from api.policy.access import TokenScope
from api.policy.limits import limits_of
from api.services.points import HOUR, points_spent
from api.services.tokens import Token, create_token, revoke_token, tokens_of
from api.viewer import Viewer
from db.store import Store

#: As the compiled statements tell times.
CHINA = ZoneInfo("Asia/Shanghai")

TokenScopeEnum = word_enum(TokenScope, "令牌权限 | What a token may do")


@strawberry.type(name="Token", description="接口令牌 | An API token, without its secret")
class TokenType:
    id: strawberry.ID = strawberry.field(description="编号 | Number")
    name: str = strawberry.field(description="用途 | What it is for")
    prefix: str = strawberry.field(description="开头几位 | Its first characters")
    scopes: list[TokenScopeEnum] = strawberry.field(description="权限 | Scopes")  # type: ignore[valid-type]
    created_at: datetime = strawberry.field(description="创建时间 | Created at")
    expires_at: datetime = strawberry.field(description="失效时间 | Expires at")
    used_at: datetime | None = strawberry.field(
        description="最近使用（精确到分钟） | Last used at, to the minute"
    )
    revoked_at: datetime | None = strawberry.field(description="撤销时间 | Revoked at")
    live: bool = strawberry.field(description="有效 | Neither expired nor revoked")

    @classmethod
    def of(cls, token: Token) -> "TokenType":
        return cls(
            id=strawberry.ID(str(token.id)),
            name=token.name,
            prefix=token.prefix,
            scopes=[TokenScopeEnum(scope.value) for scope in token.scopes],
            created_at=token.created_at.astimezone(CHINA),
            expires_at=token.expires_at.astimezone(CHINA),
            used_at=token.used_at and token.used_at.astimezone(CHINA),
            revoked_at=token.revoked_at and token.revoked_at.astimezone(CHINA),
            live=token.live,
        )


@strawberry.type(description="新令牌 | A new token with its secret, which is told once")
class CreatedToken:
    secret: str = strawberry.field(description="令牌，仅此一次 | The token itself, told only now")
    token: TokenType = strawberry.field(description="令牌说明 | What is kept of it")


@strawberry.type(name="Limits", description="查询限额 | What the caller may ask at once, and in an hour")
class LimitsType:
    depth: int = strawberry.field(description="最多层数 | Levels of a query")
    roots: int = strawberry.field(description="最多根字段数 | Root fields of a query")
    aliases: int = strawberry.field(description="最多别名数 | Aliases in a document")
    directives: int = strawberry.field(description="最多指令数 | Directives in a document")
    tokens: int = strawberry.field(description="最多词数 | Lexical tokens of a document")
    size: int = strawberry.field(description="每页最多行数 | Rows of a page")
    cost: int = strawberry.field(description="每次最大代价 | Cost of a query: rows × fields")
    points: int = strawberry.field(description="每小时点数 | Points in an hour")
    spent: int = strawberry.field(
        description="本小时已用点数，约迟一秒 | Points spent this hour, about a second late"
    )


async def limits(info: strawberry.Info) -> LimitsType:
    store, viewer = _asked(info)
    allowed = limits_of(viewer.roles)
    asker, points = account_of(viewer, allowed)
    return LimitsType(
        depth=allowed.depth,
        roots=allowed.roots,
        aliases=allowed.aliases,
        directives=allowed.directives,
        tokens=allowed.tokens,
        size=allowed.size,
        cost=allowed.cost,
        points=points,
        spent=await points_spent(store, int(time.time()) // HOUR, asker),
    )


async def tokens(info: strawberry.Info) -> list[TokenType]:
    store, viewer = _asked(info)
    return [TokenType.of(token) for token in await tokens_of(store, viewer)]


async def create_api_token(
    info: strawberry.Info,
    name: Annotated[str, strawberry.argument(description="用途 | What it is for")],
    scopes: Annotated[list[TokenScopeEnum], strawberry.argument(description="权限 | Scopes")],  # type: ignore[valid-type]
    expires_at: Annotated[
        datetime, strawberry.argument(description="失效时间，一年之内 | Expires at, within a year")
    ],
) -> CreatedToken:
    store, viewer = _asked(info)
    wanted = [TokenScope(scope.value) for scope in scopes]  # type: ignore[attr-defined]
    secret, token = await create_token(store, viewer, name, wanted, expires_at)
    return CreatedToken(secret=secret, token=TokenType.of(token))


async def revoke_api_token(
    info: strawberry.Info, id: Annotated[strawberry.ID, strawberry.argument(description="编号 | Number")]
) -> bool:
    number = str(id)
    if not (number.isascii() and number.isdigit() and int(number) < 2**63):
        raise Refusal("NOT_FOUND", "没有这个令牌。 | There is no such token.", status=404)
    store, viewer = _asked(info)
    await revoke_token(store, viewer, int(number))
    return True


def _asked(info: strawberry.Info) -> tuple[Store, Viewer]:
    context: Any = info.context
    return context.store, context.viewer
