"""The filled-in example of the template: invented, and marked so."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from api.imports.layouts import Column, Refers, Sheet
from api.imports.reference import Reference
from api.policy.uscc import check_character
from db.catalog import Kind

EXAMPLE_MARK = (
    "示例数据，均为虚构，导入时不读取 | Example with invented data; the import does not read this sheet"
)

_PLATFORM = "91540091MA6TEXT0A"
_ENTERPRISES = ("91540091MA6TEXT1A", "91540091MA6TEXT2A", "91540091MA6TEXT3A")
_NAMES = ("示例精密机械有限公司", "示例轴承制造有限公司", "示例数控装备有限公司")

#: Values worth showing; what is not here gets one of its kind.
_VALUES: Mapping[str, tuple[Any, ...]] = {
    "Plan.title": ("某省中小企业数字化转型试点实施方案（示例）",),
    "Plan.contact": ("张三",),
    "Plan.contact_phone": ("13800000000",),
    "PlanIndustry.common_problems": ("设备联网率低，生产计划靠人工排程，质量数据无法追溯",),
    "PlanIndustry.scenarios": ("生产过程可视、质量追溯、设备运维、订单协同",),
    "PlanIndustry.needs_met": ("四个基本应用场景覆盖九成以上企业",),
    "PlanIndustry.data_used": ("订单、生产、质量、设备数据打通，日报和看板自动生成",),
    "PlanIndustry.light_return": ("云端订阅，60天上线，投资回收期一年左右",),
    "Platform.solution": ("“小快轻准”云化制造执行系统，含排产、质检、设备联网模块",),
    "Platform.target": ("完成10家以上企业改造，数字化水平均达到二级以上",),
    "Platform.planned": (10,),
    "Platform.bank_account": ("6200000000000000001",),
    "Platform.contact": ("李四",),
    "Platform.contact_phone": ("13800000001",),
    "Organization.size": ("small", "medium", "micro"),
    "Organization.employees": (86, 240, 9),
    "Organization.revenue": (Decimal("32000000.00"), Decimal("128500000.00"), Decimal("4800000.00")),
    "Organization.legal_person": ("王五", "赵六", "钱七"),
    "Organization.phone": ("13800000002", "13800000003", "13800000004"),
    "Organization.bank_account": ("6200000000000000002", "6200000000000000003", "6200000000000000004"),
    "Organization.address": ("某市高新区示例路1号", "某市经开区示例路2号", "某市示例镇3号"),
    "Project.solution": ("上线云MES与设备联网", "质量追溯与仓储管理", "订单协同与排产"),
    "Project.target_level": (2, 3, 2),
    "CostItem.kind": ("software", "integration", "hardware"),
    "CostItem.name": ("云MES订阅", "设备联网实施", "数据采集终端"),
    "CostItem.amount": (Decimal("260000.00"), Decimal("180000.00"), Decimal("90000.00")),
    "CostItem.eligible": (True, True, False),
}


def example_rows(sheet: Sheet, reference: Reference) -> list[dict[str, Any]]:
    """A few rows of a sheet."""
    count = 3 if sheet.key in ("enterprises", "costs") else 1
    return [
        {column.name: _value(column, sheet, place, reference) for column in sheet.columns}
        for place in range(count)
    ]


def _value(column: Column, sheet: Sheet, place: int, reference: Reference) -> Any:
    if column.refers is not None:
        return _reference(column.refers, place, reference)
    if column.name == "Organization.uscc":
        return _code(_PLATFORM if sheet.key == "platforms" else _ENTERPRISES[place])
    if column.name == "Organization.name":
        return "示例工业互联网服务有限公司" if sheet.key == "platforms" else _NAMES[place]
    if column.name in _VALUES:
        values = _VALUES[column.name]
        return values[place % len(values)]
    return _any(column)


def _reference(refers: Refers, place: int, reference: Reference) -> str | None:
    if refers is Refers.UNIT:
        return f"{reference.units[0].code} {reference.units[0].name}" if reference.units else None
    if refers is Refers.BATCH:
        return str(reference.batches[0].number) if reference.batches else None
    if refers is Refers.INDUSTRY:
        annexed = [industry for industry in reference.industries if industry.annex]
        return f"{annexed[0].code} {annexed[0].name}" if annexed else None
    return _code(_PLATFORM if refers is Refers.PLATFORM else _ENTERPRISES[place])


def _code(body: str) -> str:
    return body + check_character(body)


def _any(column: Column) -> Any:
    """Something of the column's kind."""
    values: Mapping[Kind, Any] = {
        Kind.TEXT: "示例",
        Kind.DATE: date(2023, 5, 1),
        Kind.BOOLEAN: True,
        Kind.INTEGER: max(column.lowest or 0, 1),
        Kind.NUMBER: max(column.lowest or 0, 1),
        Kind.DECIMAL: Decimal(1),
    }
    if column.words is not None:
        return next(iter(column.words)).value
    return values[column.kind]
