"""How far the imports under way are: kept in the database, so that any process can tell."""

from typing import ClassVar

from tortoise import fields

from db.enums import ImportPhase
from db.guard import Guard, Unique
from db.models.base import Record, check, link, not_negative, one_of, word
from db.resource import Resource, Scope


class RunningImport(Record):
    """One import, by the name its user gave it; ``done`` and ``total`` are rows of the phase."""

    user = link("User", "running_imports", "用户 | User")
    name = fields.CharField(64, description="名称 | Name")
    phase = word(ImportPhase, "阶段 | Phase")
    done = fields.IntField(description="已处理行数 | Rows done")
    total = fields.IntField(description="总行数 | Rows in all")
    problems = fields.IntField(description="问题数 | Problems so far")
    at = fields.DatetimeField(description="时间 | At")

    resource: ClassVar[Resource] = Resource(
        "进行中的导入 | Running import",
        columns=("user.username", "name", "phase", "at"),
        title="name",
        scope=Scope.PRIVATE,
        audited=False,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("running_imports_once", ("user_id", "name")),
        one_of("running_imports", "phase", ImportPhase),
        *not_negative("running_imports", "done", "total", "problems"),
        check("running_imports_done_of_total", "done <= total"),
    )

    class Meta:
        table = "running_imports"
