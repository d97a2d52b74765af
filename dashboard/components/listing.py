"""A short list as a plain table: readable by everyone and on paper."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from dash import html

from dashboard.columns import Column, Kind
from dashboard.components.badge import badge
from dashboard.components.fact import bullet
from dashboard.components.states import nothing
from dashboard.view import View

NUMBERS = (Kind.COUNT, Kind.MONEY, Kind.EXACT, Kind.PERCENT)


def listing(
    view: View,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Any]],
    *,
    caption: str,
    empty: str = "nothing",
) -> Any:
    if not rows:
        return nothing(view, empty)
    heads = [html.Th(column.head(view), scope="col", className=_side(column)) for column in columns]
    body = [html.Tr([_cell(view, column, row) for column in columns]) for row in rows]
    return html.Div(
        html.Table(
            [html.Caption(caption, className="unseen"), html.Thead(html.Tr(heads)), html.Tbody(body)],
            className="listing",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": caption},
    )


def head(texts: Sequence[str], numbers: Collection[str] = ()) -> Any:
    """The head of a table drawn by hand; those of columns of numbers stand where the numbers do."""
    return html.Thead(
        html.Tr([html.Th(text, scope="col", className="number" if text in numbers else "") for text in texts])
    )


def _side(column: Column) -> str:
    return "number" if column.kind in NUMBERS else ""


def _cell(view: View, column: Column, row: Mapping[str, Any]) -> Any:
    said: Any = column.said(view, row)
    exact = None
    if column.kind is Kind.MONEY:
        exact = view.language.exact(column.value(view, row))
    if column.kind is Kind.WORD and column.of:
        said = badge(view, *column.of, column.value(view, row))
    if column.bullet:
        said = _progress(view, row)
    if column.href:
        address = column.href(view, row)
        said = html.A(said, href=address, **{"data-nav": ""}) if address else said
    return html.Td(said, className=_side(column), title=exact)


def _progress(view: View, row: Mapping[str, Any]) -> Any:
    progress = row["progress"]
    label = view.t(
        "bullet.label",
        passed=progress["passed"],
        contracted=progress["contracted"],
        target=progress["target"],
    )
    return html.Div(
        [
            bullet(
                view,
                progress["passed"],
                progress["target"],
                lighter=progress["contracted"],
                mark=progress["target"],
                label=label,
            ),
            html.Span(f"{progress['passed']} / {progress['target']}", className="bullet-said"),
        ],
        className="bullet-cell",
    )
