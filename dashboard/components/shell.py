"""What surrounds every page: header, navigation, switches, the person, the footer."""

from typing import Any
from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import dcc, html, no_update

from dashboard.components.icon import icon
from dashboard.components.states import skeleton
from dashboard.language import Language
from dashboard.sheet import Drawn
from dashboard.theme import FONT
from dashboard.view import Caller, View


def shell(caller: Caller, prefix: str, drawn: Drawn | None) -> Any:
    """The frame, with what was drawn of the first page; the router fills it from then on."""
    language = Language(caller.lang)
    return dmc.MantineProvider(
        forceColorScheme=caller.theme,
        theme={
            "fontFamily": FONT,
            "headings": {"fontFamily": FONT},
            "primaryColor": "blue",
            "defaultRadius": "sm",
        },
        children=[
            dcc.Location(id="url", refresh="callback-nav"),
            dcc.Store(id="place", data=drawn.at if drawn else None),
            dcc.Store(id="wanted"),
            dcc.Store(id="drilled"),
            dcc.Download(id="download"),
            html.Div(id="title", title=drawn.title if drawn else "", hidden=True),
            html.A(language.t("skip"), href="#main", className="skip"),
            dmc.AppShell(
                [
                    dmc.AppShellHeader(_header(caller, language, prefix, drawn)),
                    html.Div(id="said", role="status", className="toast"),
                    dmc.AppShellMain(
                        html.Div(
                            drawn.page if drawn else skeleton(language),
                            id="page",
                            className="page",
                            **{"data-drawn": "".join(drawn.at.values()) if drawn else ""},
                        ),
                        id="main",
                    ),
                    html.Footer(
                        [html.Span(language.t("footer.map")), html.Span(language.t("footer.source"))],
                        className="footer",
                    ),
                ],
                header={"height": 60},
                padding=0,
            ),
        ],
    )


def _header(caller: Caller, language: Language, prefix: str, drawn: Drawn | None) -> Any:
    return html.Div(
        [
            html.A(
                [
                    html.Img(src=f"{prefix}assets/emblem.svg", alt="", className="emblem"),
                    html.Span(
                        [
                            html.Span(language.t("name"), className="brand-name"),
                            html.Span(language.t("subtitle"), className="brand-subtitle"),
                        ],
                        className="brand-words",
                    ),
                ],
                href=prefix,
                className="brand",
                title=language.t("home"),
                **{"data-nav": ""},
            ),
            html.Nav(drawn and drawn.navigation, id="navigation", **{"aria-label": language.t("navigation")}),
            html.Div(drawn and _shown(drawn.mark), id="mark", className="mark-place"),
            html.Div(drawn and drawn.switches, id="switches", className="switches"),
            _person(caller, language, prefix, drawn),
        ],
        className="header",
    )


def switches(view: View) -> list[Any]:
    """Language and theme, as links that come back to this very page."""
    here = view.here()
    lang = "zh" if view.english else "en"
    theme = "light" if view.caller.theme == "dark" else "dark"
    return [
        html.A(
            view.t("switch.language"),
            href="/preferences?" + urlencode({"lang": lang, "next": here}),
            className="switch",
            title=view.t("switch.language_title"),
            lang="en" if lang == "en" else "zh-CN",
            **{"data-preference": ""},
        ),
        html.A(
            icon("sun" if theme == "light" else "moon"),
            href="/preferences?" + urlencode({"theme": theme, "next": here}),
            className="switch",
            title=view.t(f"switch.{theme}"),
            **{"aria-label": view.t(f"switch.{theme}"), "data-preference": ""},
        ),
    ]


def _shown(mark: Any) -> Any:
    """Where the first page can't tell whether its rows are made up, no mark was there to keep."""
    return None if mark is no_update else mark


def mark(view: View) -> Any:
    """Says on every page, and on paper, that what it shows is made up."""
    text, explained = view.t("synthetic.mark"), view.t("synthetic.explain")
    if not view.caller.real_day:
        day = view.caller.today.isoformat()
        text = view.t("synthetic.day", mark=text, day=day)
        explained += view.t("synthetic.day_explain", day=day)
    return html.Span(text, className="mark", title=explained, role="note")


def roles(view: View) -> str:
    return view.t("comma").join(view.labels.role(role, view.caller.lang) for role in view.caller.roles)


def _person(caller: Caller, language: Language, prefix: str, drawn: Drawn | None) -> Any:
    return html.Details(
        [
            html.Summary(
                [
                    html.Span(caller.name[:1], className="avatar", **{"aria-hidden": "true"}),
                    html.Span(caller.name),
                ],
                className="person",
                title=language.t("person.menu", name=caller.name),
            ),
            html.Div(
                [
                    html.Strong(caller.name),
                    html.Span(caller.username, className="soft"),
                    html.Span(drawn and drawn.roles, id="roles", className="soft"),
                    html.A(language.t("person.account"), href=f"{prefix}account", **{"data-nav": ""}),
                    html.A(language.t("person.rights"), href=f"{prefix}rights", **{"data-nav": ""}),
                    html.A(language.t("person.people"), href=f"{prefix}people", **{"data-nav": ""})
                    if {"administrator", "auditor"} & set(caller.roles)
                    else None,
                    html.A(language.t("person.tokens"), href=f"{prefix}account/tokens", **{"data-nav": ""}),
                    html.Form(
                        html.Button(language.t("person.sign_out"), type="submit", className="button wide"),
                        action="/sign-out",
                        method="post",
                    ),
                ],
                className="person-card",
            ),
        ],
        className="person-menu",
    )
