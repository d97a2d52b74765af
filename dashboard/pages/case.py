"""One case: its flags with their facts, how far the law's steps have gone, and the penalties."""

import json
from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.badge import badge
from dashboard.components.fact import money, pairs
from dashboard.components.history import history
from dashboard.components.listing import listing
from dashboard.components.panel import heading, panel, trail
from dashboard.components.states import nothing
from dashboard.components.timeline import events, timeline
from dashboard.export import Table
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

FLAGS = (
    Column("rule", of=("Flag", "rule")),
    Column("reason", english="reasonEn", of=("Flag", "reason")),
    Column("severity", Kind.WORD, of=("Flag", "severity")),
    Column("project.enterprise.name", text="projects.enterprise"),
    Column("atRisk", Kind.MONEY, of=("Flag", "atRisk")),
    Column("raisedAt", Kind.MOMENT, of=("Flag", "raisedAt")),
)
PENALTIES = (
    Column("decidedOn", Kind.DAY, of=("Penalty", "decidedOn")),
    Column("outcome", Kind.WORD, of=("Penalty", "outcome")),
    Column("amount", Kind.MONEY, of=("Penalty", "amount")),
    Column("clause.code", text="case.clause"),
    Column("servedOn", Kind.DAY, of=("Penalty", "servedOn")),
    Column("executedOn", Kind.DAY, of=("Penalty", "executedOn")),
)


def query(view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    return Query("case", {"id": global_id("Case", view.key), "number": int(view.key)})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    case = data["case"]
    if case is None:
        raise NotFound
    title = f"{case['number']} {case['title']}"
    body = [
        heading(
            case["title"],
            above=trail(view, (view.t("nav.cases"), view.link("/cases", show="cases"))),
            below=html.P(
                [
                    badge(view, "Case", "state", case["state"]),
                    html.Code(case["number"]),
                    html.Span(view.word("Case", "kind", case["kind"])),
                    html.Span(view.word("Case", "phase", case["phase"])),
                ],
                className="plans",
            ),
        ),
        panel(view, "steps", view.t("case.steps"), _steps(view, case), query=asked, saved=False),
        html.Div(
            [
                panel(view, "about", view.t("case.about"), _about(view, case), query=asked, saved=False),
                panel(
                    view,
                    "events",
                    view.labels.entity("Event", view.caller.lang),
                    timeline(view, "Case", data["events"]["nodes"]),
                    query=asked,
                ),
            ],
            className="halves",
        ),
        panel(
            view,
            "flags",
            view.labels.entity("Flag", view.caller.lang),
            _flags(view, case),
            query=asked,
        ),
        panel(
            view,
            "penalties",
            view.labels.entity("Penalty", view.caller.lang),
            listing(
                view,
                PENALTIES,
                case["penalties"]["nodes"],
                caption=view.labels.entity("Penalty", view.caller.lang),
                empty="case.no_penalties",
            ),
            query=asked,
        ),
        await history(view, "Case", view.key),
    ]
    return Sheet(title, body, synthetic=case["synthetic"])


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    case = data["case"]
    if name == "events":
        return events(view, "Case", data["events"]["nodes"], case["number"])
    columns, entity = (FLAGS, "Flag") if name == "flags" else (PENALTIES, "Penalty")
    title = f"{case['number']} {view.labels.entity(entity, view.caller.lang)}"
    return table_of(view, title, columns, case[name]["nodes"], "synthetic")


def _steps(view: View, case: Mapping[str, Any]) -> Any:
    """The steps of the law in their order; those behind the case are done."""
    words = view.labels.vocabulary("Case", "state")
    reached = list(words).index(case["state"])
    steps = []
    for place, labels in enumerate(words.values()):
        state = "done" if place < reached else "now" if place == reached else "open"
        current = {"aria-current": "step"} if state == "now" else {}
        steps.append(
            html.Li(html.Span(labels[view.english], className="step-name"), className=state, **current)
        )
    return html.Ol(steps, className="steps across")


def _about(view: View, case: Mapping[str, Any]) -> Any:
    unit, platform = case["unit"], case["platform"]

    def label(field: str) -> str:
        return view.labels.field("Case", field, view.caller.lang)

    operator = (
        html.A(
            platform["organization"]["name"],
            href=view.link(f"/platform/{row_key(platform['id'])}"),
            **{"data-nav": ""},
        )
        if platform
        else view.t("none")
    )
    facts = pairs(
        [
            (label("atStake"), money(view, case["atStake"])),
            (label("penaltyTotal"), money(view, case["penaltyTotal"])),
            (view.t("platforms.name"), operator),
            (
                view.t("unit_name"),
                html.A(view.name(unit), href=view.link(f"/unit/{unit['code']}"), **{"data-nav": ""}),
            ),
            (label("openedOn"), view.language.day(case["openedOn"])),
            (label("closedOn"), view.language.day(case["closedOn"])),
            (
                view.t("case.investigator"),
                case["investigator"]["name"] if case["investigator"] else view.t("none"),
            ),
        ]
    )
    return [facts, html.H3(label("summary")), html.P(case["summary"] or view.t("none"), className="prose")]


def _flags(view: View, case: Mapping[str, Any]) -> Any:
    flags = case["flags"]["nodes"]
    if not flags:
        return nothing(view)
    return html.Ul([_flag(view, flag) for flag in flags], className="flags")


def _flag(view: View, flag: Mapping[str, Any]) -> Any:
    project = flag["project"]
    enterprise = (
        html.A(
            project["enterprise"]["name"],
            href=view.link(f"/project/{row_key(project['id'])}"),
            **{"data-nav": ""},
        )
        if project
        else view.t("none")
    )
    return html.Li(
        [
            html.Div(
                [
                    badge(view, "Flag", "severity", flag["severity"]),
                    html.Strong(flag["reasonEn"] if view.english else flag["reason"]),
                    html.Span([flag["rule"], " v", flag["ruleVersion"]], className="soft"),
                ],
                className="flag-head",
            ),
            html.P(
                [
                    enterprise,
                    " · ",
                    view.labels.field("Flag", "atRisk", view.caller.lang),
                    " ",
                    money(view, flag["atRisk"]),
                    " · ",
                    view.language.moment(flag["raisedAt"]),
                ]
            ),
            html.Details(
                [
                    html.Summary(view.labels.field("Flag", "facts", view.caller.lang)),
                    html.Pre(json.dumps(flag["facts"], ensure_ascii=False, indent=2), tabIndex=0),
                ]
            ),
        ]
    )


PAGE = Page("/case/", "cases", layout, table)
