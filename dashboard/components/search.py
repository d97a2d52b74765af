"""A search as a plain form: what it finds is in the address, so that it can be kept, sent and gone back to."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from dashboard.view import View


def search(
    view: View, path: str, fields: Sequence[Any], *, label: str, kept: Mapping[str, str] | None = None
) -> Any:
    """``fields`` from ``text`` and ``choice``; ``kept`` are parts of the state that the form does not show."""
    hidden = [dcc.Input(type="hidden", name=name, value=value) for name, value in (kept or {}).items()]
    return html.Form(
        [
            *hidden,
            *fields,
            html.Button(label, type="submit", className="button primary"),
            html.A(view.t("search.clear"), href=view.link(path), className="button", **{"data-nav": ""}),
        ],
        action=f"{view.prefix}{path.lstrip('/')}",
        method="get",
        className="search",
        role="search",
    )


def text(
    view: View, name: str, label: str, *, kind: str = "search", hint: str = "", wide: bool = False
) -> Any:
    return html.Label(
        [
            html.Span(label),
            dcc.Input(
                name=name,
                type=kind,
                value=view.state.get(name, ""),
                placeholder=hint,
                debounce=True,
                className="search-text",
                id=f"search-{name}",
            ),
        ],
        className="search-field wide" if wide else "search-field",
        htmlFor=f"search-{name}",
    )


def choice(view: View, name: str, label: str, choices: Sequence[tuple[str, str]]) -> Any:
    """(value, text) of each; none chosen is all."""
    chosen = view.state.get(name, "")
    return html.Label(
        [
            html.Span(label),
            html.Select(
                [
                    html.Option(view.t("search.all"), value=""),
                    *(html.Option(said, value=value, selected=value == chosen) for value, said in choices),
                ],
                name=name,
                id=f"search-{name}",
            ),
        ],
        className="search-field",
        htmlFor=f"search-{name}",
    )
