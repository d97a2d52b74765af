"""How a plan did in the end: said by the province, then by the two ministries (A3)."""

from typing import ClassVar

from tortoise import fields

from db.enums import EvaluationKind, EvaluationState, Grade, Group
from db.guard import Guard, Unique
from db.models.base import UnitScoped, check, one_of, parent, word
from db.resource import Resource


class Evaluation(UnitScoped):
    """An evaluation of a plan after its year; once given, nothing in it changes any more."""

    plan = parent("Plan", "evaluations", "实施方案 | Plan")
    kind = word(EvaluationKind, "类别 | Kind")
    state = word(EvaluationState, "状态 | State", default=EvaluationState.DRAFT)
    score = fields.DecimalField(5, 2, description="总分 | Score")
    grade = word(Grade, "等次 | Grade")
    accepted = fields.BooleanField(null=True, description="验收通过 | Accepted")
    achievements = fields.TextField(null=True, description="主要成效 | What was achieved")
    problems = fields.TextField(null=True, description="存在问题 | Problems")
    measures = fields.TextField(null=True, description="改进措施 | What will be done about them")
    drafted_on = fields.DateField(description="起草日期 | Drafted on")
    finance_signed_on = fields.DateField(null=True, description="财政部门会签日 | Finance department signed")
    given_on = fields.DateField(null=True, description="出具日期 | Given on")

    resource: ClassVar[Resource] = Resource(
        "绩效评价 | Evaluation",
        group=Group.QUALITY,
        columns=("plan.title", "kind", "state", "score", "grade", "given_on"),
        search=("achievements", "problems"),
        title="kind",
        fixed=frozenset({"state", "score", "grade", "finance_signed_on", "given_on", "drafted_on"}),
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("evaluations_once", ("unit_code", "plan_id", "kind")),
        one_of("evaluations", "kind", EvaluationKind),
        one_of("evaluations", "state", EvaluationState),
        one_of("evaluations", "grade", Grade),
        check("evaluations_score_in_range", "score between 0 and 100"),
        check(
            "evaluations_given_is_signed",
            "state <> 'given' or (finance_signed_on is not null and given_on is not null)",
        ),
        check("evaluations_signed_has_a_day", "(state = 'draft') = (finance_signed_on is null)"),
        check("evaluations_national_decides", "state <> 'given' or kind = 'self' or accepted is not null"),
    )

    class Meta:
        table = "evaluations"


class EvaluationLine(UnitScoped):
    """One target as an evaluation sees it: what was reached, and what that is worth of a hundred."""

    evaluation = parent("Evaluation", "lines", "绩效评价 | Evaluation")
    target = parent("Target", "scores", "绩效目标 | Target")
    goal = fields.DecimalField(14, 2, description="目标值 | Target")
    actual = fields.DecimalField(14, 2, null=True, description="实际值 | Actual value")
    weight = fields.DecimalField(5, 2, description="权重 | Weight")
    computed = fields.DecimalField(5, 2, description="计算得分 | Score as computed")
    score = fields.DecimalField(5, 2, description="评定得分 | Score as given")
    remark = fields.CharField(400, null=True, description="调整说明 | Why it differs")

    resource: ClassVar[Resource] = Resource(
        "评价得分 | Evaluation line",
        columns=("target.indicator.name", "goal", "actual", "weight", "computed", "score", "remark"),
        search=("remark",),
        title="target.indicator.name",
        fixed=frozenset({"goal", "actual", "weight", "computed", "score", "remark"}),
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("evaluation_lines_once", ("unit_code", "evaluation_id", "target_id")),
        check("evaluation_lines_score_in_range", "score between 0 and 100 and computed between 0 and 100"),
        check("evaluation_lines_difference_explained", "score = computed or remark is not null"),
    )

    class Meta:
        table = "evaluation_lines"
