"""Figures are pure: rows in, a figure out that Plotly's own validation accepts."""

import plotly.graph_objects as go
import pytest

from dashboard.figures.china_map import Area, Words, china_map
from dashboard.figures.classes import breaks, class_of, colours
from dashboard.figures.course import course, running, unbroken
from dashboard.figures.places import PLACES, SYMBOLS
from dashboard.theme import DARK, LIGHT, THEMES, Theme

MONTHS = [
    {"month": "2023-01-01", "contracted": 5, "passed": 0, "confirmed": 0},
    {"month": "2023-02-01", "contracted": 3, "passed": 4, "confirmed": 1},
    {"month": "2023-03-01", "contracted": 0, "passed": 2, "confirmed": 3},
]
NAMES = {"contracted": "signed", "passed": "passed", "confirmed": "confirmed"}


def areas() -> list[Area]:
    return [
        Area(code, f"unit {code}", value * 10, "facts", f"/unit/{code}") for value, code in enumerate(PLACES)
    ]


def drawn(theme: Theme = LIGHT) -> go.Figure:
    return china_map(
        areas(), [50, 100], Words("passed", "inset", "none", ["a", "b", "c"]), theme, outlines="/map"
    )


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_plotly_accepts_the_map(theme: Theme) -> None:
    go.Figure(drawn(theme).to_plotly_json())


@pytest.mark.parametrize("goal", [None, (4, 6, "band"), (8, None, "plan")])
def test_plotly_accepts_the_course(goal: tuple[int, int | None, str] | None) -> None:
    go.Figure(course(MONTHS, NAMES, DARK, english=True, goal=goal).to_plotly_json())


def test_a_month_without_events_is_flat() -> None:
    months = unbroken([MONTHS[0], {"month": "2023-04-01", "contracted": 0, "passed": 4, "confirmed": 0}])
    assert [month["month"] for month in months] == ["2023-01-01", "2023-02-01", "2023-03-01", "2023-04-01"]
    assert running(months, "passed") == [0, 0, 0, 4]
    assert unbroken([]) == []


def test_months_add_up() -> None:
    assert running(MONTHS, "passed") == [0, 4, 6]


def test_the_goal_is_a_band_within_sight() -> None:
    figure = course(MONTHS, NAMES, LIGHT, english=False, goal=(4000, 6000, "goal"))
    assert (figure.layout.shapes[0].y0, figure.layout.shapes[0].y1) == (4000, 6000)
    assert figure.layout.yaxis.range[1] > 6000


def test_the_map_has_all_37_units_twice_and_leads_to_each() -> None:
    traces = [trace for trace in drawn().data if trace.type == "choropleth" and len(trace.locations) == 37]
    assert [trace.geo for trace in traces] == ["geo", "geo2"]
    assert "/unit/XPCC" in traces[0].customdata


def test_cities_and_the_xpcc_are_symbols_with_names() -> None:
    symbols = next(
        trace for trace in drawn().data if trace.type == "scattergeo" and trace.mode == "markers+text"
    )
    assert len(symbols.lon) == len(SYMBOLS) == 6
    assert symbols.marker.symbol.count("diamond") == 1


def test_the_outlines_are_an_address_not_a_copy() -> None:
    assert len(drawn().to_json()) < 40_000


def test_nothing_is_a_class_of_its_own() -> None:
    assert [class_of(value, [10, 20]) for value in (0, 1, 10, 19, 20, 99)] == [0, 1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([0, 0], []),
        ([7], []),
        ([3, 3, 3], []),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [3, 5, 7, 9]),
        ([0, 12, 25, 31, 48, 77, 81, 95, 101, 120, 160, 285], [30, 50, 100, 150]),
    ],
)
def test_breaks_are_round_and_rise(values: list[float], expected: list[float]) -> None:
    found = breaks(values)
    assert found == sorted(set(found))
    assert all(cut in values or cut <= max(values, default=0) for cut in found)
    if len(values) < 4:
        assert found == expected


def test_few_classes_use_the_whole_scale() -> None:
    assert colours(LIGHT.few_to_many, 2) == [LIGHT.few_to_many[0], LIGHT.few_to_many[-1]]
    assert len(set(colours(LIGHT.few_to_many, 5))) == 5
