"""What stands where data is not, or not yet: loading, nothing, not found, refused, failed."""

from typing import Any

from dash import html

from dashboard.client import QueryFailed
from dashboard.components.icon import icon
from dashboard.language import Language
from dashboard.view import View


def skeleton(language: Language) -> list[Any]:
    """The outline of a page while it is fetched."""
    blocks = [
        html.Div(className="bone bone-title"),
        html.Div([html.Div(className="bone bone-card") for _ in range(4)], className="facts"),
        html.Div(className="bone bone-chart"),
    ]
    return [
        html.Div(
            [html.Span(language.t("loading"), className="unseen"), *blocks],
            role="status",
            className="skeleton",
        )
    ]


def nothing(view: View, key: str = "nothing") -> Any:
    """A panel without rows says so, and why that may be."""
    return html.Div([icon("empty"), html.P(view.t(key))], className="nothing")


def missing(view: View) -> list[Any]:
    return _notice(
        view.language,
        view.t("missing.title"),
        view.t("missing.text"),
        html.A(view.t("home"), href=view.prefix, className="button", **{"data-nav": ""}),
    )


def refused(view: View, failure: QueryFailed) -> list[Any]:
    return _notice(view.language, view.t("refused.title"), failure.message, code=failure.code)


def failed(language: Language, failure: QueryFailed) -> list[Any]:
    return _notice(
        language,
        language.t("failed.title"),
        failure.message or language.t("failed.text"),
        html.A(language.t("failed.again"), href="", className="button"),
        code=failure.code,
    )


def _notice(language: Language, title: str, text: str, *actions: Any, code: str = "") -> list[Any]:
    said = [html.H1(title), html.P(text)]
    if code:
        said.append(html.P(html.Code(code), className="soft"))
    return [html.Div([icon("beam"), *said, *actions], className="notice", role="alert")]
