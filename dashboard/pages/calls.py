"""Open selections of platforms: which run, which are on notice, and how far the country is with its 300 (G3, P12)."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.badge import badge
from dashboard.components.fact import bullet, fact
from dashboard.components.listing import listing
from dashboard.components.panel import heading, panel, pills
from dashboard.export import Table
from dashboard.sheet import Page, Sheet
from dashboard.view import View

STATES = ("OPEN", "CLOSED", "SCORED", "NOTICED", "DECIDED", "DRAFT", "CANCELLED")


def _address(view: View, row: Mapping[str, Any]) -> str:
    return view.link(f"/call/{row_key(row['id'])}")


COLUMNS = (
    Column("title", of=("Call", "title"), href=_address),
    Column("unit.shortName", english="unit.nameEn", text="unit_name"),
    Column("industry.name", of=("Industry", "name")),
    Column("industry.sector", Kind.WORD, of=("Industry", "sector")),
    Column("batch.number", Kind.COUNT, of=("Batch", "number")),
    Column("places", Kind.COUNT, of=("Call", "places")),
    Column("candidateCount", Kind.COUNT, of=("Call", "candidateCount")),
    Column("opensOn", Kind.DAY, of=("Call", "opensOn")),
    Column("closesOn", Kind.DAY, of=("Call", "closesOn")),
    Column("noticeUntil", Kind.DAY, of=("Call", "noticeUntil")),
    Column("openObjections", Kind.COUNT, of=("Call", "openObjections")),
    Column("state", Kind.WORD, of=("Call", "state")),
)


def query(view: View) -> Query:
    where: dict[str, Any] = {}
    if view.state.get("state") in STATES:
        where["state"] = {"eq": view.state["state"]}
    if view.batch:
        where["batch"] = {"number": {"eq": view.batch}}
    return Query("calls", {"where": where})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = await view.fetch(asked)
    rows, goal = data["calls"]["nodes"], data["selectionGoal"]
    title = view.t("calls.title")
    chosen = view.state.get("state")
    body = [
        heading(
            title,
            below=html.P(view.t("calls.subtitle"), className="soft"),
            beside=html.A(view.t("calls.public"), href="/notice", target="_blank", className="button"),
        ),
        html.Div(_facts(view, rows, goal), className="facts"),
        panel(
            view,
            "calls",
            view.t("calls.list"),
            listing(view, COLUMNS, rows, caption=title, empty="calls.none"),
            query=asked,
            note=view.t("calls.how"),
            controls=pills(
                view.t("calls.show"),
                [
                    (view.t("calls.all"), view.here(state=None), chosen not in STATES),
                    *(
                        (view.word("Call", "state", state), view.here(state=state), chosen == state)
                        for state in STATES
                    ),
                ],
            ),
        ),
    ]
    return Sheet(title, body, synthetic=any(row["synthetic"] for row in rows) if rows else None)


async def table(view: View, name: str) -> Table:
    data = await view.fetch(query(view))
    return table_of(view, view.t("calls.list"), COLUMNS, data["calls"]["nodes"], "synthetic")


def _facts(view: View, rows: list[Mapping[str, Any]], goal: Mapping[str, Any]) -> list[Any]:
    language = view.language

    def count(*states: str) -> int:
        return sum(row["state"] in states for row in rows)

    priority = sum(row["industry"]["sector"] is not None for row in rows)
    said = view.t("calls.goal_bar", count=goal["appointed"], goal=goal["goal"])
    return [
        fact(
            view.t("calls.goal"),
            language.count(goal["appointed"]),
            target=view.t("calls.goal_of", goal=goal["goal"]),
            bar=bullet(view, goal["appointed"], goal["goal"] * 1.2, mark=goal["goal"], label=said),
        ),
        fact(view.t("calls.running"), language.count(count("OPEN", "CLOSED", "SCORED"))),
        fact(
            view.t("calls.on_notice"),
            language.count(count("NOTICED")),
            below=[(view.t("calls.objections"), language.count(sum(row["openObjections"] for row in rows)))],
        ),
        fact(
            view.t("calls.priority"),
            language.count(priority),
            target=view.t("calls.priority_of", count=len(rows)),
        ),
    ]


def sector(view: View, industry: Mapping[str, Any]) -> Any:
    """Whether an industry is of the six priority sectors (W1), in words."""
    if not industry["sector"]:
        return html.Span(view.t("calls.no_priority"), className="badge plain")
    return html.Span(
        [view.t("calls.of_priority"), view.word("Industry", "sector", industry["sector"]), " (W1)"],
        className="badge good",
    )


def state(view: View, noun: str, value: str) -> Any:
    return badge(view, noun, "state", value)


PAGE = Page("/calls", "calls", layout, table)
