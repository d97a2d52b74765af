"""What an enterprise thinks of the service it got, asked by a link that works once (A2)."""

from typing import ClassVar

from tortoise import fields

from db.enums import Group, Role, SurveyState
from db.guard import Guard, Unique
from db.models.base import UnitScoped, check, one_of, parent, word
from db.resource import Resource

#: The questions, each answered by 1 to 5.
MARKS = ("quality", "timeliness", "training", "effect", "recommend")


class Survey(UnitScoped):
    """One a project. Of the link only the hash is kept, of the person who answers nothing at all.

    Not for platform operators: who rates a service must not fear the one who gave it.
    """

    project = parent("Project", "surveys", "改造项目 | Project")
    state = word(SurveyState, "状态 | State", default=SurveyState.SENT)
    token_hash = fields.CharField(64, null=True, unique=True, description="链接散列 | Hash of the link")
    sent_on = fields.DateField(description="发出日期 | Sent on")
    expires_on = fields.DateField(description="有效至 | Valid until")
    reminders = fields.SmallIntField(default=0, description="催办次数 | Reminders")
    answered_on = fields.DateField(null=True, description="答复日期 | Answered on")
    quality = fields.SmallIntField(null=True, description="改造质量 | Quality of the work")
    timeliness = fields.SmallIntField(null=True, description="及时程度 | Timeliness")
    training = fields.SmallIntField(null=True, description="实训效果 | Training")
    effect = fields.SmallIntField(null=True, description="使用效果 | Effect in use")
    recommend = fields.SmallIntField(null=True, description="愿意推荐 | Would recommend it")
    mean = fields.DecimalField(3, 2, null=True, description="平均分 | Mean")
    served = fields.BooleanField(null=True, description="确认接受过改造服务 | Says it was served at all")
    comment = fields.CharField(1000, null=True, description="意见建议 | Comment")

    resource: ClassVar[Resource] = Resource(
        "满意度测评 | Survey",
        group=Group.QUALITY,
        columns=("project.enterprise.name", "state", "sent_on", "expires_on", "answered_on", "mean"),
        search=("project.enterprise.name", "comment"),
        title="project.enterprise.name",
        fixed=frozenset(
            {
                "state",
                "sent_on",
                "expires_on",
                "reminders",
                "answered_on",
                *MARKS,
                "mean",
                "served",
                "comment",
            }
        ),
        hidden=frozenset({"token_hash"}),
        readers=frozenset(Role) - {Role.PLATFORM_OPERATOR, Role.EXPERT},
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("surveys_once_per_project", ("unit_code", "project_id")),
        one_of("surveys", "state", SurveyState),
        *(check(f"surveys_{mark}_in_range", f"{mark} between 1 and 5") for mark in MARKS),
        check("surveys_mean_in_range", "mean between 1 and 5"),
        # A link that was used or taken back opens nothing any more.
        check("surveys_link_only_while_sent", "(state = 'sent') = (token_hash is not null)"),
        # Who was never served has nothing to rate.
        check(
            "surveys_answered_has_answers",
            "(state = 'answered') = (mean is not null or served is not distinct from false)",
        ),
    )

    class Meta:
        table = "surveys"
