"""Who judges the candidates of a call, and how: each expert alone (P12)."""

from typing import ClassVar

from tortoise import fields

from db.enums import PanelistState, Role
from db.guard import Guard, Unique
from db.models.base import UnitScoped, link, not_negative, one_of, parent, word
from db.resource import Resource

#: Who may know who judges: not the candidates.
_INSIDERS: frozenset[Role] = frozenset(Role) - {Role.PLATFORM_OPERATOR}


class Panelist(UnitScoped):
    """An expert on the panel of a call, drawn or named."""

    call = parent("Call", "panel", "遴选公告 | Call for platforms")
    expert = link("User", "panels", "专家 | Expert")
    state = word(PanelistState, "状态 | State", default=PanelistState.NAMED)
    drawn = fields.BooleanField(default=False, description="随机抽取 | Drawn by lot")
    submitted_on = fields.DateField(null=True, description="提交评分日期 | Scores submitted on")
    reason = fields.CharField(200, null=True, description="回避理由 | Why recused")

    resource: ClassVar[Resource] = Resource(
        "评审专家 | Panelist",
        columns=("call.title", "expert.name", "drawn", "state", "submitted_on"),
        title="expert.name",
        fixed=frozenset({"state", "drawn", "submitted_on", "reason"}),
        readers=_INSIDERS,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("panelists_once_per_call", ("unit_code", "call_id", "expert_id")),
        one_of("panelists", "state", PanelistState),
    )

    class Meta:
        table = "panelists"


class Score(UnitScoped):
    """What one expert gives one candidate by one criterion.

    Sealed until the scoring is closed: until then the database shows and takes an expert's scores only to and from
    that expert, whoever else asks and by whatever way.
    """

    call = parent("Call", "scores", "遴选公告 | Call for platforms")
    candidate = parent("Candidate", "scores", "遴选申请 | Candidate")
    criterion = parent("Criterion", "scores", "评审指标 | Criterion")
    expert = link("User", "scores", "专家 | Expert")
    points = fields.DecimalField(6, 2, description="得分 | Points")

    resource: ClassVar[Resource] = Resource(
        "专家评分 | Score",
        columns=("candidate.organization.name", "criterion.name", "expert.name", "points"),
        title="criterion.name",
        readers=_INSIDERS,
        sealed=(
            "expert_id = (select nullif(current_setting('app.expert', true), ''))::bigint"
            " or call_id in (select id from calls where state in ('scored', 'noticed', 'decided'))"
        ),
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("scores_once", ("unit_code", "candidate_id", "criterion_id", "expert_id")),
        *not_negative("scores", "points"),
    )

    class Meta:
        table = "scores"
