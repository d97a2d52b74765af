"""What provinces learnt and where they are stuck, reported to MIIT and copied to MOF (A4)."""

from typing import ClassVar

from tortoise import fields

from db.enums import Group, ReportKind, ReportState, ReportTopic, Role
from db.guard import Guard
from db.models.base import UnitScoped, check, link, one_of, parent, word
from db.resource import Resource


class Report(UnitScoped):
    """A lesson or a problem; addressed to the Ministry of Industry and Information Technology, copied to that of Finance."""

    plan = parent("Plan", "reports", "实施方案 | Plan", null=True)
    kind = word(ReportKind, "类别 | Kind")
    topic = word(ReportTopic, "主题 | Topic")
    state = word(ReportState, "状态 | State", default=ReportState.DRAFT)
    title = fields.CharField(120, description="标题 | Title")
    body = fields.TextField(description="正文 | Text")
    author = link("User", "reports", "起草人 | Written by", null=True)
    sent_on = fields.DateField(null=True, description="报送日期 | Sent on")
    read_on = fields.DateField(null=True, description="工信部阅 | Read by MIIT on")
    copy_read_on = fields.DateField(null=True, description="财政部阅 | Copy read by MOF on")
    answer = fields.TextField(null=True, description="答复 | Answer")
    answered_on = fields.DateField(null=True, description="答复日期 | Answered on")

    resource: ClassVar[Resource] = Resource(
        "总结报送 | Report",
        group=Group.QUALITY,
        columns=("title", "unit.short_name", "kind", "topic", "state", "sent_on"),
        search=("title", "body", "answer"),
        title="title",
        fixed=frozenset({"state", "sent_on", "read_on", "copy_read_on", "answer", "answered_on"}),
        readers=frozenset(Role) - {Role.PLATFORM_OPERATOR, Role.EXPERT},
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("reports", "kind", ReportKind),
        one_of("reports", "topic", ReportTopic),
        one_of("reports", "state", ReportState),
        check("reports_sent_has_a_day", "(state = 'draft') = (sent_on is null)"),
        check("reports_answered_has_an_answer", "state <> 'answered' or answer is not null"),
    )

    class Meta:
        table = "reports"
