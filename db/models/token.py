"""Tokens with which programs ask as a person, and what asking has cost."""

from typing import Any, ClassVar

from tortoise import fields

from db.guard import Guard, Unique
from db.models.base import Record, check, link
from db.resource import Resource, Scope


class ApiToken(Record):
    """Lets a program ask as ``user`` until it expires or is revoked; only the hash of the token is kept.

    ``scopes`` are words of ``api.policy.access.TOKEN_SCOPES``: a token may do less than its user, never more.
    """

    user = link("User", "tokens", "用户 | User")
    name = fields.CharField(80, description="用途 | What it is for")
    prefix = fields.CharField(12, description="开头几位 | Its first characters")
    token_hash = fields.CharField(64, unique=True, description="令牌散列 | Token hash")
    scopes: Any = fields.JSONField(description="权限范围 | Scopes")
    created_at = fields.DatetimeField(description="创建时间 | Created at")
    expires_at = fields.DatetimeField(description="失效时间 | Expires at")
    used_at = fields.DatetimeField(null=True, description="最近使用 | Last used at")
    revoked_at = fields.DatetimeField(null=True, description="撤销时间 | Revoked at")

    resource: ClassVar[Resource] = Resource(
        "接口令牌 | API token",
        columns=("user.username", "name", "prefix", "expires_at", "used_at"),
        title="name",
        hidden=frozenset({"token_hash"}),
        scope=Scope.PRIVATE,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        check("api_tokens_expires_after_created", "expires_at > created_at"),
    )

    class Meta:
        table = "api_tokens"


class HourlyPoints(Record):
    """What one asker's queries cost in one hour: counted in the database, so that all processes share it.

    ``asker`` is ``token:12`` or ``user:3``.
    """

    asker = fields.CharField(32, description="查询者 | Asker")
    hour = fields.DatetimeField(description="小时 | Hour")
    points = fields.BigIntField(description="点数 | Points")

    resource: ClassVar[Resource] = Resource(
        "每小时点数 | Points by hour",
        columns=("asker", "hour", "points"),
        title="asker",
        scope=Scope.PRIVATE,
        audited=False,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("hourly_points_once", ("asker", "hour")),
        check("hourly_points_not_negative", "points >= 0"),
    )

    class Meta:
        table = "hourly_points"
