"""Components made and written our way are what Dash's own way makes and writes."""

from datetime import date
from typing import Any

import dash_mantine_components as dmc
import numpy as np
import orjson
import plotly.graph_objects as go
import pytest
from dash import dcc, html
from dash._utils import to_json as by_dash

from dashboard.wire import quicken, to_json


def page() -> Any:
    return html.Div(
        [
            html.Span("灯塔", className="name", **{"data-kind": "x", "aria-label": "y"}),
            html.A(html.B("</script>"), href="/a?b=1&c=2"),
            dcc.Graph(
                id={"type": "chart", "name": "a"},
                figure=go.Figure(go.Bar(x=[1, 2], y=np.array([1.5, float("nan")])), layout={"title": "图"}),
            ),
            dcc.Store(id="kept", data={"a": [1, None, (1, 2)]}),
            dmc.Text("text", size="sm"),
            html.Td(),
            html.Td(None, colSpan=2, hidden=True),
            None,
            date(2025, 3, 3),
        ],
        id="page",
    )


def test_a_page_says_the_same() -> None:
    theirs = orjson.loads(by_dash(page()))
    quicken()
    assert orjson.loads(to_json(page())) == theirs
    assert orjson.loads(by_dash(page())) == theirs


@pytest.mark.parametrize("bad", [{"nosuch": 1}, {"title": html.B()}, {"id": 3}], ids=str)
def test_mistakes_are_still_told(bad: dict[str, Any]) -> None:
    quicken()
    with pytest.raises(TypeError):
        html.Div("x", **bad)
    with pytest.raises(TypeError):
        dmc.Text("x", **bad)
