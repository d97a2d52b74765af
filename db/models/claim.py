"""What a platform asks for one project."""

from typing import ClassVar

from tortoise import fields

from db.enums import ClaimState, Group
from db.guard import Guard, Unique
from db.models.base import (
    UnitScoped,
    in_order,
    money,
    not_negative,
    one_of,
    parent,
    word,
)
from db.resource import Count, Resource, Sum


class Claim(UnitScoped):
    """A platform's application for the award of one project (F1, F2)."""

    project = parent("Project", "claims", "改造项目 | Project")
    state = word(ClaimState, "状态 | State", default=ClaimState.SUBMITTED)
    actual_cost = money("实际改造成本 | Actual eligible cost")
    amount = money("申请金额 | Amount asked")
    approved_amount = money("核准金额 | Amount approved", null=True)
    submitted_on = fields.DateField(description="提交日期 | Submitted on")
    decided_on = fields.DateField(null=True, description="决定日期 | Decided on")
    statement = fields.TextField(null=True, description="申请说明 | Statement")

    resource: ClassVar[Resource] = Resource(
        "奖补申请 | Claim",
        group=Group.MONEY,
        columns=(
            "project.enterprise.name",
            "unit.short_name",
            "project.platform.organization.name",
            "amount",
            "state",
            "flag_count",
        ),
        search=("project.enterprise.name", "project.enterprise.uscc"),
        title="project.enterprise.name",
        fixed=frozenset({"state", "approved_amount", "submitted_on", "decided_on"}),
        computed={
            "flag_count": Count("flags", label="预警数 | Flags"),
            "open_flag_count": Count("flags", {"state": {"eq": "open"}}, label="待核查预警数 | Open flags"),
            "at_risk": Sum(
                "flags", "at_risk", {"state": {"in": ["open", "in_case"]}}, label="涉及金额 | At risk"
            ),
        },
        operator="project",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique(
            "claims_one_open_per_project",
            ("unit_code", "project_id"),
            where="state not in ('rejected', 'withdrawn')",
        ),
        one_of("claims", "state", ClaimState),
        *not_negative("claims", "actual_cost", "amount", "approved_amount"),
        *in_order("claims", "submitted_on", "decided_on"),
    )

    class Meta:
        table = "claims"
