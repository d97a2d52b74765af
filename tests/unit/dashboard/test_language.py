"""Numbers as people read them."""

from decimal import Decimal

import pytest

from dashboard.export import BYTE_ORDER_MARK, Table, as_csv
from dashboard.language import Language

ZH, EN = Language("zh"), Language("en")


@pytest.mark.parametrize(
    ("amount", "chinese", "english"),
    [
        ("0", "0.00 元", "CNY 0.00"),
        ("999.5", "999.50 元", "CNY 999.50"),
        ("300000.00", "30.0 万元", "CNY 300.0 k"),
        ("5990000", "599.0 万元", "CNY 5.99 m"),
        ("15012345678.90", "150.1 亿元", "CNY 15.0 bn"),
        ("-50000", "-5.00 万元", "CNY -50.0 k"),
        (None, "—", "—"),
    ],
)
def test_money_is_said_in_the_unit_of_the_language(amount: str | None, chinese: str, english: str) -> None:
    assert ZH.money(amount) == chinese
    assert EN.money(amount) == english


def test_the_exact_amount_has_its_fen() -> None:
    assert ZH.exact(Decimal("1234567.8")) == "1,234,567.80 元"


def test_a_month_is_said_in_the_order_of_the_language() -> None:
    assert ZH.month("2023-09-01") == "2023年9月"
    assert EN.month("2023-09-01") == "Sep 2023"


def test_a_share_of_nothing_is_a_dash() -> None:
    assert ZH.percent(None) == "—"
    assert ZH.percent(0.805, 1) == "80.5%"


def test_a_file_keeps_chinese_fen_and_no_formula() -> None:
    table = Table("名单", ["单位", "金额"], [["江苏", "300000.00"], ["=1+1", "-5.10"], [None, 3]])
    text = as_csv(table)
    assert text.startswith(BYTE_ORDER_MARK)
    assert text.splitlines()[1:] == ["江苏,300000.00", "'=1+1,-5.10", ",3"]
