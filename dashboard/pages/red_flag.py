"""One rule of the red flags: why it is one, when it may be innocent, its thresholds and its query, and what it found."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.client import Query, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.fact import money, pairs
from dashboard.components.panel import heading, panel, trail
from dashboard.components.precision import said as precision
from dashboard.components.states import nothing
from dashboard.export import Table
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.synthetic import invented
from dashboard.view import View

Row = Mapping[str, Any]

FLAGS = (
    Column("reason", english="reasonEn", of=("Flag", "reason")),
    Column("unit.shortName", english="unit.nameEn", text="unit_name"),
    Column("state", Kind.WORD, of=("Flag", "state")),
    Column("atRisk", Kind.MONEY, of=("Flag", "atRisk")),
)


def query(view: View) -> Query:
    return Query("rule", {"code": view.key})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    if not data["ruleBook"]:
        raise NotFound
    [rule] = data["ruleBook"]
    text = rule["en" if view.english else "zh"]
    body = [
        heading(
            text["title"],
            above=trail(
                view,
                (view.t("nav.cases"), view.link("/cases")),
                (view.t("nav.red_flags"), view.link("/red-flags")),
            ),
            below=html.P(
                [
                    html.Code(rule["code"]),
                    html.Span(view.word("Flag", "kind", rule["kind"])),
                    badge(view, "Flag", "severity", rule["severity"]),
                    html.Span(view.word("Flag", "phase", rule["phase"])),
                    html.Span(view.word("Flag", "hintsAt", rule["hintsAt"])),
                ],
                className="plans",
            ),
        ),
        html.Div(
            [
                panel(view, "why", view.t("red_flags.why"), _text(view, text), query=asked, saved=False),
                panel(
                    view,
                    "record",
                    view.t("red_flags.record"),
                    _record(view, rule),
                    query=asked,
                    saved=False,
                ),
            ],
            className="halves",
        ),
        panel(
            view,
            "thresholds",
            view.t("red_flags.thresholds"),
            [
                await _deeds(view, rule),
                _versions(view, data["ruleVersions"]["nodes"]),
                html.Details(
                    [
                        html.Summary(view.t("red_flags.query")),
                        html.Pre(rule["query"], tabIndex=0),
                    ]
                ),
            ],
            query=asked,
            saved=False,
            note=view.t("red_flags.thresholds_note"),
        ),
        panel(
            view,
            "flags",
            view.labels.entity("Flag", view.caller.lang),
            _flags(view, data["flags"]["nodes"]),
            query=asked,
        ),
    ]
    return Sheet(f"{rule['code']} {text['title']}", body, synthetic=await invented(view))


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    title = f"{view.key} {view.labels.entity('Flag', view.caller.lang)}"
    return table_of(view, title, FLAGS, data["flags"]["nodes"], "synthetic")


def _text(view: View, text: Row) -> list[Any]:
    parts: list[Any] = []
    for name in ("why", "innocent", "example", "source"):
        parts += [html.H3(view.t(f"red_flags.{name}")), html.P(text[name], className="prose")]
    return parts[1:]


def _record(view: View, rule: Row) -> Any:
    count = view.language.count
    return pairs(
        [
            (view.t("red_flags.standing"), count(rule["standing"])),
            (view.t("red_flags.dismissed"), count(rule["dismissed"])),
            (view.t("red_flags.shadow"), count(rule["shadow"])),
            (view.labels.field("Flag", "atRisk", view.caller.lang), money(view, rule["atRisk"])),
            (view.t("red_flags.precision"), precision(view, rule["precision"])),
            (
                view.t("red_flags.verdict"),
                view.t("red_flags.demote_why") if rule["demote"] else view.t("red_flags.keep"),
            ),
        ]
    )


async def _deeds(view: View, rule: Row) -> Any:
    """What may be done with the version in force and with the one on trial."""
    shown = [actions(view, await offered(view, of)) for of in (rule["live"], rule["trial"]) if of]
    return html.Div([one for one in shown if one is not None])


def _versions(view: View, versions: Sequence[Row]) -> Any:
    if not versions:
        return nothing(view)
    return html.Ol(
        [
            html.Li(
                [
                    html.Time(view.language.moment(version["since"]), dateTime=version["since"]),
                    html.Span(
                        [
                            view.t("red_flags.version", number=version["number"]),
                            " ",
                            badge(view, "RuleVersion", "state", version["state"]),
                            html.Code(_thresholds(version["parameters"]), className="thresholds"),
                        ],
                        className="event-what",
                    ),
                    html.Span(
                        " · ".join(
                            filter(None, (version["madeBy"] and version["madeBy"]["name"], version["reason"]))
                        ),
                        className="soft",
                    ),
                ]
            )
            for version in versions
        ],
        className="timeline",
    )


def _thresholds(parameters: Row) -> str:
    return "  ".join(
        f"{name} = {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in parameters.items()
    )


def _flags(view: View, flags: Sequence[Row]) -> Any:
    if not flags:
        return nothing(view)
    return html.Ul(
        [
            html.Li(
                html.Div(
                    [
                        badge(view, "Flag", "state", flag["state"]),
                        html.A(
                            flag["reasonEn"] if view.english else flag["reason"],
                            href=view.link(f"/flag/{row_key(flag['id'])}"),
                            **{"data-nav": ""},
                        ),
                        html.Span(
                            [view.name(flag["unit"], short=True), " · ", money(view, flag["atRisk"])],
                            className="soft",
                        ),
                    ],
                    className="flag-head",
                )
            )
            for flag in flags
        ],
        className="flags",
    )


PAGE = Page("/red-flag/", "red_flags", layout, table)
