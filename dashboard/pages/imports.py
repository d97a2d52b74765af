"""A plan workbook in: tried first, its problems shown with their cells, then taken in."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.dependencies import MATCH

from dashboard.client import Query, QueryFailed
from dashboard.columns import Column
from dashboard.components.icon import icon
from dashboard.components.listing import listing
from dashboard.components.panel import heading
from dashboard.router import Router
from dashboard.sheet import Page, Sheet
from dashboard.view import View

#: What stands for a file among the variables of a mutation, from its name and content.
Upload = Callable[[str, bytes], Any]

LARGEST = 20 * 1024 * 1024


@dataclass(frozen=True)
class Way:
    """A document that takes a file, the member of its answer, and what it accepts (a key of the texts)."""

    document: str
    member: str
    accepts: str


WAYS = {
    "plan": Way("import_plan", "importPlan", "import.accepts"),
    "giants": Way("import_little_giants", "importLittleGiants", "giants.accepts"),
}
WORKBOOK = "data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,"
PROBLEMS = tuple(
    Column(name, text=f"import.{name}")
    for name in ("sheet", "row", "column", "value", "message", "hint", "clause", "code")
)


async def layout(view: View) -> Sheet:
    title = view.t("import.title")
    data = await view.fetch(Query("batches", {}))
    body = [
        heading(
            title,
            below=html.P(view.t("import.subtitle"), className="soft"),
            beside=html.A(
                [icon("table"), view.t("import.template")],
                href="/template.xlsx",
                className="button",
                download="",
            ),
        ),
        choose(view, "plan", view.t("import.choose")),
    ]
    return Sheet(title, body, synthetic=data["programme"]["progress"]["synthetic"])


def choose(view: View, name: str, title: str) -> Any:
    """Where a file is dropped, its report, and the button that takes it in; ``name`` is one of ``WAYS``."""
    return html.Section(
        [
            html.H2(title),
            html.Div(
                dcc.Upload(
                    html.Div(
                        [
                            icon("upload"),
                            html.Strong(view.t("import.drop")),
                            html.Span(view.t(WAYS[name].accepts)),
                        ],
                        className="drop",
                    ),
                    id={"type": "upload", "name": name},
                    max_size=LARGEST,
                    multiple=False,
                    style={},
                ),
                **{"data-label": view.t("import.drop")},
            ),
            html.Div(id={"type": "report", "name": name}, role="status"),
            html.Button(
                view.t("import.commit"),
                id={"type": "commit", "name": name},
                type="button",
                className="button primary",
                disabled=True,
            ),
        ],
        className="panel import",
    )


def register_imports(app: Dash, router: Router, upload: Upload) -> None:
    """The two callbacks of the page: try the workbook that was chosen, and take it in."""

    async def send(
        place: dict[str, str], kind: str, contents: str, name: str, commit: bool
    ) -> tuple[Any, bool]:
        way = WAYS[kind]
        _, view = await router.view(place)
        try:
            content = base64.b64decode(contents.partition(",")[2], validate=True)
        except binascii.Error:
            return _said(view, "bad", view.t("import.unreadable")), True
        query = Query(way.document, {"file": upload(name, content), "commit": commit})
        try:
            report = (await view.fetch(query))[way.member]
        except QueryFailed as failure:
            return _refusal(view, failure), True
        blocked = any(problem["blocking"] for problem in report["problems"])
        changes = report["created"] + report["updated"] > 0
        return _report(view, name, report), commit or blocked or not changes

    @app.callback(
        Output({"type": "report", "name": MATCH}, "children"),
        Output({"type": "commit", "name": MATCH}, "disabled"),
        Input({"type": "upload", "name": MATCH}, "contents"),
        Input({"type": "commit", "name": MATCH}, "n_clicks"),
        State({"type": "upload", "name": MATCH}, "filename"),
        State({"type": "upload", "name": MATCH}, "id"),
        State("place", "data"),
        prevent_initial_call=True,
    )
    async def work(
        contents: str | None,
        clicks: int | None,
        name: str | None,
        of: dict[str, str],
        place: dict[str, str],
    ) -> Any:
        if not contents:
            return no_update, no_update
        commit = bool(ctx.triggered_id and ctx.triggered_id["type"] == "commit")
        return await send(place, of["name"], contents, name or "", commit)


def _report(view: View, name: str, report: Mapping[str, Any]) -> list[Any]:
    problems = report["problems"]
    blocking = any(problem["blocking"] for problem in problems)
    tone = "bad" if blocking else "good" if report["committed"] or not problems else "warn"
    counts = [
        (view.t("import.created"), report["created"]),
        (view.t("import.updated"), report["updated"]),
        (view.t("import.unchanged"), report["unchanged"]),
    ]
    said = [
        html.P(
            [html.Strong(name), " · ", view.t("import.committed" if report["committed"] else "import.tried")]
        ),
        _said(view, tone, report["message"]),
        html.Dl(
            [html.Div([html.Dt(label), html.Dd(view.language.count(count))]) for label, count in counts],
            className="counts",
        ),
    ]
    if report["markedCopy"]:
        said.append(
            html.A(
                [icon("table"), view.t("import.marked")],
                href=WORKBOOK + report["markedCopy"],
                download=f"{view.t('import.marked_name')}-{name}",
                className="button",
            )
        )
    if problems:
        caption = view.t("import.problems", count=len(problems))
        said += [html.H2(caption), listing(view, PROBLEMS, problems, caption=caption)]
    return said


def _said(view: View, tone: str, text: str) -> Any:
    return html.P(text, className=f"said {tone}")


def _refusal(view: View, failure: QueryFailed) -> Any:
    said = [html.P(failure.message, className="said bad")]
    if failure.hint:
        said.append(html.P(failure.hint))
    said.append(html.P(html.Code(failure.code), className="soft"))
    return html.Div(said)


PAGE = Page("/import", "import", layout)
