"""What the staff of an enterprise was taught (P9)."""

from typing import ClassVar

from tortoise import fields

from db.guard import Guard
from db.models.base import UnitScoped, check, parent
from db.resource import Resource


class Training(UnitScoped):
    """One session in which the staff learnt what it must know and be able to do (应知应会)."""

    project = parent("Project", "trainings", "改造项目 | Project")
    held_on = fields.DateField(description="实训日期 | Held on")
    hours = fields.DecimalField(4, 1, description="学时 | Hours")
    topic = fields.CharField(120, description="实训内容 | Topic")
    expected = fields.IntField(description="应训人数 | Staff to be trained")
    attended = fields.IntField(description="实训人数 | Staff trained")
    qualified = fields.IntField(null=True, description="考核合格人数 | Passed the test")
    examiner = fields.CharField(40, null=True, description="考核人 | Examiner")
    remark = fields.TextField(null=True, description="考核结果 | Result")

    resource: ClassVar[Resource] = Resource(
        "实训记录 | Training",
        columns=("project.enterprise.name", "held_on", "topic", "hours", "attended", "qualified"),
        search=("topic", "examiner"),
        title="topic",
        operator="project",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        check("trainings_hours_in_range", "hours > 0 and hours <= 200"),
        check("trainings_attended_some_of_expected", "attended between 1 and expected"),
        check("trainings_qualified_some_of_attended", "qualified between 0 and attended"),
    )

    class Meta:
        table = "trainings"
