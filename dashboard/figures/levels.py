"""The digital level before and after, part by part: two bars each, as shares of what could be scored."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboard.figures.frame import frame, legend
from dashboard.theme import Theme


def levels(
    before: Sequence[tuple[str, float]],
    after: Sequence[tuple[str, float]],
    names: Mapping[str, str],
    theme: Theme,
) -> go.Figure:
    """``before`` and ``after`` are (part, share from 0 to 100), the total last; ``names`` of the two."""
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": names[which],
            "y": [part for part, _ in parts],
            "x": [share for _, share in parts],
            "marker": {"color": colour},
            "text": [f"{share:g}" for _, share in parts],
            "textposition": "outside",
            "cliponaxis": False,
            "hovertemplate": "%{y}: %{x:.1f}",
        }
        for which, parts, colour in (("after", after, theme.main), ("before", before, theme.second))
        if parts
    ]
    return frame(
        theme,
        traces,
        barmode="group",
        showlegend=True,
        bargap=0.28,
        xaxis={
            "range": [0, 108],
            "gridcolor": theme.line,
            "zeroline": False,
            "fixedrange": True,
            "tickvals": [0, 20, 40, 60, 80, 100],
            "tickfont": {"color": theme.soft, "size": 12},
        },
        yaxis={"autorange": "reversed", "fixedrange": True, "automargin": True},
        legend={**legend(theme), "traceorder": "reversed"},
        margin={"l": 8, "r": 24, "t": 34, "b": 26},
        dragmode=False,
    )
