"""A record's past, folded from its changes."""

from api.policy.history import Difference, Past, compare, differences, standing

HISTORY = [
    Past(3, {}, {"title": "甲", "contact": "张三"}),
    Past(7, {"title": "甲"}, {"title": "乙"}),
    Past(9, {"title": "乙", "contact": "张三"}, {"title": "丙", "contact": None}),
    Past(12, {"title": "丙"}, {"title": "甲"}),
]


def test_before_its_first_entry_a_new_record_held_nothing() -> None:
    assert standing(HISTORY, 0) == {"title": None, "contact": None}


def test_a_record_stands_as_its_last_change_left_it() -> None:
    assert standing(HISTORY, 8) == {"title": "乙", "contact": "张三"}
    assert standing(HISTORY, 99) == {"title": "甲", "contact": None}


def test_a_record_older_than_the_trail_had_what_its_first_change_tells() -> None:
    assert standing(HISTORY[1:], 0) == {"title": "甲", "contact": "张三"}


def test_two_moments_differ_in_what_changed_between_them_and_did_not_change_back() -> None:
    assert compare(HISTORY, 3, 12) == (Difference("contact", "张三", None),)
    assert compare(HISTORY, 12, 3) == compare(HISTORY, 3, 12)
    assert compare(HISTORY, 7, 7) == ()


def test_a_change_tells_both_sides() -> None:
    assert differences(HISTORY[1]) == (Difference("title", "甲", "乙"),)
    assert differences(HISTORY[0]) == (Difference("title", None, "甲"), Difference("contact", None, "张三"))
