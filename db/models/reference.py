"""Tables the programme is given: units, industries, clauses, limits, articles of law."""

from typing import Any, ClassVar

from tortoise import fields
from tortoise.models import Model

from db.enums import Group, IndustryLevel, Sector, UnitKind
from db.guard import Exclude, Guard, Unique
from db.models.base import Record, check, link, one_of, word
from db.resource import Resource, Scope


class ReportingUnit(Model):
    """One of the 37 reporting units: provinces, separately planned cities, XPCC."""

    code = fields.CharField(6, primary_key=True, description="单位代码 | Unit code")
    number = fields.SmallIntField(unique=True, description="序号 | Order")
    kind = word(UnitKind, "类别 | Kind")
    name = fields.CharField(40, description="名称 | Name")
    short_name = fields.CharField(10, description="简称 | Short name")
    name_en = fields.CharField(60, description="英文名称 | English name")
    parent_code = fields.CharField(6, null=True, description="所在省 | Province it lies in")
    latitude = fields.DecimalField(5, 2, null=True, description="驻地纬度 | Latitude of its seat")
    longitude = fields.DecimalField(6, 2, null=True, description="驻地经度 | Longitude of its seat")

    resource: ClassVar[Resource] = Resource(
        "申报单位 | Reporting unit",
        group=Group.REFERENCE,
        columns=("code", "short_name", "name_en", "kind"),
        search=("name", "name_en", "code"),
        title="name",
        scope=Scope.OPEN,
        progress="unit_code",
    )

    guards: ClassVar[tuple[Guard, ...]] = (one_of("reporting_units", "kind", UnitKind),)

    class Meta:
        table = "reporting_units"


class UnitBorder(Record):
    """Two reporting units that lie side by side, each way one row: plain geography (P1: 避免重复)."""

    unit_code = fields.CharField(6, description="申报单位 | Reporting unit")
    neighbour_code = fields.CharField(6, description="相邻单位 | Neighbouring unit")

    resource: ClassVar[Resource] = Resource(
        "单位相邻关系 | Border of units",
        group=Group.REFERENCE,
        columns=("unit.short_name", "neighbour_code"),
        title="neighbour_code",
        scope=Scope.OPEN,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("unit_borders_once", ("unit_code", "neighbour_code")),
        check("unit_borders_of_two", "unit_code <> neighbour_code"),
    )

    class Meta:
        table = "unit_borders"


class Batch(Record):
    """One of the three batches; each is carried out within a year (F5)."""

    number = fields.SmallIntField(unique=True, description="批次 | Batch")
    name = fields.CharField(40, description="名称 | Name")
    starts_on = fields.DateField(description="实施期始 | Starts on")
    ends_on = fields.DateField(description="实施期止 | Ends on")
    prepayment_ratio = fields.DecimalField(
        4, 3, null=True, description="预拨比例 | Prepayment ratio (F4: set per batch)"
    )

    resource: ClassVar[Resource] = Resource(
        "批次 | Batch",
        group=Group.REFERENCE,
        columns=("number", "name", "starts_on", "ends_on", "prepayment_ratio"),
        title="name",
        scope=Scope.OPEN,
        progress="batch_id",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        check("batches_number_known", "number between 1 and 3"),
        check("batches_in_order", "ends_on > starts_on"),
        check("batches_ratio_is_a_share", "prepayment_ratio between 0 and 1"),
    )

    class Meta:
        table = "batches"


class Industry(Record):
    """An industry of GB/T 4754; ``annex`` marks those a plan may name (Annex 1, or its stand-in)."""

    code = fields.CharField(8, unique=True, description="行业代码 | Industry code")
    name = fields.CharField(80, description="行业名称 | Industry")
    level = word(IndustryLevel, "层级 | Level")
    parent: fields.ForeignKeyNullableRelation["Industry"] = link(
        "Industry", "children", "上级行业 | Parent industry", null=True
    )
    sector = word(Sector, "重点方向 | Priority sector", null=True)
    annex = fields.BooleanField(default=False, description="列入附件1 | In Annex 1")
    stand_in = fields.BooleanField(default=False, description="附件1替代项 | Stand-in for Annex 1")

    resource: ClassVar[Resource] = Resource(
        "细分行业 | Industry",
        group=Group.REFERENCE,
        columns=("code", "name", "sector", "annex", "stand_in"),
        search=("code", "name"),
        title="name",
        scope=Scope.OPEN,
        progress="industry_id",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("industries", "level", IndustryLevel),
        one_of("industries", "sector", Sector),
    )

    class Meta:
        table = "industries"


class Clause(Model):
    """One sentence of the notice 工信厅联企业〔2022〕22号; every refusal cites one."""

    id = fields.CharField(4, primary_key=True, description="条款号 | Clause")
    number = fields.SmallIntField(unique=True, description="序号 | Order")
    section = fields.CharField(20, description="所在部分 | Section")
    title = fields.CharField(60, description="标题 | Title")
    title_en = fields.CharField(80, description="英文标题 | English title")
    text = fields.TextField(description="条文 | Text")
    limit = fields.CharField(40, null=True, description="限额 | Limit")
    limit_unit = fields.CharField(60, null=True, description="限额单位 | Unit of the limit")
    practice = fields.TextField(null=True, description="系统如何执行 | How the system keeps it (Chinese)")
    practice_en = fields.TextField(null=True, description="系统如何执行（英文） | How the system keeps it")

    resource: ClassVar[Resource] = Resource(
        "条款 | Clause",
        group=Group.REFERENCE,
        columns=("id", "title", "title_en", "text", "limit"),
        search=("id", "title", "title_en", "text"),
        title="title",
        scope=Scope.OPEN,
    )

    class Meta:
        table = "clauses"


class Limit(Record):
    """A dated number of the policy, with the clause it comes from."""

    key = fields.CharField(40, description="限额名 | Limit")
    clause = link("Clause", "limits", "条款 | Clause")
    value = fields.DecimalField(16, 4, description="数值 | Value")
    valid_from = fields.DateField(description="生效日 | Valid from")
    valid_until = fields.DateField(null=True, description="失效日 | Valid until")
    reason = fields.CharField(200, description="依据 | Reason")

    resource: ClassVar[Resource] = Resource(
        "限额 | Limit",
        group=Group.REFERENCE,
        columns=("key", "clause.id", "value", "valid_from", "valid_until"),
        title="key",
        scope=Scope.OPEN,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique(
            "limits_once_a_day",
            ("key", "valid_from"),
        ),
        check("limits_in_order", "valid_until > valid_from"),
        Exclude("limits_one_at_a_time", ("key with =", "daterange(valid_from, valid_until) with &&")),
    )

    class Meta:
        table = "limits"


class PenaltyArticle(Record):
    """An article of 《财政违法行为处罚处分条例》."""

    number = fields.SmallIntField(unique=True, description="条 | Article")
    subject = fields.CharField(80, description="对象 | Subject")
    conduct: Any = fields.JSONField(description="违法行为 | Conduct")
    unit_penalty = fields.TextField(null=True, description="对单位的处理 | For the unit")
    person_penalty = fields.TextField(null=True, description="对个人的处理 | For the person")
    detail: Any = fields.JSONField(description="原始条目 | Entry as given")

    resource: ClassVar[Resource] = Resource(
        "处罚条文 | Penalty article",
        group=Group.REFERENCE,
        columns=("number", "subject", "unit_penalty", "person_penalty"),
        title="subject",
        scope=Scope.OPEN,
    )

    class Meta:
        table = "penalty_articles"


class LittleGiant(Record):
    """A specialised "little giant" that already had central money and is excluded (P2)."""

    uscc = fields.CharField(18, unique=True, description="统一社会信用代码 | Credit code (USCC)")
    name = fields.CharField(80, description="企业名称 | Enterprise")
    funded_year = fields.SmallIntField(null=True, description="获支持年度 | Funded in")
    # By these two it is known again under another code.
    legal_person = fields.CharField(40, null=True, description="法定代表人 | Legal person")
    address = fields.CharField(160, null=True, description="地址 | Address")

    resource: ClassVar[Resource] = Resource(
        "已获支持小巨人 | Funded little giant",
        group=Group.REFERENCE,
        columns=("uscc", "name", "funded_year"),
        search=("uscc", "name"),
        title="name",
        scope=Scope.OPEN,
    )

    guards: ClassVar[tuple[Guard, ...]] = (check("little_giants_uscc_ok", "uscc_ok(uscc)"),)

    class Meta:
        table = "little_giants"
