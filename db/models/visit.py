"""Visits on the spot, what they found, and what became of it (A2)."""

from typing import ClassVar

from tortoise import fields

from db.enums import FindingKind, FindingState, Group, Severity, VisitState
from db.guard import Guard
from db.models.base import UnitScoped, check, in_order, link, one_of, parent, word
from db.resource import Count, Resource


class Visit(UnitScoped):
    """Somebody goes to a platform, or to one of its enterprises, to see how the work is going (A2)."""

    platform = parent("Platform", "visits", "服务平台 | Platform")
    project = parent("Project", "visits", "改造项目 | Project", null=True)
    state = word(VisitState, "状态 | State", default=VisitState.PLANNED)
    purpose = fields.CharField(200, description="督促事项 | What to look at")
    planned_on = fields.DateField(description="计划日期 | Planned on")
    visited_on = fields.DateField(null=True, description="现场日期 | Visited on")
    visitors = fields.CharField(200, null=True, description="参加人员 | Who went")
    summary = fields.TextField(null=True, description="现场情况 | What was seen")
    organiser = link("User", "visits", "安排人 | Arranged by", null=True)

    resource: ClassVar[Resource] = Resource(
        "现场督促 | Visit",
        group=Group.QUALITY,
        columns=("planned_on", "platform.organization.name", "purpose", "state", "visited_on"),
        search=("purpose", "summary", "platform.organization.name"),
        title="purpose",
        fixed=frozenset({"state", "visited_on", "summary"}),
        computed={
            "finding_count": Count("findings", label="发现问题数 | Findings"),
            "open_findings": Count(
                "findings", {"state": {"ne": "closed"}}, label="未销号问题数 | Findings not closed"
            ),
        },
        operator="platform",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("visits", "state", VisitState),
        check("visits_done_has_a_day", "state <> 'done' or (visited_on is not null and summary is not null)"),
    )

    class Meta:
        table = "visits"


class Finding(UnitScoped):
    """What a visit found wrong: to be put right by a day, answered by the platform, closed by the officer."""

    visit = parent("Visit", "findings", "现场督促 | Visit")
    project = parent("Project", "findings", "改造项目 | Project", null=True)
    kind = word(FindingKind, "问题类别 | Kind")
    severity = word(Severity, "严重程度 | Severity")
    state = word(FindingState, "状态 | State", default=FindingState.OPEN)
    description = fields.CharField(400, description="发现问题 | What was found")
    due_on = fields.DateField(description="整改期限 | To be put right by")
    answer = fields.CharField(400, null=True, description="整改情况 | What was done about it")
    answered_on = fields.DateField(null=True, description="反馈日期 | Answered on")
    closed_on = fields.DateField(null=True, description="销号日期 | Closed on")

    resource: ClassVar[Resource] = Resource(
        "督促发现 | Finding",
        columns=("visit.planned_on", "kind", "severity", "description", "due_on", "state"),
        search=("description", "answer"),
        title="description",
        fixed=frozenset({"state", "answer", "answered_on", "closed_on"}),
        operator="visit",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("findings", "kind", FindingKind),
        one_of("findings", "severity", Severity),
        one_of("findings", "state", FindingState),
        *in_order("findings", "answered_on", "closed_on"),
        check("findings_closed_has_a_day", "state <> 'closed' or closed_on is not null"),
    )

    class Meta:
        table = "findings"
