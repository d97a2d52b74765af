"""What a transformation cost and took at each lighthouse, and how many levels it gained."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.frame import count_axis, frame
from dashboard.theme import Theme

Row = Mapping[str, Any]


def cost_and_time(theme: Theme, rows: Sequence[Row], texts: Mapping[str, str]) -> go.Figure:
    """A dot for each: months across, cost in 10,000 yuan up. ``texts``: months, cost, hover."""
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [float(row["months"]) for row in rows],
        "y": [float(row["cost"]) / 10_000 for row in rows],
        "text": [row["enterprise"]["name"] for row in rows],
        "marker": {"color": theme.main, "size": 11, "line": {"color": theme.card, "width": 1}},
        "hovertemplate": f"%{{text}}<br>{texts['hover']}<extra></extra>",
    }
    axis = {**count_axis(theme), "tickformat": ""}
    return frame(
        theme,
        [trace],
        margin={"l": 60, "r": 12, "t": 10, "b": 48},
        xaxis={**axis, "title": {"text": texts["months"], "font": {"size": 12, "color": theme.soft}}},
        yaxis={**axis, "title": {"text": texts["cost"], "font": {"size": 12, "color": theme.soft}}},
        showlegend=False,
    )


def level_moves(theme: Theme, rows: Sequence[Row], texts: Mapping[str, str]) -> go.Figure:
    """How many went from which level to which. ``texts``: count."""
    counted = Counter((row["levelBefore"], row["levelAfter"]) for row in rows)
    moves = sorted(counted)
    names = [f"{before} → {after}" for before, after in moves]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [counted[move] for move in moves],
        "y": names,
        "text": [str(counted[move]) for move in moves],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": [theme.main if after > before else theme.second for before, after in moves]},
        "hovertemplate": f"%{{y}}<br>{texts['count']}<extra></extra>",
    }
    return frame(
        theme,
        [trace],
        margin={"l": 72, "r": 34, "t": 6, "b": 10},
        xaxis={**count_axis(theme), "visible": False},
        yaxis={
            "type": "category",
            "autorange": "reversed",
            "fixedrange": True,
            "ticks": "outside",
            "ticklen": 8,
            "tickcolor": "rgba(0,0,0,0)",
            "tickfont": {"size": 14},
        },
        bargap=0.45,
        showlegend=False,
    )
