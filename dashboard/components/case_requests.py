"""What a case asked of its platform, and what the platform said: to be accepted, or not."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import row_key
from dashboard.components.actions import Offers, actions, offered_alike
from dashboard.components.badge import badge
from dashboard.components.states import nothing
from dashboard.terms import left, light
from dashboard.view import View

Row = Mapping[str, Any]


async def case_requests(view: View, case: Row, offers: Offers) -> list[Any]:
    """``offers`` of the case: to ask."""
    rows = case["requests"]["nodes"]
    each = await offered_alike(
        view,
        rows,
        {"acceptExplanationRequest", "refuseExplanationRequest", "withdrawExplanationRequest"},
        lambda row: row["state"],
    )
    return [
        html.Ul([_request(view, row, each[row["id"]]) for row in rows], className="flags")
        if rows
        else nothing(view, "case.no_requests"),
        actions(view, offers),
    ]


def _request(view: View, row: Row, offers: Offers) -> Any:
    return html.Li(
        [
            html.Div(
                [
                    badge(view, "ExplanationRequest", "state", row["state"]),
                    html.A(
                        html.Strong(row["subject"]),
                        href=view.link(f"/request/{row_key(row['id'])}"),
                        **{"data-nav": ""},
                    ),
                    term(view, row),
                ],
                className="flag-head",
            ),
            html.P(row["question"]),
            html.P([view.t("request.answered", day=row["answeredOn"]), row["answer"]], className="quoted")
            if row["answer"]
            else None,
            actions(view, offers),
        ]
    )


def term(view: View, row: Row) -> Any:
    """Until when it is to be answered, in its colour; nothing of one that was withdrawn."""
    if row["state"] == "WITHDRAWN":
        return None
    said = [row["dueOn"], " ", left(view, row["dueOn"], row["answeredOn"])]
    return html.Span(said, className=f"badge {light(view, row['dueOn'], None, row['answeredOn'])}")
