"""The course of the programme or a unit: passed and confirmed month by month, added up, against the goal."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.frame import count_axis, frame, legend, months_axis
from dashboard.theme import Theme

Months = Sequence[Mapping[str, Any]]


def unbroken(months: Months) -> list[dict[str, Any]]:
    """Every month from the first to the last: a month in which nothing happened must not become a slope."""
    if not months:
        return []
    known = {month["month"]: month for month in months}
    first, last = (date.fromisoformat(months[place]["month"]) for place in (0, -1))
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    steps = [divmod(first.year * 12 + first.month - 1 + step, 12) for step in range(count)]
    days = [date(year, month + 1, 1).isoformat() for year, month in steps]
    nothing = dict.fromkeys(("contracted", "passed", "confirmed"), 0)
    return [{**nothing, **known.get(day, {}), "month": day} for day in days]


def running(months: Months, member: str) -> list[int]:
    """What months add up to."""
    return list(accumulate(month[member] for month in months))


def course(
    months: Months,
    names: Mapping[str, str],
    theme: Theme,
    *,
    english: bool,
    goal: tuple[int, int | None, str] | None = None,
) -> go.Figure:
    """``names`` has the lines' names; ``goal`` is a band (from, to, its name), or one line where to is None."""
    months = unbroken(months)
    when = [month["month"] for month in months]
    lines = [
        ("contracted", {"color": theme.second, "width": 2, "dash": "dot"}, None),
        ("passed", {"color": theme.main, "width": 3}, None),
        ("confirmed", {"color": theme.accent, "width": 2.5}, None),
    ]
    traces = [
        {
            "type": "scatter",
            "x": when,
            "y": running(months, member),
            "mode": "lines",
            "name": names[member],
            "line": {**line, "shape": "linear"},
            "hovertemplate": "%{y:,d}",
        }
        for member, line, _ in lines
    ]
    shapes, annotations = _goal(goal, theme)
    tallest = max([goal[1] or goal[0]] if goal else [0]) * 1.08
    highest = max([tallest, *(max(running(months, member), default=0) * 1.08 for member in names)])
    return frame(
        theme,
        traces,
        xaxis=months_axis(theme, english),
        yaxis={**count_axis(theme), "range": [0, highest or 1]},
        legend=legend(theme),
        hovermode="x unified",
        margin={"l": 52, "r": 24, "t": 34, "b": 30},
        shapes=shapes,
        annotations=annotations,
        dragmode=False,
    )


def _goal(goal: tuple[int, int | None, str] | None, theme: Theme) -> tuple[list[Any], list[Any]]:
    if goal is None:
        return [], []
    low, high, name = goal
    shape: dict[str, Any] = {
        "type": "rect" if high else "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "layer": "below",
    }
    if high:
        shape |= {"y0": low, "y1": high, "fillcolor": theme.band, "line": {"width": 0}}
    else:
        shape |= {"y0": low, "y1": low, "line": {"color": theme.accent, "width": 1.5, "dash": "dash"}}
    label = {
        "text": name,
        "xref": "paper",
        "x": 0.008,
        "xanchor": "left",
        "y": high or low,
        "yanchor": "top" if high else "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": theme.soft},
    }
    return [shape], [label]
