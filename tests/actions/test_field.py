"""What is filled in is understood exactly, or told what is wrong with it and where."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from api.actions.field import Field, Sort, of, read
from db.enums import EnterpriseSize

LABEL = "项 | Item"


def field(sort: Sort, **more: Any) -> Field:
    return Field("item", sort, LABEL, **more)


@pytest.mark.parametrize(
    "one, given, expected",
    [
        (field(Sort.TEXT), "  样例 ", "样例"),
        (field(Sort.INTEGER), "12", 12),
        (field(Sort.MONEY), "1,234.5", Decimal("1234.50")),
        (field(Sort.MONEY), Decimal("0.01"), Decimal("0.01")),
        (field(Sort.MONEY), 0.1, Decimal("0.10")),
        (field(Sort.DATE), "2023-05-08", date(2023, 5, 8)),
        (field(Sort.DATE), date(2023, 5, 8), date(2023, 5, 8)),
        (field(Sort.FLAG), False, False),
        (field(Sort.WORD, words=EnterpriseSize), "SMALL", EnterpriseSize.SMALL),
        (field(Sort.LINK, entity="Organization"), 7, 7),
        (field(Sort.TEXT), "", None),
        (field(Sort.ROWS, columns=(field(Sort.MONEY),)), [{"item": "3"}], [{"item": Decimal("3.00")}]),
        (field(Sort.ROWS, columns=(field(Sort.MONEY),)), None, []),
    ],
)
def test_a_value_is_understood(one: Field, given: Any, expected: Any) -> None:
    reading = read((one,), {"item": given})
    assert reading.problems == []
    assert reading.values == {"item": expected}


@pytest.mark.parametrize(
    "one, given, path",
    [
        (field(Sort.TEXT, longest=3), "四个字呢", ("item",)),
        (field(Sort.TEXT), "a\0b", ("item",)),
        (field(Sort.TEXT), 3, ("item",)),
        (field(Sort.INTEGER), "1.5", ("item",)),
        (field(Sort.INTEGER), 2**31, ("item",)),
        (field(Sort.INTEGER), True, ("item",)),
        (field(Sort.MONEY), "1.005", ("item",)),
        (field(Sort.MONEY), "NaN", ("item",)),
        (field(Sort.MONEY), "1e12", ("item",)),
        (field(Sort.MONEY, least=0), "-0.01", ("item",)),
        (field(Sort.DATE), "2023-02-30", ("item",)),
        (field(Sort.DATE), "0203-02-03", ("item",)),
        (field(Sort.FLAG), "yes", ("item",)),
        (field(Sort.WORD, words=EnterpriseSize), "HUGE", ("item",)),
        (field(Sort.LINK, entity="Organization"), [1], ("item",)),
        (field(Sort.TEXT, required=True), "  ", ("item",)),
        (field(Sort.ROWS, columns=(field(Sort.MONEY),)), [{"item": "1"}, {"item": "x"}], ("item", 1, "item")),
        (field(Sort.ROWS, columns=(field(Sort.MONEY),)), "x", ("item",)),
    ],
)
def test_what_cannot_be_is_told_with_its_place(one: Field, given: Any, path: tuple[Any, ...]) -> None:
    reading = read((one,), {"item": given})
    [problem] = reading.problems
    assert problem.where == path
    assert problem.say("zh") != problem.say("en")


def test_what_is_missing_and_what_nobody_asked_for_are_told_together() -> None:
    reading = read((field(Sort.TEXT, required=True),), {"other": 1})
    assert {problem.where for problem in reading.problems} == {("item",), ("other",)}
    assert {problem.code for problem in reading.problems} == {"MISSING_VALUE", "BAD_FIELD"}


def test_what_is_not_given_is_left_alone() -> None:
    assert read((field(Sort.TEXT),), {}).values == {}


def test_a_field_of_a_model_brings_its_label_length_and_words() -> None:
    amount = of("Project", "contract_amount", required=True)
    assert (amount.sort, amount.least, amount.required) == (Sort.MONEY, 0, True)
    assert of("Organization", "size").words is EnterpriseSize
    assert of("Organization", "name").longest == 80
    link = of("Platform", "organization")
    assert (link.name, link.sort, link.entity) == ("organization_id", Sort.LINK, "Organization")
    with pytest.raises(KeyError):
        of("Project", "nothing")
