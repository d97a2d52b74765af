"""Performance targets and what was reached of them, quarter by quarter (A3)."""

from typing import ClassVar

from tortoise import fields

from db.enums import Group, Light
from db.guard import Guard, Unique
from db.models.base import Record, UnitScoped, check, link, one_of, parent, word
from db.resource import Resource, Scope


class Indicator(Record):
    """What can be a target. ``formula`` names what the system works out itself (``api.policy.performance``).

    Annex 2 of the notice names a table of performance targets; its columns are not public. What the notice
    does not say is marked ``sample``, and an office may put its own rows in their place.
    """

    code = fields.CharField(32, unique=True, description="指标代码 | Code")
    name = fields.CharField(60, description="指标名称 | Indicator")
    name_en = fields.CharField(80, description="英文名称 | English name")
    measure = fields.CharField(16, description="计量单位 | Unit of measure")
    measure_en = fields.CharField(24, description="英文计量单位 | Unit of measure in English")
    lower_is_better = fields.BooleanField(default=False, description="越低越好 | Lower is better")
    cumulative = fields.BooleanField(default=False, description="逐步累计 | Adds up over the year")
    formula = fields.CharField(32, null=True, description="系统计算 | Worked out by the system")
    clause = link("Clause", "indicators", "条款 | Clause", null=True)
    sample = fields.BooleanField(default=True, description="示例 | Sample")

    resource: ClassVar[Resource] = Resource(
        "绩效指标 | Indicator",
        group=Group.REFERENCE,
        columns=("code", "name", "name_en", "measure", "formula", "sample"),
        search=("code", "name", "name_en"),
        title="name",
        scope=Scope.OPEN,
    )

    class Meta:
        table = "indicators"


class Target(UnitScoped):
    """What a plan, or one of its platforms, is to reach by the end of its year (P8, A3).

    ``approved`` is what stood there when the plan was approved; a later change leaves it alone.
    """

    plan = parent("Plan", "targets", "实施方案 | Plan")
    platform = parent("Platform", "targets", "服务平台 | Platform", null=True)
    indicator = link("Indicator", "targets", "绩效指标 | Indicator")
    baseline = fields.DecimalField(14, 2, null=True, description="基期值 | Baseline")
    value = fields.DecimalField(14, 2, description="目标值 | Target")
    approved = fields.DecimalField(14, 2, null=True, description="批复目标值 | Target as approved")
    weight = fields.DecimalField(5, 2, description="权重 | Weight")

    resource: ClassVar[Resource] = Resource(
        "绩效目标 | Target",
        group=Group.QUALITY,
        columns=("plan.title", "platform.organization.name", "indicator.name", "baseline", "value", "weight"),
        search=("indicator.name",),
        title="indicator.name",
        fixed=frozenset({"approved"}),
        operator="platform",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("targets_once", ("unit_code", "plan_id", "platform_id", "indicator_id")),
        check("targets_weight_is_a_share", "weight between 0 and 100"),
    )

    class Meta:
        table = "targets"


class Measurement(UnitScoped):
    """What had been reached of a target by the end of a quarter (绩效运行监控, A3)."""

    target = parent("Target", "measurements", "绩效目标 | Target")
    quarter = fields.DateField(description="季度首日 | First day of the quarter")
    value = fields.DecimalField(14, 2, description="实际值 | Actual value")
    worked_out = fields.BooleanField(description="系统计算 | Worked out by the system")
    light = word(Light, "预警灯 | Traffic light")
    explanation = fields.CharField(400, null=True, description="偏差说明 | Why it lags")

    resource: ClassVar[Resource] = Resource(
        "绩效监控 | Measurement",
        columns=("target.indicator.name", "quarter", "value", "light", "explanation"),
        search=("explanation",),
        title="quarter",
        fixed=frozenset({"value", "worked_out", "light", "explanation"}),
        operator="target",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("measurements_once_a_quarter", ("unit_code", "target_id", "quarter")),
        one_of("measurements", "light", Light),
        check(
            "measurements_quarter_begins",
            "extract(day from quarter) = 1 and extract(month from quarter) in (1, 4, 7, 10)",
        ),
    )

    class Meta:
        table = "measurements"
