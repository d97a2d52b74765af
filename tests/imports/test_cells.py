"""What is written in a cell and what it means: the many ways people write the same thing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from api.imports.cells import Wrong, meant
from api.imports.layouts import Column, layout
from api.imports.sheets import Cell
from tests.imports.sample import code, reference

REFERENCE = reference()
DAY, AMOUNT, COUNT = "Organization.founded_on", "CostItem.amount", "Organization.employees"
YES, KIND, NAME = "CostItem.eligible", "CostItem.kind", "Organization.name"
CODE, PHONE, LEVEL = "Organization.uscc", "Organization.phone", "Project.target_level"


def column(name: str) -> Column:
    return next(c for sheet in layout().sheets.values() for c in sheet.columns if c.name == name)


@pytest.mark.parametrize(
    "name, kind, text, value",
    [
        (DAY, "text", "2023/5/1", date(2023, 5, 1)),
        (DAY, "text", "2023年5月1日", date(2023, 5, 1)),
        (DAY, "text", "2023.05.01", date(2023, 5, 1)),
        (DAY, "text", " ２０２３－０５－０１ ", date(2023, 5, 1)),
        (DAY, "text", "2023-05-01 00:00:00", date(2023, 5, 1)),
        (DAY, "text", "2023-05-01T00:00:00", date(2023, 5, 1)),
        (DAY, "text", "20230501", date(2023, 5, 1)),
        (DAY, "number", "20230501", date(2023, 5, 1)),
        (DAY, "date", "45047", date(2023, 5, 1)),
        (DAY, "date", "45047.75", date(2023, 5, 1)),
        (DAY, "number", "45047", date(2023, 5, 1)),
        (DAY, "text", "45047", date(2023, 5, 1)),
        (DAY, "text", "   ", None),
        (AMOUNT, "number", "1200000", Decimal("1200000.00")),
        (AMOUNT, "number", "0.30000000000000004", Decimal("0.30")),
        (AMOUNT, "number", "1.2E+6", Decimal("1200000.00")),
        (AMOUNT, "text", "1,200,000.50", Decimal("1200000.50")),
        (AMOUNT, "text", "１２０００", Decimal("12000.00")),
        (AMOUNT, "text", "¥12000元", Decimal("12000.00")),
        (AMOUNT, "text", "-0", Decimal("0.00")),
        (COUNT, "text", "1,024人", 1024),
        (COUNT, "number", "12.0", 12),
        (YES, "text", "是", True),
        (YES, "text", "否", False),
        (YES, "text", "Yes", True),
        (YES, "boolean", "0", False),
        (YES, "text", "√", True),
        (KIND, "text", "软件", "software"),
        (KIND, "text", " 云 服务 ", "cloud"),
        (KIND, "text", "Cloud service", "cloud"),
        (KIND, "text", "SOFTWARE", "software"),
        (KIND, "text", "硬件 | Hardware", "hardware"),
        (NAME, "text", "\u3000西藏（拉萨）ＡＢＣ公司 \u200b", "西藏（拉萨）ABC公司"),
        (CODE, "text", "９１５４００００ＭＡ６０００００１2".replace("2", code(1)[-1]), code(1)),
        (CODE, "text", f" {code(7).lower()} ", code(7)),
        (CODE, "text", f"{code(7)[:9]} {code(7)[9:]}", code(7)),
        (PHONE, "number", "13800000000", "13800000000"),
        (PHONE, "text", "0891 - 680 0000", "0891-6800000"),
        ("unit", "text", "540000 西藏自治区", "540000"),
        ("unit", "text", "西藏", "540000"),
        ("unit", "number", "540000", "540000"),
        ("unit", "text", "xizang", "540000"),
        ("batch", "number", "3", 3),
        ("batch", "text", "第三批", 3),
        ("batch", "text", "３", 3),
    ],
)  # fmt: skip
def test_is_read_right(name: str, kind: str, text: str, value: Any) -> None:
    read = meant(Cell(kind, text), column(name), REFERENCE)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    "name, kind, text, wrong",
    [
        (DAY, "text", "5/1/2023", "DATE_UNCLEAR"),
        (DAY, "text", "2023年5月", "NOT_A_DATE"),
        (DAY, "text", "2023-02-30", "NOT_A_DATE"),
        (DAY, "text", "0203-05-01", "DATE_IMPLAUSIBLE"),
        (DAY, "number", "1e300", "NOT_A_DATE"),
        (DAY, "boolean", "1", "NOT_A_DATE"),
        (AMOUNT, "text", "12万元", "TEN_THOUSANDS"),
        (AMOUNT, "text", "1.5万", "TEN_THOUSANDS"),
        (AMOUNT, "text", "约12000", "NOT_A_NUMBER"),
        (AMOUNT, "text", "1,2,3", "NOT_A_NUMBER"),
        (AMOUNT, "text", "NaN", "NOT_A_NUMBER"),
        (AMOUNT, "number", "-1", "TOO_LOW"),
        (AMOUNT, "text", "0.001", "TOO_PRECISE"),
        (AMOUNT, "number", "1e12", "TOO_BIG"),
        (AMOUNT, "text", "1e999", "TOO_BIG"),
        (COUNT, "number", "12.5", "NOT_WHOLE"),
        (COUNT, "number", "3000000000", "TOO_HIGH"),
        (LEVEL, "number", "0", "TOO_LOW"),
        (LEVEL, "number", "5", "TOO_HIGH"),
        (YES, "text", "也许", "NOT_YES_OR_NO"),
        (KIND, "text", "软体", "UNKNOWN_WORD"),
        (NAME, "text", "长" * 81, "TOO_LONG"),
        (CODE, "text", "91540000MA600001I2", "USCC_SHAPE"),
        (CODE, "text", code(1)[:17], "USCC_SHAPE"),
        (CODE, "text", code(1)[:17] + ("0" if code(1)[17] != "0" else "1"), "USCC_CHECK_DIGIT"),
        (CODE, "number", "9.1110000100001E+17", "DIGITS_LOST"),
        (PHONE, "number", "62000000000000001", "DIGITS_LOST"),
        (PHONE, "text", "****1234", "MASKED"),
        (NAME, "error", "#N/A", "CELL_ERROR"),
        (NAME, "formula", "", "FORMULA_WITHOUT_VALUE"),
        ("unit", "text", "香港", "UNKNOWN_UNIT"),
        ("batch", "number", "4", "UNKNOWN_BATCH"),
        ("industry", "text", "量子制造", "UNKNOWN_INDUSTRY"),
        ("industry", "text", "9999", "UNKNOWN_INDUSTRY"),
    ],
)
def test_is_refused_by_name(name: str, kind: str, text: str, wrong: str) -> None:
    with pytest.raises(Wrong) as caught:
        meant(Cell(kind, text), column(name), REFERENCE)
    assert caught.value.code == wrong


@pytest.mark.parametrize("form", ["{code}", "{name}", "{code} {name}", "C{code}", "{code}{name}"])
def test_an_industry_by_code_or_name(form: str) -> None:
    industry = next(industry for industry in REFERENCE.industries if industry.annex)
    text = form.format(code=industry.code, name=industry.name)
    assert meant(Cell("text", text), column("industry"), REFERENCE) == industry.id


def test_dates_of_an_old_macintosh_workbook() -> None:
    assert meant(Cell("date", "43585"), column(DAY), REFERENCE, since_1904=True) == date(2023, 5, 1)
