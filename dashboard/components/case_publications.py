"""What everybody may read of a case, and what was withdrawn again."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.actions import Offers, actions, offered_alike
from dashboard.components.badge import badge
from dashboard.components.states import nothing
from dashboard.view import View

Row = Mapping[str, Any]


async def case_publications(view: View, case: Row, offers: Offers) -> list[Any]:
    """``offers`` of the case: to publish its decision."""
    rows = case["publications"]["nodes"]
    shown = [row for row in rows if row["state"] == "PUBLISHED"]
    each = await offered_alike(view, shown, {"withdrawPublication"}, lambda row: "")
    return [
        html.Ul([_publication(view, row, each.get(row["id"])) for row in rows], className="records")
        if rows
        else nothing(view, "case.no_publications"),
        actions(view, offers),
    ]


def _publication(view: View, row: Row, offers: Offers | None) -> Any:
    about = [row["number"], row["publishedOn"]]
    return html.Li(
        [
            html.Div(
                [
                    badge(view, "Publication", "state", row["state"]),
                    html.Strong(row["party"]),
                    html.Span(" · ".join(about), className="soft"),
                ],
                className="flag-head",
            ),
            html.P(row["conduct"], className="lines-kept summary", tabIndex=0),
            html.P(row["result"], className="lines-kept"),
            html.P(row["basis"], className="soft"),
            html.P(view.t("case.withdrawn", day=row["withdrawnOn"], why=row["reason"]), className="quoted")
            if row["withdrawnOn"]
            else None,
            actions(view, offers) if offers else None,
        ]
    )
