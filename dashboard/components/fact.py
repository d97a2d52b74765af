"""A headline number with its target, and the bars that compare a value with one."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.view import View


def fact(
    title: str,
    value: str,
    *,
    unit: str = "",
    exact: str = "",
    target: str = "",
    bar: Any = None,
    below: Sequence[tuple[str, str]] = (),
) -> Any:
    """``exact`` shows on hover; ``below`` are smaller numbers, (label, value)."""
    return html.Div(
        [
            html.H2(title, className="fact-title"),
            html.P(
                [
                    html.Span(value, className="fact-value", title=exact or None),
                    html.Span(unit, className="fact-unit") if unit else None,
                    html.Span(target, className="fact-target") if target else None,
                ],
                className="fact-line",
            ),
            bar,
            html.Dl(
                [html.Div([html.Dt(label), html.Dd(number)]) for label, number in below],
                className="fact-below",
            )
            if below
            else None,
        ],
        className="fact",
    )


def bullet(
    view: View,
    value: float,
    of: float,
    *,
    lighter: float | None = None,
    band: tuple[float, float] | None = None,
    mark: float | None = None,
    label: str,
) -> Any:
    """A bar out of ``of``: the value in full colour, ``lighter`` behind it, a band or a mark to reach."""
    whole = max(of, value, lighter or 0, 1)

    def share(number: float) -> str:
        return f"{100 * number / whole:.2f}%"

    parts = []
    if band:
        width = share(band[1] - band[0])
        parts.append(html.Span(className="bullet-band", style={"left": share(band[0]), "width": width}))
    if lighter is not None:
        parts.append(html.Span(className="bullet-lighter", style={"width": share(lighter)}))
    parts.append(html.Span(className="bullet-value", style={"width": share(value)}))
    if mark is not None:
        parts.append(html.Span(className="bullet-mark", style={"left": share(mark)}))
    return html.Div(parts, className="bullet", role="img", **{"aria-label": label}, title=label)


def pairs(items: Sequence[tuple[str, Any]]) -> Any:
    """Names and values of one thing; a value with an exact form brings its own element."""
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in items], className="pairs")


def money(view: View, amount: str | None) -> Any:
    """An amount in words; the fen on hover."""
    if amount is None:
        return view.t("none")
    return html.Span(view.language.money(amount), title=view.language.exact(amount), className="money")
