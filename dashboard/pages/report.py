"""One report to the ministries: lesson or problem, who has read it, what was answered (A4)."""

from typing import Any

from dash import html

from dashboard.client import Query, global_id
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.fact import pairs
from dashboard.components.panel import heading, panel, trail
from dashboard.components.timeline import events, timeline
from dashboard.export import Table
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View


def query(view: View) -> Query:
    if not view.key.isdigit():
        raise NotFound
    return Query("report", {"id": global_id("Report", view.key), "number": int(view.key)})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    report = data["report"]
    if report is None:
        raise NotFound
    title = report["title"]

    def label(field: str) -> str:
        return view.labels.field("Report", field, view.caller.lang)

    none = view.t("none")
    facts: list[tuple[str, Any]] = [
        (view.t("report.to"), view.t("report.addressees")),
        (view.t("report.author"), report["author"]["name"] if report["author"] else none),
        (view.labels.entity("Plan", view.caller.lang), report["plan"]["title"] if report["plan"] else none),
        (label("sentOn"), report["sentOn"] or none),
        (label("readOn"), report["readOn"] or none),
        (label("copyReadOn"), report["copyReadOn"] or none),
    ]
    body = [
        heading(
            title,
            above=trail(
                view,
                (view.t("nav.delivery"), view.link("/delivery", show="reports")),
                (view.name(report["unit"]), view.link(f"/unit/{report['unit']['code']}")),
            ),
            below=html.P(
                [
                    badge(view, "Report", "state", report["state"]),
                    html.Span(view.word("Report", "kind", report["kind"])),
                    html.Span(view.word("Report", "topic", report["topic"]), className="soft"),
                ],
                className="plans",
            ),
            beside=actions(view, await offered(view, report["id"])),
        ),
        panel(
            view,
            "body",
            view.labels.entity("Report", view.caller.lang),
            [
                pairs(facts),
                html.Div([html.P(line) for line in report["body"].splitlines()], className="prose"),
            ],
            query=asked,
            saved=False,
        ),
        panel(
            view,
            "answer",
            f"{label('answer')} {report['answeredOn'] or ''}",
            html.Div([html.P(line) for line in report["answer"].splitlines()], className="prose"),
            query=asked,
            saved=False,
        )
        if report["answer"]
        else None,
        panel(
            view,
            "events",
            view.labels.entity("Event", view.caller.lang),
            timeline(view, "Report", data["events"]["nodes"]),
            query=asked,
        ),
    ]
    return Sheet(title, body, synthetic=report["synthetic"])


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    return events(view, "Report", data["events"]["nodes"], data["report"]["title"])


PAGE = Page("/report/", "delivery", layout, table)
