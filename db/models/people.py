"""Accounts, their roles, and their sessions; how they prove who they are stands in ``db.models.proof``."""

from typing import ClassVar

from tortoise import fields

from db.enums import Group, Role, Stage
from db.guard import Guard, Unique
from db.models.base import Record, link, one_of, word
from db.resource import Resource, Scope


class User(Record):
    """A person who signs in."""

    username = fields.CharField(40, unique=True, description="用户名 | User name")
    name = fields.CharField(40, description="姓名 | Name")
    password_hash = fields.CharField(160, description="密码散列 | Password hash")
    active = fields.BooleanField(default=True, description="启用 | Active")
    organization = link("Organization", "members", "所属主体 | Organization", null=True)

    resource: ClassVar[Resource] = Resource(
        "用户 | User",
        group=Group.RECORDS,
        columns=("username", "name", "active"),
        search=("username", "name"),
        title="name",
        hidden=frozenset({"password_hash"}),
        scope=Scope.OPEN,
        readers=frozenset(Role) - {Role.PLATFORM_OPERATOR, Role.EXPERT},
    )

    class Meta:
        table = "users"


class UserRole(Record):
    """A role a user has, in one unit or (``unit`` empty) nationally."""

    user = link("User", "roles", "用户 | User")
    role = word(Role, "角色 | Role")
    unit_code = fields.CharField(6, null=True, description="申报单位 | Reporting unit")
    mapped = fields.BooleanField(
        default=False, db_default=False, description="来自单位统一登录 | Comes from the office's sign-on"
    )

    resource: ClassVar[Resource] = Resource(
        "用户角色 | User role",
        columns=("user.username", "role", "unit.short_name"),
        title="role",
        scope=Scope.PRIVATE,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique(
            "user_roles_once",
            ("user_id", "role", "unit_code"),
        ),
        one_of("user_roles", "role", Role),
    )

    class Meta:
        table = "user_roles"


class Session(Record):
    """A signed-in browser; only the hash of its token is kept."""

    token_hash = fields.CharField(64, unique=True, description="令牌散列 | Token hash")
    user = link("User", "sessions", "用户 | User")
    created_at = fields.DatetimeField(description="登录时间 | Signed in at")
    expires_at = fields.DatetimeField(description="失效时间 | Expires at")
    address = fields.CharField(45, null=True, description="网络地址 | Address")
    device = fields.CharField(200, null=True, description="设备 | Device")
    seen_at = fields.DatetimeField(null=True, description="最近使用 | Last seen at")
    stage = word(Stage, "进度 | Stage", default=Stage.IN, db_default=Stage.IN.value)
    office = fields.BooleanField(
        default=False, db_default=False, description="经单位统一登录 | By the office's sign-on"
    )

    resource: ClassVar[Resource] = Resource(
        "会话 | Session",
        columns=("user.username", "created_at", "expires_at"),
        title="created_at",
        hidden=frozenset({"token_hash"}),
        scope=Scope.PRIVATE,
        audited=False,
    )

    guards: ClassVar[tuple[Guard, ...]] = (one_of("sessions", "stage", Stage),)

    class Meta:
        table = "sessions"
