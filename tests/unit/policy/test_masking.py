"""What of a text is nobody else's business is masked, and nothing else is."""

import pytest

from api.policy.masking import deep, masked, masker, persons


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话15412345678。", "电话15*******78。"),
        ("154 1234 5678", "15*********78"),
        ("0512-65432100", "05*********00"),
        ("证件110101199003071233", "证件11**************33"),
        ("11010119900307123X", "11**************3X"),
        ("账号8888123456789012345", "账号88***************45"),
        ("8888 1234 5678 9012 345", "88*******************45"),
        ("案号2023-320000-001，2023-12-04 10:00", "案号2023-320000-001，2023-12-04 10:00"),
        ("发票22840343756219269955", "发票22840343756219269955"),  # twenty digits
        ("91320594MA1MXXXX0X", "91320594MA1MXXXX0X"),  # a firm's code
        ("1,531,232.65元", "1,531,232.65元"),
        ("a" + "1" * 18 + "f", "a" + "1" * 18 + "f"),  # part of a fingerprint
    ],
)
def test_numbers_of_persons_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_names_keep_the_family_name_and_the_longer_one_comes_first() -> None:
    assert masked("欧阳小明和欧阳小", ["欧阳小", "欧阳小明"]) == "欧某某某和欧某某"
    assert masked("Li said: Limit, LiLi", ["Li"]) == "L某 said: Limit, LiLi"
    assert masked("甲说", ["甲", ""]) == "甲说"  # of one letter nothing would be left to read


def test_a_name_is_no_pattern() -> None:
    assert masked("a.c abc", ["a.c"]) == "a某某 abc"


def test_all_of_a_nested_value_is_masked_but_its_keys() -> None:
    found = deep(masker(["张三丰"]), {"张三丰": ["张三丰", {"n": 1, "x": ("张三丰",)}], "none": None})
    assert found == {"张三丰": ["张某某", {"n": 1, "x": ["张某某"]}], "none": None}


@pytest.mark.parametrize(
    ("field", "names"),
    [
        (None, []),
        ("张三丰", ["张三丰"]),
        ("张三丰（总经理）、李四 王五", ["张三丰", "李四", "王五"]),
        ("张三丰(法定代表人", ["张三丰"]),
    ],
)
def test_who_spoke_is_told_from_what_they_are(field: str | None, names: list[str]) -> None:
    assert persons(field) == names
