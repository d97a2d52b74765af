"""More time for a project than its batch has."""

from typing import ClassVar

from tortoise import fields

from db.enums import Group
from db.guard import Guard
from db.models.base import UnitScoped, check, parent
from db.resource import Resource


class Extension(UnitScoped):
    """Delivered until then, a project counts although the year of its batch is over (F5); only ever appended."""

    project = parent("Project", "extensions", "改造项目 | Project")
    until = fields.DateField(description="延至 | Until")
    reason = fields.TextField(description="延期事由 | Reason")
    granted_on = fields.DateField(description="批准日期 | Granted on")

    resource: ClassVar[Resource] = Resource(
        "延期 | Extension",
        group=Group.QUALITY,
        columns=("project.enterprise.name", "until", "reason", "granted_on"),
        search=("project.enterprise.name",),
        title="reason",
        fixed=frozenset({"until", "reason", "granted_on"}),
        operator="project",
    )

    guards: ClassVar[tuple[Guard, ...]] = (check("extensions_say_why", "length(trim(reason)) > 0"),)

    class Meta:
        table = "extensions"
