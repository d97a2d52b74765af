"""Two texts and two lists of invoices beside each other: what both say, what matches, what does not."""

from typing import Any

import pytest

from dashboard.components.side_by_side import alike
from dashboard.pages.beside import matches

TEXTS = [
    (
        "the same",
        "部署生产执行系统并接入设备",
        "部署生产执行系统并接入设备",
        1.0,
        ["部署生产执行系统并接入设备"],
    ),
    (
        "a name is another",
        "为甲公司部署生产执行系统",
        "为乙公司部署生产执行系统",
        20 / 24,
        ["公司部署生产执行系统"],
    ),
    ("a few words in common say nothing", "生产系统一期", "质量系统二期", 0.0, []),
    ("one is empty", "部署生产执行系统", "", 0.0, []),
    ("both are empty", "", "", 0.0, []),
]


@pytest.mark.parametrize(("name", "left", "right", "share", "shared"), TEXTS, ids=[row[0] for row in TEXTS])
def test_what_both_say_is_marked(name: str, left: str, right: str, share: float, shared: list[str]) -> None:
    ours, theirs, found = alike(left, right)
    assert "".join(text for text, _ in ours) == left
    assert "".join(text for text, _ in theirs) == right
    assert [text for text, both in ours if both] == [text for text, both in theirs if both] == shared
    assert found == pytest.approx(share)


def bill(number: str, seller: str = "苏州样例软件有限公司", gross: str = "1000.00") -> dict[str, Any]:
    return {"number": number, "seller": seller, "gross": gross}


INVOICES: list[tuple[str, list[Any], list[Any], list[tuple[str | None, str | None, str]]]] = [
    ("one number", [bill("1")], [bill("2"), bill("1")], [("1", "1", "same"), (None, "2", "")]),
    ("nearly the same amount", [bill("1")], [bill("2", gross="1004.00")], [("1", "2", "near")]),
    ("a little too far apart", [bill("1")], [bill("2", gross="1006.00")], [("1", None, ""), (None, "2", "")]),
    (
        "of another seller",
        [bill("1")],
        [bill("2", "昆山样例科技有限公司")],
        [("1", None, ""), (None, "2", "")],
    ),
    ("each is matched once", [bill("1"), bill("2")], [bill("3")], [("1", "3", "near"), ("2", None, "")]),
]


@pytest.mark.parametrize(("name", "left", "right", "found"), INVOICES, ids=[row[0] for row in INVOICES])
def test_invoices_are_laid_beside_those_they_match(
    name: str, left: list[Any], right: list[Any], found: list[tuple[str | None, str | None, str]]
) -> None:
    said = [
        (mine["number"] if mine else None, theirs["number"] if theirs else None, why)
        for mine, theirs, why in matches(left, right)
    ]
    assert said == found
