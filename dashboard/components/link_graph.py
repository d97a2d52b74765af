"""The graph of what ties an enterprise to others: parties as circles, what they share between them as the evidence."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_cytoscape
from dash import html

from dashboard.client import row_key
from dashboard.components.states import nothing
from dashboard.theme import Theme
from dashboard.view import View

Row = Mapping[str, Any]
#: Labels longer than this are cut in the drawing; the list beside it has them whole.
LONG = 18


def drawing(view: View, graph: Row, *, height: int) -> Any:
    """Dragged and zoomed by hand; a click on a party goes to its project or platform."""
    if not graph["ties"]:
        return nothing(view, "links.none")
    return html.Div(
        [
            dash_cytoscape.Cytoscape(
                id={"type": "links", "name": "links"},
                elements=_elements(view, graph),
                layout={
                    "name": "cose",
                    "animate": False,
                    "padding": 16,
                    "nodeRepulsion": 9000,
                    "randomize": False,
                },
                stylesheet=_look(view.theme),
                style={"width": "100%", "height": f"{height}px"},
                boxSelectionEnabled=False,
                minZoom=0.2,
                maxZoom=3,
                responsive=True,
            ),
        ],
        className="link-graph",
        role="img",
        **{"aria-label": view.t("links.drawn", parties=len(graph["parties"]), ties=len(graph["ties"]))},
    )


def evidence(view: View, graph: Row) -> Any:
    """Each thing shared, and by whom: the drawing in words, with a way to lay two side by side."""
    if not graph["ties"]:
        return None
    parties = {party["id"]: party for party in graph["parties"]}
    return html.Ul([_tie(view, tie, parties) for tie in graph["ties"]], className="ties")


def address(view: View, party: Row) -> str | None:
    """Where a party is shown best: as the platform it operates, or as its first project."""
    if party["platforms"]:
        return view.link(f"/platform/{row_key(party['platforms'][0])}")
    if party["projects"]:
        return view.link(f"/project/{row_key(party['projects'][0])}")
    return None


def _tie(view: View, tie: Row, parties: Mapping[str, Row]) -> Any:
    shown = sorted(
        (parties[key] for key in tie["parties"] if key in parties), key=lambda party: party["hops"]
    )
    first = shown[0] if shown else None
    return html.Li(
        [
            html.P(
                [
                    html.Span(tie["labelEn"] if view.english else tie["label"], className="soft"),
                    " ",
                    html.Strong(tie["value"]),
                ]
            ),
            html.Ul([html.Li(_party(view, party, first)) for party in shown], className="tie-parties"),
        ]
    )


def _party(view: View, party: Row, first: Row | None) -> list[Any]:
    href = address(view, party)
    said: list[Any] = [
        html.A(party["name"], href=href, **{"data-nav": ""}) if href else html.Span(party["name"])
    ]
    if party["flags"]:
        said.append(
            html.Span(
                view.t("links.flags", count=view.language.count(party["flags"])), className="badge warn"
            )
        )
    if first and first is not party and first["projects"] and party["projects"]:
        pair = f"{row_key(first['projects'][0])}-{row_key(party['projects'][0])}"
        said.append(html.A(view.t("links.beside"), href=view.link(f"/beside/{pair}"), **{"data-nav": ""}))
    return said


def _elements(view: View, graph: Row) -> list[dict[str, Any]]:
    parties = {party["id"] for party in graph["parties"]}
    nodes = [
        {
            "data": {"id": party["id"], "label": _short(party["name"]), "href": address(view, party) or ""},
            "classes": " ".join(
                ["party", *(["start"] if not party["hops"] else []), *(["flagged"] if party["flags"] else [])]
            ),
        }
        for party in graph["parties"]
    ]
    edges = []
    for number, tie in enumerate(graph["ties"]):
        key = f"tie-{number}"
        said = tie["labelEn"] if view.english else tie["label"]
        nodes.append({"data": {"id": key, "label": f"{said}\n{_short(tie['value'])}"}, "classes": "tie"})
        edges += [
            {"data": {"id": f"{key}-{party}", "source": key, "target": party}}
            for party in tie["parties"]
            if party in parties
        ]
    return [*nodes, *edges]


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"


def _look(theme: Theme) -> Sequence[dict[str, Any]]:
    """Cytoscape draws on a canvas: it knows no CSS variables."""
    return [
        {
            "selector": "node",
            "style": {
                "label": "data(label)",
                "color": theme.ink,
                "font-size": 10,
                "text-wrap": "wrap",
                "text-valign": "bottom",
                "text-margin-y": 4,
                "background-color": theme.second,
                "width": 18,
                "height": 18,
            },
        },
        {
            "selector": ".tie",
            "style": {
                "shape": "diamond",
                "background-color": theme.soft,
                "color": theme.soft,
                "width": 9,
                "height": 9,
                "font-size": 8,
            },
        },
        {"selector": ".flagged", "style": {"background-color": theme.accent}},
        {
            "selector": ".start",
            "style": {"border-width": 3, "border-color": theme.main, "width": 26, "height": 26},
        },
        {"selector": "edge", "style": {"width": 1, "line-color": theme.line, "curve-style": "straight"}},
    ]
