"""How projects are judged (P10), and how the national review looks again (F6)."""

from typing import Any, ClassVar

from tortoise import fields

from db.enums import Group, SampleState, Verdict
from db.guard import Guard, Unique
from db.models.base import Record, UnitScoped, check, link, one_of, parent, word
from db.resource import Resource, Scope


class AcceptanceStandard(Record):
    """The criteria of acceptance with their points, from one day on; the newest in force counts.

    ``criteria``: [{"code", "zh", "en", "points", "look_zh", "look_en"}], points adding up to 100.
    The pass mark is a limit of the policy book (``acceptance_pass_mark``).
    """

    valid_from = fields.DateField(unique=True, description="生效日 | Valid from")
    criteria: Any = fields.JSONField(description="验收指标 | Criteria")
    reason = fields.CharField(200, description="依据 | Reason")

    resource: ClassVar[Resource] = Resource(
        "验收标准 | Acceptance standard",
        group=Group.REFERENCE,
        columns=("valid_from", "reason"),
        title="valid_from",
        fixed=frozenset({"criteria"}),
        scope=Scope.OPEN,
    )

    class Meta:
        table = "acceptance_standards"


class ScoreSheet(UnitScoped):
    """What an expert found at one inspection of a project, criterion by criterion; given once, never changed.

    ``scores``: [{"code", "zh", "en", "points", "score", "remark"}], as the standard had it on the day.
    """

    project = parent("Project", "score_sheets", "改造项目 | Project")
    expert = link("User", "score_sheets", "验收专家 | Expert", null=True)
    standard = link("AcceptanceStandard", "score_sheets", "验收标准 | Standard")
    round = fields.SmallIntField(description="验收轮次 | Round")
    given_on = fields.DateField(description="验收日期 | Inspected on")
    scores: Any = fields.JSONField(description="逐项评分 | Scores")
    total = fields.DecimalField(5, 2, description="总分 | Total")
    pass_mark = fields.DecimalField(5, 2, description="合格线 | Pass mark")
    verdict = word(Verdict, "验收结论 | Verdict")
    findings = fields.TextField(null=True, description="验收意见 | Findings")
    rectify_by = fields.DateField(null=True, description="整改期限 | To be mended by")

    resource: ClassVar[Resource] = Resource(
        "验收评分表 | Score sheet",
        columns=("project.enterprise.name", "round", "given_on", "total", "verdict", "expert.name"),
        title="given_on",
        fixed=frozenset({"round", "scores", "total", "pass_mark", "verdict", "rectify_by"}),
        operator="project",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("score_sheets_once_a_round", ("unit_code", "project_id", "round")),
        one_of("score_sheets", "verdict", Verdict),
        check("score_sheets_total_in_range", "total between 0 and 100"),
        check("score_sheets_pass_reaches_the_mark", "verdict <> 'pass' or total >= pass_mark"),
        check("score_sheets_rectify_has_a_term", "verdict <> 'rectify' or rectify_by is not null"),
    )

    class Meta:
        table = "score_sheets"


class ReviewSample(UnitScoped):
    """A passed project drawn by lot for the national review to look at again before it confirms (F6).

    ``seed`` and ``share`` say how it was drawn, so that anybody can draw the same ones again.
    """

    project = parent("Project", "review_samples", "改造项目 | Project")
    state = word(SampleState, "抽查结果 | State", default=SampleState.DRAWN)
    seed = fields.CharField(40, description="抽样种子 | Seed of the draw")
    share = fields.DecimalField(4, 3, description="抽样比例 | Share drawn")
    drawn_on = fields.DateField(description="抽取日期 | Drawn on")
    checked_on = fields.DateField(null=True, description="抽查日期 | Checked on")
    remark = fields.TextField(null=True, description="抽查意见 | Remark")

    resource: ClassVar[Resource] = Resource(
        "抽查样本 | Review sample",
        columns=("project.enterprise.name", "unit.short_name", "state", "drawn_on", "checked_on"),
        title="drawn_on",
        fixed=frozenset({"state", "seed", "share", "drawn_on", "checked_on"}),
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("review_samples_once", ("unit_code", "project_id")),
        one_of("review_samples", "state", SampleState),
        check("review_samples_share_is_a_share", "share > 0 and share <= 1"),
        check("review_samples_checked_has_a_day", "state = 'drawn' or checked_on is not null"),
    )

    class Meta:
        table = "review_samples"
