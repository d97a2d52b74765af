"""The GraphQL type of the person who asks."""

import strawberry

from api.graphql.accounts import (
    InterestType,
    RoleEnum,
    SessionType,
    own_interests,
    own_recovery_codes,
    own_sessions,
)
from api.graphql.tokens import LimitsType, TokenScopeEnum, TokenType, limits, tokens
from api.policy.access import may_explain, scopes_of
from api.viewer import Viewer


@strawberry.type(name="Viewer", description="当前用户 | The person who asks")
class ViewerType:
    username: str = strawberry.field(description="用户名 | User name")
    name: str = strawberry.field(description="姓名 | Name")
    roles: list[RoleEnum] = strawberry.field(description="角色 | Roles")
    units: list[str] = strawberry.field(description="申报单位代码 | Codes of the person's units")
    national: bool = strawberry.field(description="可看全国 | Sees the whole country")
    may_explain: bool = strawberry.field(
        description="可查看执行计划 | May ask how a query is run (extensions.explain)"
    )
    lang: str = strawberry.field(description="语言 | Language: zh or en")

    scopes: list[TokenScopeEnum] = strawberry.field(
        description="本次请求的权限 | What this request may do: a token's scopes, or all that the person could give one"
    )

    limits: LimitsType = strawberry.field(
        resolver=limits, description="查询限额 | What the caller may ask at once, and in an hour"
    )
    sessions: list[SessionType] = strawberry.field(
        resolver=own_sessions, description="自己的登录会话 | One's own sessions, the last used first"
    )
    interests: list[InterestType] = strawberry.field(
        resolver=own_interests, description="自己申报的利害关系 | What one declared, the newest first"
    )
    recovery_codes: int | None = strawberry.field(
        resolver=own_recovery_codes,
        description="剩余恢复码；未启用两步验证时为空 | Recovery codes left; null without a second step",
    )
    tokens: list[TokenType] = strawberry.field(
        resolver=tokens, description="自己的接口令牌，新的在前 | One's own API tokens, the newest first"
    )

    @classmethod
    def of(cls, viewer: Viewer) -> "ViewerType | None":
        if not viewer.signed_in:
            return None
        return cls(
            username=viewer.username,
            name=viewer.name,
            roles=[RoleEnum(role.value) for role in sorted(viewer.roles)],
            units=list(viewer.rows.units),
            national=viewer.rows.national,
            may_explain=may_explain(viewer.roles, viewer.rows.national),
            lang=viewer.lang,
            scopes=[
                TokenScopeEnum(scope.value) for scope in scopes_of(viewer.roles) if scope in viewer.scopes
            ],
        )
