"""How pressing claims, projects and platforms are, as the last run found it: the order of the queue."""

from typing import Any, ClassVar

from tortoise import fields
from tortoise.indexes import Index

from db.enums import FlagSubject, Group
from db.guard import Guard, Unique
from db.models.base import UnitScoped, check, money, not_negative, one_of, parent, word
from db.models.flag import INVESTIGATORS
from db.resource import Resource


class RiskScore(UnitScoped):
    """The score of a subject that has standing flags (``api.policy.score``), reckoned anew when its flags change.

    ``parts``: [{"rule", "family", "flags", "weight", "points"}], which add up to ``score``. ``open_flags``: those not in
    a case yet; 0 is nothing left to triage. ``expires_on``: the end of the two years in which the act must be found.
    """

    platform = parent("Platform", "risk_scores", "服务平台 | Platform")
    project = parent("Project", "risk_scores", "改造项目 | Project", null=True)
    claim = parent("Claim", "risk_scores", "奖补申请 | Claim", null=True)
    subject = word(FlagSubject, "对象类别 | Subject")
    subject_id = fields.BigIntField(description="对象编号 | Number of the subject")
    score = fields.DecimalField(4, 1, description="风险分 | Score")
    parts: Any = fields.JSONField(description="得分构成 | Parts of the score")
    flag_count = fields.IntField(description="有效预警数 | Standing flags")
    open_flags = fields.IntField(description="待核查预警数 | Flags to be looked at")
    at_risk = money("涉及金额 | At risk")
    expires_on = fields.DateField(null=True, description="时效届满日 | Limitation ends on")
    clock_days = fields.IntField(null=True, description="时效剩余天数 | Days left of the limitation")
    rank = fields.DecimalField(16, 2, description="排序值 | Rank")
    reckoned_at = fields.DatetimeField(description="计算时间 | Reckoned at")

    resource: ClassVar[Resource] = Resource(
        "风险评分 | Risk score",
        group=Group.WATCHING,
        columns=("subject", "platform.organization.name", "score", "at_risk", "clock_days", "rank"),
        search=("project.enterprise.name", "platform.organization.name"),
        title="score",
        fixed=frozenset(
            {"subject", "subject_id", "score", "parts", "flag_count", "open_flags", "at_risk", "expires_on"}
            | {"clock_days", "rank", "reckoned_at"}
        ),
        readers=INVESTIGATORS,
        audited=False,  # reckoned from the flags, whose changes are
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("risk_scores_once", ("unit_code", "subject", "subject_id")),
        one_of("risk_scores", "subject", FlagSubject),
        *not_negative("risk_scores", "at_risk", "rank", "flag_count", "open_flags"),
        check("risk_scores_score_in_range", "score between 0 and 100"),
        check("risk_scores_subject_is_there", "(claim_id is not null) = (subject = 'claim')"),
        check("risk_scores_project_is_there", "(project_id is null) = (subject = 'platform')"),
    )

    class Meta:
        table = "risk_scores"
        indexes = (Index(fields=("subject", "rank"), name="risk_scores_by_rank"),)
