"""Where the money of a project comes from (W4, W5)."""

from typing import ClassVar

from tortoise import fields
from tortoise.indexes import Index

from db.enums import FundingSource, Group
from db.guard import Guard, Unique
from db.models.base import UnitScoped, check, money, not_negative, one_of, parent, word
from db.resource import Resource, Sum


class Funding(UnitScoped):
    """One source's part of what a project costs: agreed, and paid so far.

    Service fees out of gains over time (W5) have a share of a base, and instalments; what was paid of them counts here.
    """

    project = parent("Project", "fundings", "改造项目 | Project")
    source = word(FundingSource, "来源 | Source")
    agreed = money("约定金额 | Agreed")
    paid = money("已到位 | Paid so far", default=0)
    agreed_on = fields.DateField(null=True, description="约定日期 | Agreed on")
    document = fields.CharField(80, null=True, description="依据文件 | Document it rests on")
    gains_share = fields.DecimalField(5, 4, null=True, description="收益分成比例 | Share of the gains")
    gains_base = fields.CharField(120, null=True, description="收益基数 | What the gains are")

    resource: ClassVar[Resource] = Resource(
        "资金来源 | Source of funds",
        group=Group.MONEY,
        columns=("project.enterprise.name", "source", "agreed", "paid", "agreed_on"),
        search=("document", "project.enterprise.name"),
        title="source",
        computed={
            "due_so_far": Sum("instalments", "amount", label="分期合计 | Instalments in all"),
        },
        operator="project",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("funding_once_per_source", ("unit_code", "project_id", "source")),
        one_of("fundings", "source", FundingSource),
        *not_negative("fundings", "agreed", "paid"),
        check("fundings_share_is_one", "gains_share > 0 and gains_share <= 1"),
        check(
            "fundings_gains_only_of_gains",
            "source = 'paid_from_gains' or (gains_share is null and gains_base is null)",
        ),
    )

    class Meta:
        table = "fundings"
        # For the rule that looks where else a document was used.
        indexes = (Index(fields=("unit_code", "document"), name="fundings_by_document"),)


class Instalment(UnitScoped):
    """What is due of the fees that an enterprise pays out of its gains, and what came (W5)."""

    funding = parent("Funding", "instalments", "资金来源 | Source of funds")
    due_on = fields.DateField(description="应付日期 | Due on")
    amount = money("应付金额 | Due")
    paid_on = fields.DateField(null=True, description="实付日期 | Paid on")
    paid = money("实付金额 | Paid", default=0)

    resource: ClassVar[Resource] = Resource(
        "收益分期 | Instalment",
        group=Group.MONEY,
        columns=("funding.project.enterprise.name", "due_on", "amount", "paid_on", "paid"),
        title="due_on",
        operator="funding",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("instalments_one_a_day", ("unit_code", "funding_id", "due_on")),
        *not_negative("instalments", "paid"),
        check("instalments_amount_positive", "amount > 0"),
        check("instalments_paid_with_a_date", "paid = 0 or paid_on is not null"),
    )

    class Meta:
        table = "instalments"
