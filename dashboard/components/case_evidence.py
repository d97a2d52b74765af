"""The evidence of a case: notes, records by two, files with their fingerprints and what photographs say of themselves."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query, row_key
from dashboard.components.actions import Offers, actions
from dashboard.components.attachments import Place, form
from dashboard.components.fact import pairs
from dashboard.components.states import nothing
from dashboard.view import View

Row = Mapping[str, Any]
#: What a photograph may say of itself, in this order.
FACTS = ("taken", "latitude", "longitude", "device", "software")


def files_asked(case: Row) -> Query:
    return Query("attachments", {"of": case["id"], "subject": "Case", "number": int(row_key(case["id"]))})


async def case_evidence(view: View, case: Row, offers: Offers) -> list[Any]:
    """``offers`` of the case: to take something down, to preserve evidence and decide on it."""
    found = await view.fetch(files_asked(case))
    room = found["attachable"]
    files = {row["sha256"]: row for row in found["attachments"]["nodes"]}
    items = case["evidence"]["nodes"]
    places = (
        [Place(case["id"], view.labels.entity("Case", view.caller.lang), room["kinds"])]
        if room["kinds"]
        else []
    )
    return [
        _preserved(view, case),
        html.Ul([_item(view, row, files.get(row["sha256"])) for row in items], className="evidence")
        if items
        else nothing(view, "case.no_evidence"),
        actions(view, offers),
        form(view, room, places),
    ]


def _preserved(view: View, case: Row) -> Any:
    if case["preservedOn"] is None:
        return None
    if case["preservedUntil"] is None:
        return html.P(view.t("case.preserved", day=case["preservedOn"]), className="said warn")
    said = view.t("case.unpreserved", since=case["preservedOn"], until=case["preservedUntil"])
    return html.P(said, className="note")


def _item(view: View, row: Row, file: Row | None) -> Any:
    takers = [one["name"] for one in (row["taker"], row["secondTaker"]) if one]
    title: Any = row["title"]
    if file is not None:
        title = html.A(title, href=f"{view.prefix}files/{row_key(file['id'])}", download=file["filename"])
    facts = row["facts"] or {}
    told = [(view.t(f"case.photo_{name}"), str(facts[name])) for name in FACTS if facts.get(name)]
    return html.Li(
        [
            html.Div(
                [
                    html.Span(view.word("EvidenceItem", "kind", row["kind"]), className="badge busy"),
                    html.Strong(title),
                    html.Span(
                        [row["takenOn"], " ", view.t("comma").join(takers)],
                        className="soft",
                    ),
                ],
                className="flag-head",
            ),
            html.P(row["text"], className="prose") if row["text"] else None,
            html.Div(pairs(told), className="photo-facts") if told else None,
            html.P(["SHA-256 ", html.Code(row["sha256"])], className="fingerprint")
            if row["sha256"]
            else None,
        ]
    )
