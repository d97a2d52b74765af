"""What is typed into the heads of a list becomes a filter of the API."""

from typing import Any

import pytest

from dashboard.columns import dig
from dashboard.criteria import nested, order_of, where_of
from dashboard.lists import FLAGS, LISTS, PLATFORMS, PROJECTS
from tests.unit.dashboard.made import Api, view


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ({}, {}),
        (
            {"organization_name": {"type": "contains", "filter": "南通"}},
            {"organization": {"name": {"contains": "南通"}}},
        ),
        ({"passedCount": {"type": "greaterThanOrEqual", "filter": 10}}, {"passedCount": {"gte": 10}}),
        ({"award": {"type": "inRange", "filter": 1, "filterTo": 2.5}}, {"award": {"gte": "1", "lte": "2.5"}}),
        ({"award": {"type": "blank"}}, {"award": {"isNull": True}}),
        ({"state": {"type": "contains", "filter": "取消"}}, {"state": {"in": ["DISQUALIFIED"]}}),
        ({"state": {"type": "contains", "filter": "no such word"}}, {"state": {"in": []}}),
        ({"no_such_column": {"type": "equals", "filter": 1}}, {}),
        ({"organization_name": {"type": "contains"}}, {}),
    ],
)
def test_a_filter_of_the_grid_is_one_of_the_api(model: dict[str, Any], expected: dict[str, Any]) -> None:
    assert where_of(view(Api()), PLATFORMS, model) == expected


def test_a_date_is_a_day_without_time() -> None:
    model = {"acceptedOn": {"type": "greaterThan", "dateFrom": "2024-03-01 00:00:00"}}
    assert where_of(view(Api()), PROJECTS, model) == {"acceptedOn": {"gt": "2024-03-01"}}


def test_filters_add_up_with_what_the_page_is_about() -> None:
    seen = view(Api(), "/unit/320000", "320000", "?batch=2")
    assert where_of(seen, PLATFORMS, {"planned": {"type": "equals", "filter": 12}}) == {
        "and": [
            {"planIndustry": {"plan": {"batch": {"number": {"eq": 2}}}}, "unit": {"code": {"eq": "320000"}}},
            {"planned": {"eq": 12}},
        ]
    }


def test_names_are_filtered_and_sorted_in_the_language_they_are_read_in() -> None:
    seen = view(Api(), lang="en")
    model = {"unit_shortName": {"type": "contains", "filter": "Jiang"}}
    assert where_of(seen, FLAGS, model) == {"unit": {"nameEn": {"contains": "Jiang"}}}
    assert order_of(seen, FLAGS, [{"colId": "reason", "sort": "asc"}]) == [{"reasonEn": "ASC"}]


def test_a_list_has_an_order_until_one_is_chosen() -> None:
    assert order_of(view(Api()), PLATFORMS, []) == [{"passedCount": "DESC"}]
    assert order_of(view(Api()), PLATFORMS, [{"colId": "organization_name", "sort": "asc"}]) == [
        {"organization": {"name": "ASC"}}
    ]


@pytest.mark.parametrize("of", LISTS.values(), ids=LISTS)
def test_every_column_has_a_head_in_both_languages(of: Any) -> None:
    for lang in ("zh", "en"):
        seen = view(Api(), lang=lang)
        heads = [column.head(seen) for column in of.columns]
        assert all(heads)
        assert len(set(heads)) == len(heads)


def test_paths() -> None:
    assert nested("a.b", 1) == {"a": {"b": 1}}
    assert dig({"a": None}, "a.b") is None
