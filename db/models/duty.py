"""Who did which part of a project's way to its money, and who is tied to whom."""

from typing import ClassVar

from tortoise import fields

from db.enums import DutyKind, Group, InterestKind, Role
from db.guard import Exclude, Guard, Unique
from db.models.base import Record, UnitScoped, in_order, link, one_of, parent, word
from db.resource import Resource, Scope


class Duty(UnitScoped):
    """That a person submitted, accepted, reviewed or settled a project (F6, S1).

    Written with each step that is such a duty and only ever appended. The database itself refuses a second
    kind of duty of one person on one project, whatever way it comes.
    """

    project = parent("Project", "duties", "改造项目 | Project")
    user = link("User", "duties", "经办人 | Person")
    duty = word(DutyKind, "职责 | Duty")
    at = fields.DatetimeField(description="时间 | At")

    resource: ClassVar[Resource] = Resource(
        "经办职责 | Duty",
        group=Group.RECORDS,
        columns=("project.enterprise.name", "duty", "user.name", "at"),
        title="duty",
        fixed=frozenset({"duty", "at"}),
        readers=frozenset(Role) - {Role.PLATFORM_OPERATOR, Role.EXPERT},
        audited=False,  # the event beside it is
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("duties_once", ("unit_code", "project_id", "user_id", "duty")),
        Exclude(
            "duties_one_per_person",
            ("unit_code with =", "project_id with =", "user_id with =", "duty with <>"),
        ),
        one_of("duties", "duty", DutyKind),
    )

    class Meta:
        table = "duties"


class Interest(Record):
    """What ties a person to an organization, as they declared it: who is tied accepts nothing of it (P10)."""

    user = link("User", "interests", "申报人 | Person")
    organization = link("Organization", "interests", "单位 | Organization")
    kind = word(InterestKind, "关系 | Kind of tie")
    since = fields.DateField(null=True, description="起始日期 | Since")
    until = fields.DateField(null=True, description="终止日期 | Until")
    note = fields.CharField(200, null=True, description="说明 | Note")
    declared_at = fields.DatetimeField(description="申报时间 | Declared at")

    resource: ClassVar[Resource] = Resource(
        "利害关系 | Interest",
        columns=("user.name", "organization.name", "kind", "until"),
        title="kind",
        fixed=frozenset({"declared_at"}),
        scope=Scope.PRIVATE,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("interests", "kind", InterestKind),
        *in_order("interests", "since", "until"),
    )

    class Meta:
        table = "interests"
