"""Explanations that platforms are asked for: each reads its own, with the term, and nothing else of any case."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import actions, offered
from dashboard.components.attachments import attachments_of
from dashboard.components.badge import badge
from dashboard.components.case_documents import table
from dashboard.components.case_requests import term
from dashboard.components.fact import pairs
from dashboard.components.listing import listing
from dashboard.components.panel import heading, panel, pills, trail
from dashboard.components.states import nothing
from dashboard.export import Table
from dashboard.sheet import NotFound, Page, Sheet
from dashboard.view import View

Row = Mapping[str, Any]
#: Who answers, and knows nothing of cases.
OUTSIDE = frozenset({"platform_operator", "expert"})


def _address(view: View, row: Row) -> str:
    return view.link(f"/request/{row_key(row['id'])}")


COLUMNS = (
    Column("subject", of=("ExplanationRequest", "subject"), href=_address),
    Column("platform.organization.name", text="platforms.name"),
    Column("unit.shortName", english="unit.nameEn", text="unit_name"),
    Column("state", Kind.WORD, of=("ExplanationRequest", "state")),
    Column("askedOn", Kind.DAY, of=("ExplanationRequest", "askedOn")),
    Column("dueOn", Kind.DAY, of=("ExplanationRequest", "dueOn")),
    Column("answeredOn", Kind.DAY, of=("ExplanationRequest", "answeredOn")),
)


async def requests(view: View) -> Sheet:
    asked = Query("requests", {})
    rows = (await view.fetch(asked))["explanationRequests"]["nodes"]
    waiting = view.state.get("show") != "all"
    shown = [row for row in rows if row["state"] == "ASKED"] if waiting else rows
    title = view.t("request.title")
    body = [
        heading(title, below=html.P(view.t("request.subtitle"), className="soft")),
        panel(
            view,
            "requests",
            view.t("request.list"),
            listing(view, COLUMNS, shown, caption=title, empty="request.none"),
            query=asked,
            controls=pills(
                view.t("request.show"),
                [
                    (view.t("request.open"), view.here(show=None), waiting),
                    (view.t("request.all"), view.here(show="all"), not waiting),
                ],
            ),
        ),
        await _given(view),
    ]
    return Sheet(
        title,
        [part for part in body if part is not None],
        synthetic=any(row["synthetic"] for row in rows) if rows else None,
    )


async def _given(view: View) -> Any:
    """The documents of its cases that a platform was given; nothing for who operates none."""
    if "platform_operator" not in view.caller.roles:
        return None
    asked = Query("given_papers", {})
    papers = (await view.fetch(asked))["givenPapers"]
    rows = [
        (paper["labelEn" if view.english else "label"], paper["givenOn"], paper["address"])
        for paper in papers
    ]
    title = view.t("document.given")
    body = table(view, rows, title) if rows else nothing(view, "document.none_given")
    return panel(view, "given", title, body, query=asked, saved=False, note=view.t("document.given_note"))


async def requests_table(view: View, name: str) -> Table:
    rows = (await view.fetch(Query("requests", {})))["explanationRequests"]["nodes"]
    return table_of(view, view.t("request.title"), COLUMNS, rows, "synthetic")


async def request(view: View) -> Sheet:
    if not view.key.isdigit():
        raise NotFound
    inside = not set(view.caller.roles) <= OUTSIDE
    asked = Query("request", {"id": global_id("ExplanationRequest", view.key), "inside": inside})
    row = (await view.fetch(asked))["explanationRequest"]
    if row is None:
        raise NotFound
    body = [
        heading(
            row["subject"],
            above=trail(view, (view.t("nav.requests"), view.link("/requests"))),
            below=html.P(
                [badge(view, "ExplanationRequest", "state", row["state"]), term(view, row)],
                className="plans",
            ),
            beside=actions(view, await offered(view, row["id"])),
        ),
        html.Div(
            [
                panel(
                    view,
                    "question",
                    view.t("request.question"),
                    _question(view, row),
                    query=asked,
                    saved=False,
                ),
                panel(view, "answer", view.t("request.answer"), _answer(view, row), query=asked, saved=False),
            ],
            className="halves",
        ),
        await attachments_of(view, "ExplanationRequest", row["id"]),
    ]
    return Sheet(row["subject"], body, synthetic=row["synthetic"])


def _question(view: View, row: Row) -> Any:
    def label(field: str) -> str:
        return view.labels.field("ExplanationRequest", field, view.caller.lang)

    def link(path: str, of: Row, name: str) -> Any:
        return html.A(name, href=view.link(f"/{path}/{row_key(of['id'])}"), **{"data-nav": ""})

    facts = [
        (
            view.t("platforms.name"),
            link("platform", row["platform"], row["platform"]["organization"]["name"]),
        ),
        (label("askedOn"), row["askedOn"]),
        (label("dueOn"), row["dueOn"]),
    ]
    if row["project"]:
        enterprise = row["project"]["enterprise"]["name"]
        facts.insert(1, (view.t("projects.enterprise"), link("project", row["project"], enterprise)))
    if row.get("case"):
        name = view.labels.entity("Case", view.caller.lang)
        facts.append((name, link("case", row["case"], row["case"]["number"])))
    return [pairs(facts), html.P(row["question"], className="prose lines-kept")]


def _answer(view: View, row: Row) -> list[Any]:
    if row["answer"] is None:
        how = html.P(view.t("request.how"), className="note") if row["state"] == "ASKED" else None
        return [html.P(view.t("request.not_answered"), className="prose"), how]
    return [
        html.P(view.t("request.answered", day=row["answeredOn"]), className="soft"),
        html.P(row["answer"], className="prose lines-kept"),
    ]


PAGE = Page("/requests", "requests", requests, requests_table)
ONE = Page("/request/", "requests", request)
