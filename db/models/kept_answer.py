"""What was answered to a change that carried a key of its sender's making: asked again, it is answered, not done, again."""

from typing import Any, ClassVar

from tortoise import fields

from db.guard import Guard, Unique
from db.models.base import Record, link
from db.resource import Resource, Scope


class KeptAnswer(Record):
    """The answer to one user's ``key``; ``fingerprint`` is of what was asked, so that a key serves one question only."""

    user = link("User", "kept_answers", "用户 | User")
    key = fields.CharField(64, description="幂等键 | Idempotency key")
    fingerprint = fields.CharField(64, description="请求指纹 | Fingerprint of the request")
    answer: Any = fields.JSONField(description="结果 | Answer")
    at = fields.DatetimeField(description="时间 | At")

    resource: ClassVar[Resource] = Resource(
        "已答请求 | Kept answer",
        columns=("user.username", "key", "at"),
        title="key",
        scope=Scope.PRIVATE,
        audited=False,
    )

    guards: ClassVar[tuple[Guard, ...]] = (Unique("kept_answers_once", ("user_id", "key")),)

    class Meta:
        table = "kept_answers"
