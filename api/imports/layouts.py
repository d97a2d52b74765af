"""Which tables make which sheet of the plan workbook; the columns themselves come from the catalog."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from db.bounds import Bounds, bounds, has_default
from db.catalog import Entity, Field, Kind, catalog
from db.enums import Word
from db.resource import both

#: Kinds a person can type into a cell; the others (JSON, points in time) belong to programs.
TYPED = frozenset({Kind.NUMBER, Kind.INTEGER, Kind.DECIMAL, Kind.TEXT, Kind.WORD, Kind.BOOLEAN, Kind.DATE})


class Refers(StrEnum):
    """What a cell names instead of holding a value of its own."""

    UNIT = "unit"
    BATCH = "batch"
    INDUSTRY = "industry"
    PLATFORM = "platform"  # by the credit code of its operator
    ENTERPRISE = "enterprise"  # by its credit code


@dataclass(frozen=True)
class Column:
    """One column of a sheet. ``name`` is ``Entity.field``, or the name of a link."""

    name: str
    entity: str
    field: str
    zh: str
    en: str
    kind: Kind
    required: bool
    refers: Refers | None = None
    words: type[Word] | None = None
    length: int = 0
    digits: int = 0
    places: int = 0
    lowest: int | None = None
    highest: int | None = None
    positive: bool = False
    uscc: bool = False
    compact: bool = False  # codes and numbers of people: spaces inside mean nothing
    note: str = ""  # ``中文 | English``: what to write
    clause: str | None = None

    @property
    def money(self) -> bool:
        return self.kind is Kind.DECIMAL and self.places == 2 and self.digits >= 12

    def heading(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True)
class Sheet:
    """One sheet: its columns in order, and those that make a row unique in the file."""

    key: str
    number: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    note: str
    single: bool = False

    @property
    def title(self) -> str:
        return f"{self.number} {self.zh} {self.en}"

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def of(self, entity: str) -> tuple[Column, ...]:
        """The columns that hold this entity's own fields."""
        return tuple(column for column in self.columns if column.entity == entity)


@dataclass(frozen=True)
class Layout:
    """All sheets of the workbook, by key."""

    sheets: Mapping[str, Sheet]

    def __getitem__(self, key: str) -> Sheet:
        return self.sheets[key]

    def columns_of(self, entity: str) -> tuple[Column, ...]:
        """The columns of an entity wherever they are."""
        return tuple(column for sheet in self.sheets.values() for column in sheet.of(entity))


@dataclass(frozen=True)
class _Link:
    """A column that leads to another row."""

    name: str
    label: str
    refers: Refers
    note: str
    clause: str | None = None
    required: bool = True
    entity: str = ""
    uscc: bool = False


@dataclass(frozen=True)
class _Fields:
    """The plain fields of an entity: all of them, or ``only`` some, or all ``without`` some."""

    entity: str
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Plan:
    key: str
    number: str
    label: str
    parts: tuple[_Link | _Fields, ...]
    identity: tuple[str, ...]
    note: str
    single: bool = False


_UNIT = _Link("unit", "申报单位 | Reporting unit", Refers.UNIT, "从下拉列表选择 | Choose from the list", "A1")
_BATCH = _Link("batch", "批次 | Batch", Refers.BATCH, "第几批，填 1、2 或 3 | 1, 2 or 3", "G1")
_INDUSTRY = _Link(
    "industry",
    "细分行业 | Industry",
    Refers.INDUSTRY,
    "附件1所列细分行业：代码或名称 | An industry of Annex 1: its code or name",
    "P1",
)
_PLATFORM = _Link(
    "platform",
    "服务平台信用代码 | Platform's credit code",
    Refers.PLATFORM,
    "《1-2 服务平台》中该平台的统一社会信用代码 | The platform's credit code in sheet 1-2",
    "P8",
    uscc=True,
)
_ENTERPRISE = _Link(
    "enterprise",
    "企业信用代码 | Enterprise's credit code",
    Refers.ENTERPRISE,
    "《2 试点企业名单》中该企业的统一社会信用代码 | The enterprise's credit code in sheet 2",
    uscc=True,
)

#: The four templates of Annex 2 (their own columns were not published): 1 with two lists, 2, 3 and 4.
_PLANS = (
    _Plan(
        "plan",
        "1",
        "实施方案 | Plan",
        (_UNIT, _BATCH, _Fields("Plan")),
        ("unit", "batch"),
        "一行：本单位本批次的实施方案 | One row: this unit's plan for this batch",
        single=True,
    ),
    _Plan(
        "industries",
        "1-1",
        "细分行业 | Industries",
        (_INDUSTRY, _Fields("PlanIndustry")),
        ("industry",),
        "每个细分行业一行，最多5行（P1） | A row per industry, at most 5 (P1)",
    ),
    _Plan(
        "platforms",
        "1-2",
        "服务平台 | Platforms",
        (
            _INDUSTRY,
            _Fields("Organization", only=("uscc", "name")),
            _Fields("Platform", without=("planned", "target")),
        ),
        ("Organization.uscc",),
        "每家服务平台一行；每行业3家以内（P6） | A row per platform; at most 3 per industry (P6)",
    ),
    _Plan(
        "enterprises",
        "2",
        "试点企业名单 | Enterprises",
        (
            _PLATFORM,
            _Fields("Organization"),
            _Link(
                "Organization.industry",
                "所属行业 | Enterprise's industry",
                Refers.INDUSTRY,
                "国民经济行业代码或名称 | Its GB/T 4754 code or name",
                required=False,
                entity="Organization",
            ),
            _Fields("Project", without=("planned_cost",)),
        ),
        ("Organization.uscc",),
        "每家试点企业一行；每平台不少于10家（P7） | A row per enterprise; at least 10 per platform (P7)",
    ),
    _Plan(
        "costs",
        "3",
        "成本测算 | Costs",
        (_ENTERPRISE, _Fields("CostItem")),
        ("enterprise", "CostItem.name"),
        "每个成本项一行；奖补按可计入成本的30%、最高30万元测算（F1、F2）"
        " | A row per cost item; the award is 30 % of eligible cost, at most CNY 300,000 (F1, F2)",
    ),
    _Plan(
        "targets",
        "4",
        "绩效目标 | Targets",
        (_PLATFORM, _Fields("Platform", only=("planned", "target"))),
        ("platform",),
        "每家服务平台一行（P8） | A row per platform (P8)",
    ),
)

#: What the catalog can't know: the clause behind a column, everywhere or in one sheet, and advice beyond its kind.
_SPECIAL: Mapping[str, tuple[str | None, str]] = {
    "PlanIndustry.common_problems": (
        "P4",
        "痛点、难点、堵点与共性需求 | What the enterprises lack in common",
    ),
    "PlanIndustry.scenarios": ("P5", "基本应用场景 | The scenarios to be covered"),
    "PlanIndustry.needs_met": ("P5", "行业基本应用场景如何得到满足 | How basic scenarios are satisfied"),
    "PlanIndustry.data_used": ("P5", "如何打通数据、用好数据 | How data are connected and used"),
    "PlanIndustry.light_return": (
        "P5",
        "轻量化投资、短工期、高投入产出 | Little money, a short time, a high return",
    ),
    "Platform.solution": ("P8", "面向该行业的解决方案 | The solution for this industry"),
    "Platform.target": ("P8", "绩效目标 | What the platform undertakes to reach"),
    "Platform.planned": ("P7", "计划改造的企业家数，不少于10 | Enterprises to transform, at least 10"),
    "enterprises/Organization.uscc": (
        "P2",
        "已获中央财政支持的“小巨人”不得列入 | No little giants that had central funding",
    ),
    "LittleGiant.uscc": ("P2", "已获中央财政支持的企业 | An enterprise that had central money"),
    "Organization.size": ("P3", "不同规模的企业都要有 | Sizes should be mixed"),
    "CostItem.eligible": ("F1", "硬件不可计入 | Hardware is never eligible"),
    "CostItem.amount": ("F1", "以元为单位，不是万元 | In yuan, not in ten thousands"),
}


def build(entities: Mapping[str, Entity]) -> Layout:
    """The workbook for these entities: a new plain field is a new column."""
    return Layout({plan.key: _sheet(plan, entities) for plan in _PLANS})


@cache
def layout() -> Layout:
    return build(catalog())


#: Not a part of the plan: the list that enterprises are held against (P2).
_GIANTS = _Plan(
    "giants",
    "P2",
    "已获支持小巨人 | Funded little giants",
    (_Fields("LittleGiant"),),
    ("LittleGiant.uscc",),
    "每家企业一行（P2） | A row per enterprise (P2)",
)


@cache
def giants_layout() -> Layout:
    return Layout({_GIANTS.key: _sheet(_GIANTS, catalog())})


def _sheet(plan: _Plan, entities: Mapping[str, Entity]) -> Sheet:
    columns: list[Column] = []
    for part in plan.parts:
        columns += [_link(part)] if isinstance(part, _Link) else _columns(part, entities, plan.key)
    # What names and links a row comes first, what is optional last: people fill in from the left.
    columns.sort(key=lambda column: (column.refers is None or not column.required, not column.required))
    zh, en = both(plan.label)
    return Sheet(
        plan.key, plan.number, zh, en, _distinct(columns, entities), plan.identity, plan.note, plan.single
    )


def _link(link: _Link) -> Column:
    zh, en = both(link.label)
    return Column(
        name=link.name,
        entity=link.entity,
        field=link.name.rpartition(".")[2],
        zh=zh,
        en=en,
        kind=Kind.TEXT,
        required=link.required,
        refers=link.refers,
        uscc=link.uscc,
        compact=link.uscc,
        note=link.note,
        clause=link.clause,
    )


def _columns(part: _Fields, entities: Mapping[str, Entity], sheet: str) -> list[Column]:
    entity = entities[part.entity]
    names = part.only or tuple(name for name in entity.fields if name not in part.without)
    return [
        _column(entity, entity.fields[name], sheet)
        for name in names
        if _plain(entity.fields[name]) and not _is_code(entity, name)
    ]


def _plain(field: Field) -> bool:
    return not (field.fixed or field.key) and field.kind in TYPED


def _is_code(entity: Entity, name: str) -> bool:
    """Whether the column is the unit's code, which the plan row gives to all rows."""
    return any(not relation.many and relation.column == name for relation in entity.relations.values())


def _column(entity: Entity, field: Field, sheet: str) -> Column:
    zh, en = field.labels
    name = f"{entity.name}.{field.name}"
    clause, note = _SPECIAL.get(f"{sheet}/{name}") or _SPECIAL.get(name, (None, ""))
    column = Column(
        name=name,
        entity=entity.name,
        field=field.name,
        zh=zh,
        en=en,
        kind=field.kind,
        required=not field.null and not has_default(entity, field),
        words=field.words,
        length=field.length,
        digits=field.digits,
        places=field.places,
        compact=field.sensitive,
        note=note,
        clause=clause,
    )
    if column.money:
        column = replace(column, zh=f"{zh}（元）", en=f"{en} (CNY)")
    return _bounded(column, bounds(entity, field))


def _bounded(column: Column, held: Bounds) -> Column:
    """With the limits that the model's guards state, so that a file is refused before the database is."""
    column = replace(column, lowest=held.lowest, highest=held.highest, positive=held.positive)
    return replace(column, uscc=True, compact=True) if held.uscc else column


def _distinct(columns: list[Column], entities: Mapping[str, Entity]) -> tuple[Column, ...]:
    """Two fields of different tables may share a label: then the table's name goes before it."""
    taken: set[str] = set()
    result = []
    for column in columns:
        if {column.zh, column.en} & taken and column.entity:
            zh, en = both(entities[column.entity].resource.label)
            column = replace(column, zh=f"{zh}{column.zh}", en=f"{en}: {column.en}")
        taken |= {column.zh, column.en}
        result.append(column)
    return tuple(result)
