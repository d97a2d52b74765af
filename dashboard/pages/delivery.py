"""How the work is going and who is behind: what is late, visits, surveys, evaluations, reports (A2–A4)."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query
from dashboard.components.fact import fact
from dashboard.components.grid import grid_panel
from dashboard.components.late import kinds_table, late_file, late_table, tasks_table
from dashboard.components.panel import batches, heading, panel, pills
from dashboard.components.states import nothing
from dashboard.export import Table
from dashboard.lists import EVALUATIONS, LISTS, REPORTS, VISITS
from dashboard.pages.surveys import surveys_body
from dashboard.sheet import Page, Sheet
from dashboard.view import View

#: Parts of the page, and the roles that never see one.
PARTS: Mapping[str, tuple[str, ...]] = {
    "late": (),
    "visits": (),
    "surveys": ("platform_operator", "expert"),
    "evaluations": ("platform_operator",),
    "reports": ("platform_operator", "expert"),
}


def query(view: View) -> Query:
    return Query(
        "delivery",
        {
            "batch": view.batch,
            "kind": view.state.get("kind"),
            "mine": view.state.get("whose") == "mine",
            "asOf": view.state.get("asOf"),
        },
    )


async def layout(view: View) -> Sheet:
    data = await view.fetch(query(view))
    part = _part(view)
    title = view.t("delivery.title")
    body = [
        heading(
            title,
            below=html.P(view.t("delivery.subtitle"), className="soft"),
            beside=batches(view, data["batches"]["nodes"]),
        ),
        pills(
            view.t("delivery.parts"),
            [
                (
                    view.t(f"delivery.{name}"),
                    view.here(show=name, kind=None, whose=None, sort=None, filter=None),
                    name == part,
                )
                for name, closed in PARTS.items()
                if not set(view.caller.roles) <= set(closed)
            ],
        ),
        *(await _body(view, part, data)),
    ]
    return Sheet(title, body, synthetic=data["programme"]["progress"]["synthetic"])


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    return late_file(view, view.t("late.title"), data["lateItems"]["rows"])


def _part(view: View) -> str:
    asked = view.state.get("show", "late")
    open_to = {name for name, closed in PARTS.items() if not set(view.caller.roles) <= set(closed)}
    return asked if asked in open_to else "late"


async def _body(view: View, part: str, data: Mapping[str, Any]) -> list[Any]:
    if part == "late":
        return _late(view, data)
    if part == "surveys":
        return await surveys_body(view)
    if part == "reports":
        return [await _topics(view), grid_panel(view, REPORTS, view.t("delivery.reports"), height=520)]
    return [
        grid_panel(
            view,
            LISTS[VISITS.name if part == "visits" else EVALUATIONS.name],
            view.t(f"delivery.{part}"),
            height=560,
        )
    ]


def _late(view: View, data: Mapping[str, Any]) -> list[Any]:
    found = data["lateItems"]
    units = {
        unit["code"]: unit["nameEn" if view.english else "shortName"]
        for unit in data["reportingUnits"]["nodes"]
    }
    mine = view.state.get("whose") == "mine"
    return [
        html.Div(_facts(view, data), className="facts"),
        panel(
            view,
            "tasks",
            view.t("late.tasks"),
            tasks_table(view, data["myTasks"], view.t("late.tasks")),
            query=query(view),
            saved=False,
            note=view.t("late.tasks_note"),
        ),
        html.Div(
            [
                panel(
                    view,
                    "kinds",
                    view.t("late.kinds"),
                    kinds_table(view, found["kinds"], view.t("late.kinds")),
                    query=query(view),
                    saved=False,
                    note=view.t("late.kinds_note"),
                ),
                panel(
                    view,
                    "late",
                    view.t("late.title"),
                    late_table(view, found["rows"], units, view.t("late.title")),
                    query=query(view),
                    note=view.t("late.first_hundred") if found["total"] > len(found["rows"]) else None,
                    controls=pills(
                        view.t("late.whose"),
                        [
                            (view.t("late.everybody"), view.here(whose=None), not mine),
                            (view.t("late.my_own"), view.here(whose="mine"), mine),
                            *(
                                [(view.t("late.all_kinds"), view.here(kind=None), False)]
                                if view.state.get("kind")
                                else []
                            ),
                        ],
                    ),
                ),
            ],
            className="late-row",
        ),
    ]


def _facts(view: View, data: Mapping[str, Any]) -> list[Any]:
    language, found = view.language, data["lateItems"]
    tasks = data["myTasks"]
    longest = max((kind["longest"] for kind in found["kinds"]), default=0)
    return [
        fact(
            view.t("late.all"),
            language.count(found["total"]),
            below=[(view.t("late.longest"), view.t("late.so_many", days=longest))],
        ),
        fact(
            view.t("late.for_me"),
            language.count(found["mine"]),
            below=[(view.t("late.waiting"), language.count(sum(task["count"] for task in tasks)))],
        ),
    ]


async def _topics(view: View) -> Any:
    asked = Query("report_topics", {})
    data = await view.fetch(asked)
    groups = data["reports"]["groupBy"]
    counts: dict[str, dict[str, int]] = {}
    for group in groups:
        counts.setdefault(group["key"]["topic"], {})[group["key"]["kind"]] = group["count"]
    kinds = ("LESSON", "PROBLEM")
    rows = [
        html.Tr(
            [
                html.Td(view.word("Report", "topic", topic)),
                *(html.Td(view.language.count(of.get(kind, 0)), className="number") for kind in kinds),
            ]
        )
        for topic, of in sorted(counts.items(), key=lambda item: -sum(item[1].values()))
    ]
    caption = view.t("reports.topics")
    body = (
        html.Table(
            [
                html.Caption(caption, className="unseen"),
                html.Thead(
                    html.Tr(
                        [
                            html.Th(view.labels.field("Report", "topic", view.caller.lang), scope="col"),
                            *(
                                html.Th(view.word("Report", "kind", kind), scope="col", className="number")
                                for kind in kinds
                            ),
                        ]
                    )
                ),
                html.Tbody(rows),
            ],
            className="listing narrow",
        )
        if rows
        else nothing(view)
    )
    return panel(
        view,
        "topics",
        caption,
        body,
        query=asked,
        saved=False,
        note=view.t("reports.note", waiting=data["waiting"]["totalCount"]),
    )


PAGE = Page("/delivery", "delivery", layout, table, lists=True)
