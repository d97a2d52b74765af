"""A card with a heading and its three tools: the query behind it, its data, its picture."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.client import Query
from dashboard.components.icon import icon
from dashboard.view import View


def panel(
    view: View,
    name: str,
    title: str,
    body: Any,
    *,
    query: Query | None = None,
    saved: bool = True,
    chart: str = "",
    note: Any = None,
    controls: Any = None,
    tools: Sequence[Any] = (),
    linked: bool = False,
) -> Any:
    """``name`` is what the page's ``table`` knows the panel's data by; ``chart`` names its figure.

    ``tools`` come after the usual ones. A ``linked`` panel's query changes under the reader's hands: the link to it has an id.
    """
    shown: list[Any] = []
    if query:
        shown.append(
            html.A(
                icon("query"),
                href=view.explorer(query),
                target="_blank",
                className="tool",
                title=view.t("panel.query"),
                **{"aria-label": view.t("panel.query_of", title=title)},
                **({"id": {"type": "query", "name": name}} if linked else {}),
            )
        )
    if saved:
        shown.append(_button("table", view.t("panel.csv"), view.t("panel.csv_of", title=title), csv=name))
    if chart:
        shown.append(_button("image", view.t("panel.png"), view.t("panel.png_of", title=title), png=chart))
    return html.Section(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.H2(title, id=f"heading-{name}"),
                            html.P(note, className="note") if note else None,
                        ],
                        className="panel-title",
                    ),
                    html.Div(controls, className="panel-controls") if controls else None,
                    html.Div([*shown, *tools], className="panel-tools"),
                ],
                className="panel-head",
            ),
            html.Div(body, className="panel-body"),
        ],
        className="panel",
        **{"aria-labelledby": f"heading-{name}"},
    )


def _button(picture: str, title: str, label: str, **what: str) -> Any:
    data = {f"data-{name}": value for name, value in what.items()}
    return html.Button(
        icon(picture), type="button", className="tool", title=title, **{"aria-label": label, **data}
    )


def chart(view: View, name: str, figure: Any, height: int, label: str, *, file: str = "") -> Any:
    """A figure that says in words what it shows; ``20-address.js`` follows clicks on what has an address."""
    return html.Div(
        dcc.Graph(
            id={"type": "chart", "name": name},
            figure=figure,
            responsive=True,
            config={"displayModeBar": False, "scrollZoom": False, "doubleClick": False},
            style={"height": f"{height}px"},
        ),
        className="chart",
        role="img",
        **{"aria-label": label, "data-chart": name, "data-file": file or label},
    )


def pills(label: str, choices: list[tuple[str, str, bool]]) -> Any:
    """A choice among few, as links: (text, address, chosen)."""
    return html.Nav(
        [
            html.A(
                text,
                href=address,
                className="pill",
                **{"data-nav": "keep", **({"aria-current": "true"} if chosen else {})},
            )
            for text, address, chosen in choices
        ],
        className="pills",
        **{"aria-label": label},
    )


def batches(view: View, numbers: list[dict[str, Any]]) -> Any:
    """Narrow the page to one batch."""
    choices = [(view.t("batch.all"), view.here(batch=None), view.batch is None)]
    choices += [
        (
            view.t("batch.one", number=batch["number"]) if view.english else batch["name"],
            view.here(batch=batch["number"]),
            view.batch == batch["number"],
        )
        for batch in numbers
    ]
    return pills(view.t("batch.label"), choices)


def trail(view: View, *steps: tuple[str, str]) -> Any:
    """Where a page lies: (text, address) of what is above it."""
    parts = [html.Li(html.A(text, href=address, **{"data-nav": ""})) for text, address in steps]
    return html.Nav(html.Ol(parts), className="trail", **{"aria-label": view.t("trail")})


def heading(title: str, *, above: Any = None, beside: Any = None, below: Any = None) -> Any:
    return html.Div(
        [
            html.Div([above, html.H1(title), below], className="heading-words"),
            html.Div(beside, className="heading-controls") if beside else None,
        ],
        className="heading",
    )
