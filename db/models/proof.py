"""How people prove who they are: the second step, links to set a password, an office's sign-on, failed attempts."""

from typing import ClassVar

from tortoise import fields

from db.enums import Role
from db.guard import Guard, Unique
from db.models.base import Record, link, one_of, word
from db.resource import Resource, Scope


class SecondStep(Record):
    """A user's secret for codes by time (TOTP), encrypted; not in force before ``confirmed_at``."""

    user = link("User", "second_steps", "用户 | User")
    secret = fields.CharField(400, description="密文 | Secret, encrypted")
    last_step = fields.BigIntField(
        default=0, db_default=0, description="最近用过的时间步 | Last step whose code was used"
    )
    confirmed_at = fields.DatetimeField(null=True, description="启用时间 | In force since")

    resource: ClassVar[Resource] = Resource(
        "两步验证 | Second step",
        columns=("user.username", "confirmed_at"),
        hidden=frozenset({"secret"}),
        scope=Scope.PRIVATE,
    )

    guards: ClassVar[tuple[Guard, ...]] = (Unique("second_steps_once", ("user_id",)),)

    class Meta:
        table = "second_steps"


class RecoveryCode(Record):
    """A code for who has lost the telephone: used once; only its hash is kept."""

    user = link("User", "recovery_codes", "用户 | User")
    code_hash = fields.CharField(64, description="散列 | Hash")
    used_at = fields.DatetimeField(null=True, description="使用时间 | Used at")

    resource: ClassVar[Resource] = Resource(
        "恢复码 | Recovery code",
        columns=("user.username", "used_at"),
        hidden=frozenset({"code_hash"}),
        scope=Scope.PRIVATE,
    )

    guards: ClassVar[tuple[Guard, ...]] = (Unique("recovery_codes_once", ("user_id", "code_hash")),)

    class Meta:
        table = "recovery_codes"


class SecondStepRule(Record):
    """A role whose holders must use the second step."""

    role = word(Role, "角色 | Role", unique=True)
    since = fields.DatetimeField(description="起始时间 | Since")

    resource: ClassVar[Resource] = Resource(
        "两步验证要求 | Second step required", columns=("role", "since"), title="role", scope=Scope.PRIVATE
    )

    guards: ClassVar[tuple[Guard, ...]] = (one_of("second_step_rules", "role", Role),)

    class Meta:
        table = "second_step_rules"


class SetupLink(Record):
    """A link by which a user sets a password, once; only its hash is kept."""

    user = link("User", "setup_links", "用户 | User")
    token_hash = fields.CharField(64, unique=True, description="令牌散列 | Token hash")
    created_at = fields.DatetimeField(description="创建时间 | Created at")
    expires_at = fields.DatetimeField(description="失效时间 | Expires at")

    resource: ClassVar[Resource] = Resource(
        "设置链接 | Setup link",
        columns=("user.username", "created_at", "expires_at"),
        hidden=frozenset({"token_hash"}),
        scope=Scope.PRIVATE,
    )

    class Meta:
        table = "setup_links"


class Identity(Record):
    """Who a user is to the office's own sign-on: its issuer and its name for the person."""

    user = link("User", "identities", "用户 | User")
    issuer = fields.CharField(200, description="签发方 | Issuer")
    subject = fields.CharField(255, description="标识 | Subject")
    linked_at = fields.DatetimeField(description="关联时间 | Linked at")

    resource: ClassVar[Resource] = Resource(
        "统一登录身份 | Identity",
        columns=("user.username", "issuer", "subject"),
        title="subject",
        scope=Scope.PRIVATE,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("identities_once", ("issuer", "subject")),
        Unique("identities_one_per_user", ("user_id", "issuer")),
    )

    class Meta:
        table = "identities"


class Attempt(Record):
    """Wrong sign-ins in a row, by account or by address; nobody is let in before ``until``.

    Names that nobody has are counted like others, so that waiting tells nothing.
    """

    key = fields.CharField(80, unique=True, description="对象 | Account or address, hashed")
    failures = fields.IntField(description="连续失败次数 | Failures in a row")
    last_at = fields.DatetimeField(description="最近一次 | The last one at")
    until = fields.DatetimeField(null=True, description="等候至 | To wait until")

    resource: ClassVar[Resource] = Resource(
        "登录失败 | Failed sign-ins",
        columns=("failures", "last_at", "until"),
        title="last_at",
        scope=Scope.PRIVATE,
        audited=False,
    )

    class Meta:
        table = "attempts"
