"""One visit: what was looked at, what was found, and what became of it (A2)."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.fact import pairs
from dashboard.components.panel import heading, panel, trail
from dashboard.components.states import nothing
from dashboard.components.timeline import events, timeline
from dashboard.export import Table
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

FINDINGS = (
    Column("kind", Kind.WORD, of=("Finding", "kind")),
    Column("severity", Kind.WORD, of=("Finding", "severity")),
    Column("description", of=("Finding", "description")),
    Column("project.enterprise.name", text="projects.enterprise"),
    Column("dueOn", Kind.DAY, of=("Finding", "dueOn")),
    Column("state", Kind.WORD, of=("Finding", "state")),
    Column("answer", of=("Finding", "answer")),
    Column("answeredOn", Kind.DAY, of=("Finding", "answeredOn")),
    Column("closedOn", Kind.DAY, of=("Finding", "closedOn")),
)


def query(view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    return Query("visit", {"id": global_id("Visit", view.key), "number": int(view.key)})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    visit = data["visit"]
    if visit is None:
        raise NotFound
    title = visit["platform"]["organization"]["name"]
    findings = visit["findings"]["nodes"]
    caption = view.labels.entity("Finding", view.caller.lang)
    body = [
        heading(
            title,
            above=trail(
                view,
                (view.t("nav.delivery"), view.link("/delivery", show="visits")),
                (view.name(visit["unit"]), view.link(f"/unit/{visit['unit']['code']}")),
                (title, view.link(f"/platform/{row_key(visit['platform']['id'])}")),
            ),
            below=html.P(
                [badge(view, "Visit", "state", visit["state"]), visit["purpose"]], className="plans"
            ),
            beside=actions(view, await offered(view, visit["id"])),
        ),
        panel(
            view,
            "about",
            view.labels.entity("Visit", view.caller.lang),
            [
                pairs(_about(view, visit)),
                html.P(visit["summary"], className="prose") if visit["summary"] else None,
            ],
            query=asked,
            saved=False,
        ),
        panel(
            view,
            "findings",
            caption,
            [await _finding(view, finding) for finding in findings] or nothing(view, "visit.no_findings"),
            query=asked,
        ),
        panel(
            view,
            "events",
            view.labels.entity("Event", view.caller.lang),
            timeline(view, "Visit", data["events"]["nodes"]),
            query=asked,
        ),
    ]
    return Sheet(title, body, synthetic=visit["synthetic"])


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    title = data["visit"]["platform"]["organization"]["name"]
    if name == "events":
        return events(view, "Visit", data["events"]["nodes"], title)
    caption = view.labels.entity("Finding", view.caller.lang)
    return table_of(view, f"{title} {caption}", FINDINGS, data["visit"]["findings"]["nodes"], "synthetic")


def _about(view: View, visit: Mapping[str, Any]) -> list[tuple[str, Any]]:
    def label(field: str) -> str:
        return view.labels.field("Visit", field, view.caller.lang)

    none = view.t("none")
    project = visit["project"]
    where: Any = (
        html.A(
            project["enterprise"]["name"],
            href=view.link(f"/project/{row_key(project['id'])}"),
            **{"data-nav": ""},
        )
        if project
        else view.t("visit.whole_platform")
    )
    return [
        (view.t("visit.where"), where),
        (label("plannedOn"), visit["plannedOn"]),
        (label("visitedOn"), visit["visitedOn"] or none),
        (label("visitors"), visit["visitors"] or none),
    ]


async def _finding(view: View, finding: Mapping[str, Any]) -> Any:
    def label(field: str) -> str:
        return view.labels.field("Finding", field, view.caller.lang)

    enterprise = finding["project"]["enterprise"]["name"] if finding["project"] else None
    return html.Article(
        [
            html.Div(
                [
                    html.P(
                        [
                            badge(view, "Finding", "state", finding["state"]),
                            badge(view, "Finding", "severity", finding["severity"]),
                            html.Span(view.word("Finding", "kind", finding["kind"]), className="soft"),
                            html.Span(enterprise, className="soft") if enterprise else None,
                        ],
                        className="plans",
                    ),
                    html.P(finding["description"]),
                    html.P(f"{label('dueOn')} {finding['dueOn']}", className="soft"),
                    html.P(
                        [
                            html.Strong(f"{label('answer')} "),
                            finding["answer"],
                            html.Span(
                                f" {finding['answeredOn']}" if finding["answeredOn"] else "", className="soft"
                            ),
                        ]
                    )
                    if finding["answer"]
                    else None,
                ],
                className="finding-words",
            ),
            actions(view, await offered(view, finding["id"])),
        ],
        className="finding",
    )


PAGE = Page("/visit/", "delivery", layout, table)
