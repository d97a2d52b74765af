"""What supervision knows of one platform or project: visits, what is late, the survey (A2)."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.client import Query, row_key
from dashboard.components.badge import badge
from dashboard.components.case_opening import case_opening
from dashboard.components.fact import pairs
from dashboard.components.late import late_table
from dashboard.components.panel import panel
from dashboard.components.states import nothing
from dashboard.pages.surveys import MARKS, survey_buttons
from dashboard.view import View

#: Who never sees surveys: those who are rated, and those who accept.
CLOSED = frozenset({"platform_operator", "expert"})


async def of_platform(view: View, platform: str) -> list[Any]:
    asked = Query("supervised_platform", {"id": platform})
    data = await view.fetch(asked)
    title = view.t("late.title")
    suspected = [] if set(view.caller.roles) <= CLOSED else [await case_opening(view, platform)]
    return [
        *suspected,
        html.Div(
            [
                panel(
                    view,
                    "late",
                    title,
                    late_table(view, data["lateItems"]["rows"], {}, title),
                    query=asked,
                    saved=False,
                ),
                _visits(view, asked, data["visits"]["nodes"]),
            ],
            className="halves",
        ),
    ]


async def of_project(view: View, project: str, *, delivered: bool) -> list[Any]:
    asked = Query("supervised_project", {"id": project})
    panels = [_visits(view, asked, (await view.fetch(asked))["visits"]["nodes"])]
    if not set(view.caller.roles) <= CLOSED:
        panels.append(await _survey(view, project, delivered))
    return [html.Div(panels, className="halves")]


def _visits(view: View, asked: Query, visits: Sequence[Mapping[str, Any]]) -> Any:
    title = view.labels.entity("Visit", view.caller.lang)
    items = [
        html.Li(
            [
                html.A(
                    f"{visit['plannedOn']} {visit['purpose']}",
                    href=view.link(f"/visit/{row_key(visit['id'])}"),
                    **{"data-nav": ""},
                ),
                " ",
                badge(view, "Visit", "state", visit["state"]),
                html.Span(
                    " " + view.t("visit.findings", count=visit["findingCount"], open=visit["openFindings"]),
                    className="soft",
                )
                if visit["findingCount"]
                else None,
            ]
        )
        for visit in visits
    ]
    body = html.Ul(items, className="plain-list") if items else nothing(view, "visit.none")
    return panel(view, "visits", title, body, query=asked, saved=False)


async def _survey(view: View, project: str, delivered: bool) -> Any:
    asked = Query("project_survey", {"id": project})
    found = (await view.fetch(asked))["surveys"]["nodes"]
    survey = found[0] if found else None
    title = view.labels.entity("Survey", view.caller.lang)
    buttons = survey_buttons(view, project, survey, delivered)
    if survey is None:
        body: Any = [nothing(view, "surveys.not_asked"), buttons]
    else:

        def label(field: str) -> str:
            return view.labels.field("Survey", field, view.caller.lang)

        none = view.t("none")
        names = ("sentOn", "expiresOn", "answeredOn", "served", "mean", *MARKS, "comment")
        body = [
            html.P(badge(view, "Survey", "state", survey["state"]), className="plans"),
            pairs([(label(name), none if survey[name] is None else str(survey[name])) for name in names]),
            buttons,
        ]
    return panel(view, "survey", title, body, query=asked, saved=False, note=view.t("surveys.note"))
