"""The 37 units on a map: areas in steps of one colour, cities and the XPCC as symbols."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.classes import class_of, colours
from dashboard.figures.frame import frame
from dashboard.figures.places import DASHES, NAMED, NOT_REPORTING, OFFSHORE, PLACES, SYMBOLS
from dashboard.theme import Theme

# What Chinese readers know: a cone that touches at 25 and 47 degrees north, upright at 105 east.
PROJECTION: dict[str, Any] = {"type": "conic conformal", "parallels": [25, 47], "rotation": {"lon": 105}}


@dataclass(frozen=True)
class Area:
    """A unit as the map shows it."""

    code: str
    name: str
    value: float
    hover: str
    href: str


@dataclass(frozen=True)
class Words:
    """The texts on the map, in the reader's language."""

    measure: str
    inset: str
    none: str
    classes: Sequence[str]  # one for each class above 0


def china_map(
    areas: Sequence[Area],
    cuts: Sequence[float],
    words: Words,
    theme: Theme,
    *,
    outlines: str,
    alarm: bool = False,
) -> go.Figure:
    """``outlines`` is the address of the GeoJSON: the browser keeps it, so a new measure sends numbers only."""
    steps = colours(theme.alarm if alarm else theme.few_to_many, len(cuts) + 1)
    palette = [theme.none, *steps]
    traces: list[Any] = []
    for geo in ("geo", "geo2"):
        traces.append(_others(geo, theme, outlines))
        traces.append(_areas(areas, cuts, palette, words, theme, geo, outlines))
        traces.append(_dashes(geo, theme, outlines))
    traces.append(_symbols(areas, cuts, palette, theme))
    traces.append(_names(areas, cuts, palette, theme))
    return frame(
        theme,
        traces,
        geo={
            **_geo(lat=[18.1, 53.6], lon=[79, 130], domain={"x": [0, 1], "y": [0, 1]}),
        },
        geo2={
            **_geo(lat=[2.5, 24.5], lon=[105.5, 123], domain={"x": [0.87, 0.995], "y": [0.015, 0.3]}),
            "projection": {"type": "mercator"},
            "framecolor": theme.soft,
            "showframe": True,
            "framewidth": 1,
            "bgcolor": theme.card,
        },
        annotations=[
            {
                "text": words.inset,
                "x": 0.985,
                "y": 0.025,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "right",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 11, "color": theme.soft},
            }
        ],
        showlegend=False,
        # The reader's zoom stays while the measure changes.
        uirevision="map",
        dragmode=False,
    )


def _geo(lat: list[float], lon: list[float], domain: dict[str, list[float]]) -> dict[str, Any]:
    return {
        "projection": PROJECTION,
        "lataxis": {"range": lat},
        "lonaxis": {"range": lon},
        "domain": domain,
        "visible": False,
        "showframe": False,
        "bgcolor": "rgba(0,0,0,0)",
    }


def _areas(
    areas: Sequence[Area],
    cuts: Sequence[float],
    palette: Sequence[str],
    words: Words,
    theme: Theme,
    geo: str,
    outlines: str,
) -> dict[str, Any]:
    last = len(palette) - 1
    scale = [
        (edge, colour)
        for index, colour in enumerate(palette)
        for edge in (index / len(palette), (index + 1) / len(palette))
    ]
    return {
        "type": "choropleth",
        "geo": geo,
        "geojson": outlines,
        "locations": [area.code for area in areas],
        "z": [class_of(area.value, cuts) for area in areas],
        "zmin": -0.5,
        "zmax": last + 0.5,
        "colorscale": scale,
        "marker": {"line": {"color": theme.outline, "width": 0.8}},
        "text": [area.hover for area in areas],
        "customdata": [area.href for area in areas],
        "hovertemplate": "%{text}<extra></extra>",
        "showscale": geo == "geo",
        "colorbar": {
            "orientation": "v",
            "x": 0.005,
            "y": 0.01,
            "xanchor": "left",
            "yanchor": "bottom",
            "len": 24 * len(palette) + 30,
            "lenmode": "pixels",
            "thickness": 16,
            "outlinewidth": 0,
            "tickvals": list(range(len(palette))),
            "ticktext": [words.none, *words.classes],
            "tickfont": {"size": 12, "color": theme.ink},
            "title": {"text": words.measure, "font": {"size": 13, "color": theme.ink}, "side": "top"},
        },
    }


def _others(geo: str, theme: Theme, outlines: str) -> dict[str, Any]:
    """What is China but no reporting unit of the pilot."""
    return {
        "type": "choropleth",
        "geo": geo,
        "geojson": outlines,
        "locations": list(NOT_REPORTING),
        "z": [0] * len(NOT_REPORTING),
        "colorscale": [(0, theme.none), (1, theme.none)],
        "marker": {"line": {"color": theme.soft, "width": 0.5}},
        "showscale": False,
        "hoverinfo": "skip",
    }


def _dashes(geo: str, theme: Theme, outlines: str) -> dict[str, Any]:
    return {
        "type": "choropleth",
        "geo": geo,
        "geojson": outlines,
        "locations": [DASHES],
        "z": [0],
        "colorscale": [(0, theme.soft), (1, theme.soft)],
        "marker": {"line": {"color": theme.soft, "width": 1.2}},
        "showscale": False,
        "hoverinfo": "skip",
    }


def _symbols(
    areas: Sequence[Area], cuts: Sequence[float], palette: Sequence[str], theme: Theme
) -> dict[str, Any]:
    """Five cities too small to be seen as areas, and the XPCC, whose lands lie scattered."""
    small = [area for area in areas if area.code in SYMBOLS]
    return {
        "type": "scattergeo",
        "geo": "geo",
        "lon": [PLACES[area.code][0] for area in small],
        "lat": [PLACES[area.code][1] for area in small],
        "mode": "markers+text",
        "marker": {
            "symbol": [SYMBOLS[area.code] for area in small],
            "size": 14,
            "color": [palette[class_of(area.value, cuts)] for area in small],
            "line": {"color": theme.ink, "width": 1.4},
        },
        "text": [f"<b>{area.name}</b>" for area in small],
        "textposition": [NAMED[area.code] for area in small],
        "textfont": {"size": 12, "color": theme.ink},
        "hovertext": [area.hover for area in small],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [area.href for area in small],
    }


def _names(
    areas: Sequence[Area], cuts: Sequence[float], palette: Sequence[str], theme: Theme
) -> dict[str, Any]:
    large = [area for area in areas if area.code not in SYMBOLS and area.code in PLACES]
    return {
        "type": "scattergeo",
        "geo": "geo",
        "lon": [PLACES[area.code][0] for area in large],
        "lat": [PLACES[area.code][1] for area in large],
        "mode": "text",
        "text": [area.name for area in large],
        "textposition": ["middle right" if area.code in OFFSHORE else "middle center" for area in large],
        "textfont": {
            "size": 11,
            "color": [
                theme.ink if area.code in OFFSHORE else _readable(palette[class_of(area.value, cuts)], theme)
                for area in large
            ],
        },
        "hoverinfo": "skip",
    }


def _readable(background: str, theme: Theme) -> str:
    """Dark or light letters, whichever stands out more on that colour."""
    red, green, blue = (int(background[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return theme.on_light if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.48 else theme.on_dark
