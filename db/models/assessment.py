"""How digital an enterprise is, before and after."""

from typing import Any, ClassVar

from tortoise import fields

from db.enums import AssessmentPhase, Group
from db.guard import Guard, Unique
from db.models.base import Record, UnitScoped, check, one_of, parent, word
from db.resource import Resource, Scope


class Questionnaire(Record):
    """An edition of the digital-level questionnaire: what is known of it, and how certain that is."""

    edition = fields.SmallIntField(unique=True, description="版本 | Edition")
    number = fields.CharField(40, description="文号 | Document number")
    title = fields.CharField(80, description="名称 | Title")
    title_en = fields.CharField(120, description="英文名称 | English title")
    body: Any = fields.JSONField(description="题目与规则 | Questions and rules")
    certainty = fields.TextField(description="可信程度 | How certain")
    certainty_en = fields.TextField(description="可信程度（英文） | How certain, in English")

    resource: ClassVar[Resource] = Resource(
        "评测问卷 | Questionnaire",
        group=Group.REFERENCE,
        columns=("edition", "number", "title"),
        title="title",
        scope=Scope.OPEN,
    )

    class Meta:
        table = "questionnaires"


class Assessment(UnitScoped):
    """The digital level of an enterprise, 1 to 4 (0: below the first), before or after its transformation.

    ``answers`` by the questionnaire of the edition (``api.policy.digital_level``); ``dimensions`` what each part
    scored. A ``draft`` counts for nothing yet: the project carries the level only once it is handed in.
    """

    project = parent("Project", "assessments", "改造项目 | Project")
    phase = word(AssessmentPhase, "阶段 | Phase")
    edition = fields.SmallIntField(description="评测指标版本 | Edition")
    level = fields.SmallIntField(description="水平等级 | Level")
    score = fields.DecimalField(5, 2, description="得分 | Score")
    assessed_on = fields.DateField(description="评测日期 | Assessed on")
    draft = fields.BooleanField(default=False, db_default=False, description="草稿 | Draft")
    answers: Any = fields.JSONField(null=True, description="答卷 | Answers")
    dimensions: Any = fields.JSONField(null=True, description="分项得分 | Scores by dimension")

    resource: ClassVar[Resource] = Resource(
        "数字化水平评测 | Assessment",
        group=Group.QUALITY,
        columns=("project.enterprise.name", "phase", "level", "score", "assessed_on"),
        title="level",
        fixed=frozenset({"draft", "dimensions"}),
        operator="project",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique(
            "assessments_once_per_phase",
            ("unit_code", "project_id", "phase"),
        ),
        one_of("assessments", "phase", AssessmentPhase),
        check("assessments_level_in_range", "level between 0 and 4"),
        check("assessments_score_in_range", "score between 0 and 100"),
    )

    class Meta:
        table = "assessments"
