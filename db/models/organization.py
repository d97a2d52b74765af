"""Legal entities."""

from typing import ClassVar

from tortoise import fields
from tortoise.indexes import Index

from db.enums import EnterpriseSize, Group
from db.guard import Guard
from db.models.base import Record, check, link, money, not_negative, one_of, word
from db.resource import Count, Resource, Scope


class Organization(Record):
    """A legal entity, once per USCC: who operates a platform, who is transformed.

    The register is national: whoever is signed in may look an enterprise up, so that one that another
    unit already serves is found; telephone and account stay masked.
    """

    uscc = fields.CharField(18, unique=True, description="统一社会信用代码 | Credit code (USCC)")
    name = fields.CharField(80, description="名称 | Name")
    unit_code = fields.CharField(6, description="所在单位 | Registered in")
    industry = link("Industry", "organizations", "所属行业 | Industry", null=True)
    size = word(EnterpriseSize, "规模 | Size", null=True)
    employees = fields.IntField(null=True, description="从业人数 | Employees")
    revenue = money("上年营业收入 | Revenue last year", null=True)
    founded_on = fields.DateField(null=True, description="成立日期 | Founded on")
    address = fields.CharField(160, null=True, description="地址 | Address")
    legal_person = fields.CharField(40, null=True, description="法定代表人 | Legal person")
    phone = fields.CharField(20, null=True, description="联系电话 | Phone")
    bank_account = fields.CharField(34, null=True, description="银行账户 | Bank account")

    resource: ClassVar[Resource] = Resource(
        "法人主体 | Organization",
        group=Group.PROJECTS,
        columns=("uscc", "name", "unit.short_name", "size", "legal_person"),
        search=("uscc", "name"),
        title="name",
        sensitive=frozenset({"phone", "bank_account"}),
        computed={"appointment_count": Count("appointments", label="承担平台数 | Appointments")},
        scope=Scope.OPEN,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        check("organizations_uscc_ok", "uscc_ok(uscc)"),
        one_of("organizations", "size", EnterpriseSize),
        *not_negative("organizations", "employees", "revenue"),
    )

    class Meta:
        table = "organizations"
        # The first ones in the order in which forms offer them.
        indexes = (Index(fields=("name", "id"), name="organizations_by_name"),)
