"""Makes filled-in plan workbooks: valid ones, and ones that break a rule on purpose."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from api.imports.layouts import layout
from api.imports.reference import Batch, Industry, Reference, Unit
from api.imports.template import template_bytes, write_rows
from api.policy.uscc import check_character

_FILES = Path(__file__).resolve().parents[2] / "seed" / "reference"
_SIZES = ("small", "medium", "micro")

Rows = dict[str, list[dict[str, Any]]]


def code(number: int, unit: str = "540000") -> str:
    """A valid credit code, another one for each number."""
    body = f"91{unit}MA6{number:06d}"
    return body + check_character(body)


def reference() -> Reference:
    """The units, batches and industries that ship with Dengta, without a database; ids are made up."""

    def table(name: str) -> list[dict[str, str]]:
        with (_FILES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return Reference(
        tuple(Unit(row["code"], row["name"], row["short_name"], row["name_en"]) for row in table("units")),
        tuple(
            Batch(int(row["number"]), int(row["number"]), row["name"], date.fromisoformat(row["starts_on"]))
            for row in table("batches")
        ),
        tuple(
            Industry(number, row["code"], row["name"], row["annex"] == "true")
            for number, row in enumerate(table("industries"), 1)
        ),
    )


@dataclass
class Sample:
    """What goes into the sheets, by the keys of the layout and the names of its columns."""

    unit: str
    rows: Rows = field(default_factory=dict)

    def __getitem__(self, sheet: str) -> list[dict[str, Any]]:
        return self.rows[sheet]


def sample(
    unit: str = "540000",
    *,
    batch: int = 3,
    industries: int = 2,
    platforms: tuple[int, ...] = (2, 1),
    enterprises: tuple[int, ...] = (12, 12, 11),
    costs: int = 2,
    first: int = 1,
) -> Sample:
    """A plan that keeps to every rule: ``platforms`` by industry, ``enterprises`` by platform."""
    names = [f"{industry.code} {industry.name}" for industry in reference().industries if industry.annex]
    rows: Rows = {key: [] for key in layout().sheets}
    rows["plan"].append(
        {
            "unit": unit,
            "batch": batch,
            "Plan.title": "第三批中小企业数字化转型试点实施方案",
            "Plan.contact": "扎西",
            "Plan.contact_phone": "13989000000",
        }
    )
    number = first
    counts = iter(enterprises)
    for place in range(industries):
        rows["industries"].append(
            {
                "industry": names[place],
                "PlanIndustry.common_problems": "设备联网率低，质量数据难以追溯",
                "PlanIndustry.scenarios": "生产过程可视、质量追溯",
                "PlanIndustry.needs_met": "基本应用场景覆盖率九成以上",
                "PlanIndustry.data_used": "订单、生产、质量数据打通",
                "PlanIndustry.light_return": "六十天上线，一年内收回投入",
            }
        )
        for _ in range(platforms[place] if place < len(platforms) else 1):
            platform = code(number, unit)
            number += 1
            number = _fill(rows, platform, names[place], number, unit, next(counts, 10), costs)
    return Sample(unit, rows)


def _fill(rows: Rows, platform: str, industry: str, number: int, unit: str, count: int, costs: int) -> int:
    rows["platforms"].append(
        {
            "industry": industry,
            "Organization.uscc": platform,
            "Organization.name": f"样例数字服务{number}有限公司",
            "Platform.solution": "云化制造执行系统",
            "Platform.bank_account": f"62000000000{number:08d}",
            "Platform.contact": "卓玛",
            "Platform.contact_phone": "13989000001",
        }
    )
    rows["targets"].append(
        {"platform": platform, "Platform.planned": count, "Platform.target": "均达到二级以上"}
    )
    for place in range(count):
        enterprise = code(number, unit)
        rows["enterprises"].append(
            {
                "platform": platform,
                "Organization.uscc": enterprise,
                "Organization.name": f"样例制造{number}有限公司",
                "Organization.size": _SIZES[place % 3],
                "Organization.employees": 20 + number % 200,
                "Organization.revenue": Decimal(8_000_000 + 1000 * number),
                "Organization.founded_on": date(2008, 3, 1 + number % 28),
                "Organization.address": f"拉萨市样例路{number}号",
                "Organization.legal_person": "旺堆",
                "Organization.phone": f"1398900{number % 10000:04d}",
                "Project.solution": "上线云MES",
                "Project.target_level": 2,
            }
        )
        for item in range(costs):
            rows["costs"].append(
                {
                    "enterprise": enterprise,
                    "CostItem.kind": "software" if item % 2 == 0 else "training",
                    "CostItem.name": f"成本项{item + 1}",
                    "CostItem.amount": Decimal("200000.00") + 1000 * item + number % 97,
                    "CostItem.eligible": True,
                }
            )
        number += 1
    return number


def workbook(given: Sample, template: bytes | None = None) -> bytes:
    """The sample in the template."""
    book = load_workbook(io.BytesIO(template or template_bytes(reference())))
    for key, rows in given.rows.items():
        sheet = layout()[key]
        write_rows(book[sheet.title], sheet, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


#: Ways to break a sample: each takes it and spoils it.
BREAKAGES: Mapping[str, Callable[[Sample], None]] = {
    "six_industries": lambda given: given.rows.update(
        sample(given.unit, industries=6, platforms=(1,) * 6, enterprises=(10,) * 6).rows
    ),
    "four_platforms": lambda given: given.rows.update(
        sample(given.unit, platforms=(4, 1), enterprises=(10,) * 5).rows
    ),
    "nine_enterprises": lambda given: given.rows.update(sample(given.unit, enterprises=(9, 12, 11)).rows),
    "large_cost": lambda given: given["costs"][0].update({"CostItem.amount": Decimal(1_000_000)}),
    "wrong_check_digit": lambda given: given["enterprises"][3].update(
        {"Organization.uscc": _other_check_digit(given["enterprises"][3]["Organization.uscc"])}
    ),
    "no_target": lambda given: given["targets"][0].update({"Platform.target": None}),
    "ten_thousands": lambda given: given["costs"][2].update({"CostItem.amount": "12万元"}),
}


def _other_check_digit(uscc: str) -> str:
    return uscc[:17] + ("0" if uscc[17] != "0" else "1")


def make_sample(path: Path | str, unit: str = "540000", **breakages: bool) -> Path:
    """A full workbook of a province at ``path``; ``six_industries=True`` and the like break it (BREAKAGES)."""
    given = sample(unit)
    for name, wanted in breakages.items():
        if wanted:
            BREAKAGES[name](given)
    Path(path).write_bytes(workbook(given))
    return Path(path)
