"""What is to be looked into in a case, and what was: by whom, on which day, with what note."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.actions import Offers, actions, offered_alike
from dashboard.components.bulk import bulk_of
from dashboard.components.listing import head
from dashboard.components.states import nothing
from dashboard.view import View

Row = Mapping[str, Any]
HEADS = ("what", "law", "doneOn", "note")


async def case_checklist(view: View, case: Row) -> list[Any]:
    items = case["checklist"]["nodes"]
    if not items:
        return [nothing(view, "case.no_checklist")]
    offers: dict[str, Offers] = {}
    many = None
    if case["state"] == "INVESTIGATING":
        names = {"tickCheckItem", "untickCheckItem"}
        offers = await offered_alike(view, items, names, lambda row: row["doneOn"] is None)
        waiting = [(row["id"], _what(view, row)) for row in items if row["doneOn"] is None]
        many = await bulk_of(view, "tickCheckItem", waiting)
    caption = view.labels.entity("CheckItem", view.caller.lang)
    heads = [view.labels.field("CheckItem", name, view.caller.lang) for name in HEADS]
    return [
        many,
        html.Div(
            html.Table(
                [
                    html.Caption(caption, className="unseen"),
                    head([*heads, view.t("case.do")]),
                    html.Tbody([_item(view, row, offers.get(row["id"])) for row in items]),
                ],
                className="listing checks",
            ),
            className="wide",
        ),
    ]


def done(case: Row) -> tuple[int, int]:
    """How many are looked into, of how many."""
    items = case["checklist"]["nodes"]
    return sum(row["doneOn"] is not None for row in items), len(items)


def _what(view: View, row: Row) -> str:
    return str(row["whatEn"] if view.english else row["what"])


def _item(view: View, row: Row, offers: Offers | None) -> Any:
    ticked = row["doneOn"] is not None
    who = row["doneBy"]["name"] if row["doneBy"] else ""
    return html.Tr(
        [
            html.Td(
                [
                    html.Span(row["number"], className="soft"),
                    " ",
                    _what(view, row),
                    " ",
                    None
                    if row["required"]
                    else html.Span(view.t("case.not_required"), className="badge plain"),
                ]
            ),
            html.Td(row["law"], className="soft"),
            html.Td(
                [html.Span(row["doneOn"], className="badge good"), " ", who]
                if ticked
                else html.Span(
                    view.t("case.not_done"), className=f"badge {'warn' if row['required'] else 'plain'}"
                ),
                className="day",
            ),
            html.Td(row["note"] or view.t("none")),
            html.Td(actions(view, offers) if offers else None, className="deed-cell"),
        ]
    )
