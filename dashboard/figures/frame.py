"""What all charts have in common: fonts, colours, axes, hover boxes."""

from typing import Any

import plotly.graph_objects as go

from dashboard.theme import FONT, Theme

# Plotly's own template is 7 kB in every figure and all of it is overridden here.
BLANK: dict[str, Any] = {"data": {}, "layout": {}}


def frame(theme: Theme, traces: list[dict[str, Any]], **layout: Any) -> go.Figure:
    """A figure in the page's colours and font, without decoration.

    Plotly's validation takes longer than the query behind a figure; the tests validate instead.
    """
    common = {
        "template": BLANK,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": theme.ink},
        "hoverlabel": {
            "bgcolor": theme.card,
            "bordercolor": theme.line,
            "font": {"family": FONT, "size": 13, "color": theme.ink},
            "align": "left",
        },
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
    }
    return go.Figure(data=traces, layout={**common, **layout}, _validate=False)


def months_axis(theme: Theme, english: bool) -> dict[str, Any]:
    """A time axis with dates as they are written here; the bundle's locale has no short ones."""
    return {
        "type": "date",
        "tickformat": "%b %Y" if english else "%Y年%-m月",
        "hoverformat": "%B %Y" if english else "%Y年%-m月",
        "gridcolor": theme.line,
        "showgrid": False,
        "linecolor": theme.line,
        "ticks": "outside",
        "tickcolor": theme.line,
        "tickfont": {"color": theme.soft, "size": 12},
        "nticks": 8,
        "fixedrange": True,
    }


def count_axis(theme: Theme) -> dict[str, Any]:
    return {
        "gridcolor": theme.line,
        "gridwidth": 1,
        "zeroline": False,
        "rangemode": "tozero",
        "tickformat": ",d",
        "tickfont": {"color": theme.soft, "size": 12},
        "fixedrange": True,
    }


def legend(theme: Theme) -> dict[str, Any]:
    """Above the chart, in the order of the lines."""
    return {
        "orientation": "h",
        "x": 0,
        "y": 1.02,
        "xanchor": "left",
        "yanchor": "bottom",
        "font": {"color": theme.ink, "size": 13},
        "itemclick": False,
        "itemdoubleclick": False,
    }
