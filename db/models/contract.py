"""What a platform and an enterprise agreed, and how it was changed since (P9, W3, W4)."""

from typing import ClassVar

from tortoise import fields

from db.enums import ServiceKind
from db.guard import Guard, Unique
from db.models.base import UnitScoped, check, in_order, money, not_negative, one_of, parent, word
from db.resource import Resource


class Contract(UnitScoped):
    """The contract of a project as it stood from one day on; an amendment is a new edition, and only added.

    Three share the cost (W4): what the government is expected to give, what the platform gives way on its price,
    and what the enterprise pays. What was really paid is told by the funding of the project.
    """

    project = parent("Project", "contracts", "改造项目 | Project")
    edition = fields.SmallIntField(default=1, description="版次 | Edition")
    number = fields.CharField(40, description="合同编号 | Contract number")
    amount = money("合同金额 | Amount")
    government = money("政府补助 | Government's part")
    concession = money("平台让利 | Platform's concession")
    own = money("企业自付 | Enterprise's part")
    signed_on = fields.DateField(description="签订日期 | Signed on")
    starts_on = fields.DateField(description="计划开工 | Planned start")
    finishes_on = fields.DateField(description="计划完成 | Planned finish")
    reason = fields.TextField(null=True, description="变更事由 | Why it was changed")

    resource: ClassVar[Resource] = Resource(
        "服务合同 | Contract",
        columns=("number", "edition", "project.enterprise.name", "amount", "signed_on", "finishes_on"),
        search=("number",),
        title="number",
        fixed=frozenset({"edition", "reason"}),
        operator="project",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("contracts_once_an_edition", ("unit_code", "project_id", "edition")),
        *not_negative("contracts", "amount", "government", "concession", "own"),
        *in_order("contracts", "starts_on", "finishes_on"),
        check("contracts_shared_by_three", "government + concession + own = amount"),
    )

    class Meta:
        table = "contracts"


class Service(UnitScoped):
    """One of the services a contract agrees on (W3), ticked off when it was delivered (P9)."""

    project = parent("Project", "services", "改造项目 | Project")
    kind = word(ServiceKind, "服务类别 | Kind of service")
    name = fields.CharField(120, description="服务内容 | Service")
    scenario = fields.CharField(60, null=True, description="应用场景 | Scenario")
    amount = money("约定金额 | Agreed price")
    agreed_on = fields.DateField(description="约定日期 | Agreed on")
    delivered_on = fields.DateField(null=True, description="交付日期 | Delivered on")
    dropped_on = fields.DateField(null=True, description="取消日期 | Dropped on")
    evidence = fields.TextField(null=True, description="交付说明 | What was delivered")

    resource: ClassVar[Resource] = Resource(
        "合同服务 | Service",
        columns=("project.enterprise.name", "kind", "name", "amount", "delivered_on"),
        search=("name", "scenario"),
        title="name",
        fixed=frozenset({"delivered_on", "dropped_on", "evidence"}),
        operator="project",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("services", "kind", ServiceKind),
        *not_negative("services", "amount"),
        check("services_dropped_or_delivered", "dropped_on is null or delivered_on is null"),
    )

    class Meta:
        table = "services"
