"""Surveys of satisfaction: how they came out, who was not asked yet, and the links, which are told once."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.dependencies import MATCH

from dashboard.client import Query, QueryFailed
from dashboard.components.fact import fact
from dashboard.components.grid import grid_panel
from dashboard.components.panel import panel
from dashboard.lists import SURVEYS
from dashboard.router import Router
from dashboard.view import View

FACTS = Query("survey_facts", {})
MARKS = ("quality", "timeliness", "training", "effect", "recommend")
SENDER = "provincial_sme_officer"
DAYS = 30


async def surveys_body(view: View) -> list[Any]:
    """The part of the page of delivery that is about surveys."""
    data = await view.fetch(FACTS)
    sender = SENDER in view.caller.roles
    return [
        html.Div(_facts(view, data), className="facts"),
        *([_send(view, data["unasked"])] if sender else []),
        grid_panel(view, SURVEYS, view.t("delivery.surveys"), height=520, note=view.t("surveys.note")),
    ]


def survey_buttons(view: View, project: str, survey: Mapping[str, Any] | None, delivered: bool) -> Any:
    """On the page of a project: send a survey, or remind with a new link; None where neither can be done."""
    if SENDER not in view.caller.roles or not delivered or (survey and survey["state"] == "ANSWERED"):
        return None
    if survey is None:
        return _button(view, "send", [project], view.t("surveys.send_one"))
    return _button(view, "remind", [survey["id"]], view.t("surveys.remind"))


def register_surveys(app: Dash, router: Router) -> None:
    """The one callback: makes links and tells them."""

    @app.callback(
        Output({"type": "survey-links", "how": MATCH, "of": MATCH}, "children"),
        Input({"type": "survey", "how": MATCH, "of": MATCH}, "n_clicks"),
        State({"type": "survey-days", "how": MATCH, "of": MATCH}, "value"),
        State({"type": "survey-ids", "how": MATCH, "of": MATCH}, "data"),
        State({"type": "survey", "how": MATCH, "of": MATCH}, "id"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def make(
        clicks: int | None, days: Any, ids: list[str], at: dict[str, str], place: dict[str, str]
    ) -> Any:
        if not clicks:
            return no_update
        _, view = await router.view(place)
        try:
            if at["how"] == "send":
                asked = Query("send_surveys", {"projects": ids, "days": int(days or DAYS)})
                links = (await view.fetch(asked))["sendSurveys"]
            else:
                asked = Query("remind_surveys", {"surveys": ids, "days": int(days or DAYS)})
                links = (await view.fetch(asked))["remindSurveys"]
        except QueryFailed as failure:
            return html.P([failure.message, " ", failure.hint or ""], className="said bad", role="alert")
        return _told(view, links)


def _facts(view: View, data: Mapping[str, Any]) -> list[Any]:
    mean = data["answered"]["aggregate"]["avg"]
    asked = data["sent"]["totalCount"] + data["answered"]["totalCount"]

    def said(value: Any) -> str:
        return view.t("none") if value is None else f"{float(value):.2f}"

    return [
        fact(
            view.t("surveys.answered"),
            view.language.count(data["answered"]["totalCount"]),
            target=view.t("surveys.of", count=view.language.count(asked)),
            below=[
                (view.t("surveys.open"), view.language.count(data["sent"]["totalCount"])),
                (view.t("surveys.unasked"), view.language.count(data["unasked"]["totalCount"])),
            ],
        ),
        fact(
            view.t("surveys.mean"),
            said(mean["mean"]),
            unit="/ 5",
            below=[(view.labels.field("Survey", mark, view.caller.lang), said(mean[mark])) for mark in MARKS],
        ),
    ]


def _send(view: View, unasked: Mapping[str, Any]) -> Any:
    ids = [project["id"] for project in unasked["nodes"]]
    return panel(
        view,
        "send",
        view.t("surveys.send"),
        _button(view, "send", ids, view.t("surveys.send_all", count=len(ids)))
        if ids
        else html.P(view.t("surveys.all_asked"), className="soft"),
        query=FACTS,
        saved=False,
        note=view.t("surveys.send_note"),
    )


def _button(view: View, how: str, ids: Sequence[str], label: str) -> Any:
    at = {"how": how, "of": ids[0] if len(ids) == 1 else "all"}
    return html.Div(
        [
            html.Div(
                [
                    dmc.NumberInput(
                        id={"type": "survey-days", **at},
                        label=view.t("surveys.days"),
                        value=DAYS,
                        min=1,
                        max=120,
                        w=150,
                    ),
                    html.Button(
                        label, id={"type": "survey", **at}, type="button", className="button primary"
                    ),
                ],
                className="fields",
            ),
            dcc.Store(id={"type": "survey-ids", **at}, data=list(ids)),
            html.Div(id={"type": "survey-links", **at}, role="status"),
        ],
        className="survey-send",
    )


def _told(view: View, links: Sequence[Mapping[str, Any]]) -> Any:
    """The links with a button each to copy the whole address, and all of them to be saved."""
    caption = view.t("surveys.links")
    return html.Div(
        [
            html.P(view.t("surveys.once", count=len(links)), className="said good"),
            html.Button(
                view.t("surveys.copy_all"),
                type="button",
                className="button",
                **{
                    "data-copy": "\n".join(f"{link['enterprise']}\t{link['path']}" for link in links),
                    "data-copied": view.t("tokens.copied"),
                    "data-origin": "",
                },
            ),
            html.Div(
                html.Table(
                    [
                        html.Caption(caption, className="unseen"),
                        html.Thead(
                            html.Tr(
                                [
                                    html.Th(view.t(head), scope="col")
                                    for head in ("projects.enterprise", "surveys.link", "surveys.until")
                                ]
                            )
                        ),
                        html.Tbody(
                            [
                                html.Tr(
                                    [
                                        html.Td(link["enterprise"]),
                                        html.Td(html.Code(link["path"], className="secret")),
                                        html.Td(link["expiresOn"]),
                                    ]
                                )
                                for link in links
                            ]
                        ),
                    ],
                    className="listing",
                ),
                className="scroll",
                tabIndex=0,
                role="region",
                **{"aria-label": caption},
            ),
        ],
        className="survey-told",
    )
