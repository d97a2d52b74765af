"""Amounts in capital numerals: the rule's own examples, and a reader that gets the number back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policy.capitals import DIGITS, capitals

#: The first four are those of 《正确填写票据和结算凭证的基本规定》.
EXAMPLES = [
    ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
    ("6007.14", "人民币陆仟零柒元壹角肆分"),
    ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
    ("325.04", "人民币叁佰贰拾伍元零肆分"),
    ("0.00", "人民币零元整"),
    ("0.05", "人民币伍分"),
    ("0.50", "人民币伍角整"),
    ("10.00", "人民币壹拾元整"),
    ("2400000.00", "人民币贰佰肆拾万元整"),
    ("6000000.00", "人民币陆佰万元整"),
    ("120034.50", "人民币壹拾贰万零叁拾肆元伍角整"),
    ("100000001.00", "人民币壹亿零壹元整"),
    ("100010000.00", "人民币壹亿零壹万元整"),
    ("1000100000000.00", "人民币壹万零壹亿元整"),
    ("-5.20", "人民币负伍元贰角整"),
]


@pytest.mark.parametrize(("amount", "said"), EXAMPLES)
def test_an_amount_is_said_as_the_rule_says_it(amount: str, said: str) -> None:
    assert capitals(Decimal(amount)) == said


def heard(said: str) -> Decimal:
    """The amount that the words mean, read without knowing how they were made."""
    text = said.removeprefix("人民币").removesuffix("整")
    sign = -1 if text.startswith("负") else 1
    text = text.removeprefix("负")
    yuan, _, rest = text.partition("元") if "元" in text else ("", "", text)
    whole = part = digit = 0
    for character in yuan:
        if character in DIGITS:
            digit = DIGITS.index(character)
        elif character in "拾佰仟":
            part += digit * 10 ** ("拾佰仟".index(character) + 1)
            digit = 0
        elif character == "万":
            whole += (part + digit) * 10**4
            part = digit = 0
        elif character == "亿":
            whole = (whole + part + digit) * 10**8
            part = digit = 0
    value = Decimal(whole + part + digit)
    for character, unit in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        before, found, after = rest.partition(character)
        if found:
            value += DIGITS.index(before[-1]) * unit
            rest = after
    return sign * value


@given(st.integers(-(10**14), 10**15).map(lambda fen: Decimal(fen) / 100))
def test_what_is_said_means_the_amount(amount: Decimal) -> None:
    assert heard(capitals(amount)) == amount


@given(st.integers(0, 10**17).map(lambda fen: Decimal(fen) / 100))
def test_no_zero_is_said_twice_and_no_ending_is_missing(amount: Decimal) -> None:
    said = capitals(amount)
    assert "零零" not in said
    assert "零万" not in said
    assert "零亿" not in said
    assert said.endswith(("整", "分"))


@pytest.mark.parametrize("amount", ["0.001", "10000000000000000", "NaN", "Infinity"])
def test_what_is_no_amount_of_yuan_and_fen_is_refused(amount: str) -> None:
    with pytest.raises(ValueError):
        capitals(Decimal(amount))
