"""What works, for others to copy: solutions, patterns, and the lighthouses that prove them (W2, P11)."""

from typing import Any, ClassVar

from tortoise import fields

from db.enums import EnterpriseSize, EntryState, Group
from db.guard import Guard, Unique
from db.models.base import (
    Record,
    UnitScoped,
    check,
    in_order,
    link,
    money,
    not_negative,
    one_of,
    parent,
    word,
)
from db.resource import Count, Resource, Scope

_PUBLISHED = "state = 'published'"
_FIXED = frozenset({"state", "published_on"})


class Scene(Record):
    """An application scenario of the digital-level indicators, 2024 edition, with what each level means there."""

    number = fields.SmallIntField(unique=True, description="序号 | Order")
    family = fields.CharField(40, description="场景类别 | Group")
    name = fields.CharField(40, description="应用场景 | Scenario")
    binding = fields.BooleanField(default=False, description="约束性场景 | Binding")
    levels: Any = fields.JSONField(description="各级要求 | What each level means")

    resource: ClassVar[Resource] = Resource(
        "应用场景 | Scenario",
        group=Group.REFERENCE,
        columns=("number", "family", "name", "binding"),
        search=("name", "family"),
        title="name",
        scope=Scope.OPEN,
    )

    class Meta:
        table = "scenes"


class Solution(UnitScoped):
    """What a platform offers: small, quick, light, precise (小快轻准, W2)."""

    organization = link("Organization", "solutions", "提供方 | Provider")
    industry = link("Industry", "solutions", "细分行业 | Industry", null=True)
    name = fields.CharField(80, description="方案名称 | Solution")
    summary = fields.TextField(description="简介 | Summary")
    price_low = money("价格下限 | Price from")
    price_high = money("价格上限 | Price to")
    weeks_low = fields.SmallIntField(description="工期下限（周） | Weeks from")
    weeks_high = fields.SmallIntField(description="工期上限（周） | Weeks to")
    needs = fields.TextField(null=True, description="实施条件 | What it needs")
    small = fields.CharField(200, null=True, description="小 | Small")
    quick = fields.CharField(200, null=True, description="快 | Quick")
    light = fields.CharField(200, null=True, description="轻 | Light")
    precise = fields.CharField(200, null=True, description="准 | Precise")
    state = word(EntryState, "状态 | State", default=EntryState.DRAFT)
    published_on = fields.DateField(null=True, description="发布日期 | Published on")

    resource: ClassVar[Resource] = Resource(
        "解决方案 | Solution",
        group=Group.CATALOGUE,
        columns=("name", "organization.name", "industry.name", "price_low", "weeks_high", "state"),
        search=("name", "summary", "organization.name"),
        title="name",
        fixed=_FIXED,
        computed={"proof_count": Count("proofs", label="灯塔佐证数 | Lighthouses that prove it")},
        operator="organization",
        published=_PUBLISHED,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("solutions", "state", EntryState),
        *not_negative("solutions", "price_low", "weeks_low"),
        *in_order("solutions", "price_low", "price_high"),
        *in_order("solutions", "weeks_low", "weeks_high"),
        check("solutions_published_has_a_date", "state <> 'published' or published_on is not null"),
    )

    class Meta:
        table = "solutions"


class Pattern(UnitScoped):
    """An approach that worked, so told that others can follow it (典型模式, P11)."""

    solution = parent("Solution", "patterns", "所用解决方案 | Solution it uses", null=True)
    industry = link("Industry", "patterns", "细分行业 | Industry", null=True)
    name = fields.CharField(80, description="模式名称 | Pattern")
    summary = fields.TextField(description="概要 | Summary")
    steps = fields.TextField(description="实施步骤 | Steps")
    prerequisites = fields.TextField(null=True, description="前提条件 | Prerequisites")
    pitfalls = fields.TextField(null=True, description="常见问题 | Pitfalls")
    state = word(EntryState, "状态 | State", default=EntryState.DRAFT)
    published_on = fields.DateField(null=True, description="发布日期 | Published on")

    resource: ClassVar[Resource] = Resource(
        "典型模式 | Pattern",
        group=Group.CATALOGUE,
        columns=("name", "unit.short_name", "industry.name", "state"),
        search=("name", "summary"),
        title="name",
        fixed=_FIXED,
        computed={"proof_count": Count("proofs", label="灯塔佐证数 | Lighthouses that prove it")},
        published=_PUBLISHED,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("patterns", "state", EntryState),
        check("patterns_published_has_a_date", "state <> 'published' or published_on is not null"),
    )

    class Meta:
        table = "patterns"


class SolutionScene(UnitScoped):
    """A scenario that a solution covers."""

    solution = parent("Solution", "scenes", "解决方案 | Solution")
    scene = link("Scene", "solution_scenes", "应用场景 | Scenario")

    resource: ClassVar[Resource] = Resource(
        "方案场景 | Scenario of a solution",
        columns=("solution.name", "scene.name"),
        title="scene.name",
        operator="solution",
        published="solution_id in (select id from solutions where state = 'published')",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("solution_scenes_once", ("unit_code", "solution_id", "scene_id")),
    )

    class Meta:
        table = "solution_scenes"


class PatternScene(UnitScoped):
    """A scenario that a pattern is about."""

    pattern = parent("Pattern", "scenes", "典型模式 | Pattern")
    scene = link("Scene", "pattern_scenes", "应用场景 | Scenario")

    resource: ClassVar[Resource] = Resource(
        "模式场景 | Scenario of a pattern",
        columns=("pattern.name", "scene.name"),
        title="scene.name",
        published="pattern_id in (select id from patterns where state = 'published')",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("pattern_scenes_once", ("unit_code", "pattern_id", "scene_id")),
    )

    class Meta:
        table = "pattern_scenes"


class Proof(UnitScoped):
    """A lighthouse that proves a solution or a pattern: what it was and became, as its project says.

    Taken from the project by a service, never typed in, and frozen when the entry is published: row security hides
    other units' projects, so what the whole country reads is this snapshot of what may be known of one, and it stays
    what it was when it was published. Whoever sees the project can compare.
    """

    solution = parent("Solution", "proofs", "解决方案 | Solution", null=True)
    pattern = parent("Pattern", "proofs", "典型模式 | Pattern", null=True)
    project = parent("Project", "proofs", "改造项目 | Project")
    enterprise = link("Organization", "proofs", "灯塔企业 | Lighthouse")
    industry = link("Industry", "proofs", "细分行业 | Industry", null=True)
    size = word(EnterpriseSize, "规模 | Size", null=True)
    employees = fields.IntField(null=True, description="从业人数 | Employees")
    revenue = money("营业收入 | Revenue", null=True)
    level_before = fields.SmallIntField(description="改造前水平 | Level before")
    level_after = fields.SmallIntField(description="改造后水平 | Level after")
    cost = money("改造成本 | Cost")
    months = fields.DecimalField(4, 1, description="历时（月） | Months taken")
    taken_on = fields.DateField(description="取数日期 | Taken on")

    resource: ClassVar[Resource] = Resource(
        "灯塔佐证 | Proof",
        group=Group.CATALOGUE,
        columns=("enterprise.name", "industry.name", "level_before", "level_after", "cost", "months"),
        search=("enterprise.name",),
        title="enterprise.name",
        fixed=frozenset(
            {
                "size",
                "employees",
                "revenue",
                "level_before",
                "level_after",
                "cost",
                "months",
                "taken_on",
            }
        ),
        operator="solution",
        published=(
            "solution_id in (select id from solutions where state = 'published')"
            " or pattern_id in (select id from patterns where state = 'published')"
        ),
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("proofs_once", ("unit_code", "solution_id", "pattern_id", "project_id")),
        check("proofs_of_one_entry", "(solution_id is null) <> (pattern_id is null)"),
        one_of("proofs", "size", EnterpriseSize),
        *not_negative("proofs", "cost", "months"),
    )

    class Meta:
        table = "proofs"
