"""Where a decision is looked at again: review, suit, own correction, with their outcomes."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.actions import Offers, actions, offered
from dashboard.components.badge import badge
from dashboard.components.states import nothing
from dashboard.view import View

Row = Mapping[str, Any]


async def case_challenges(view: View, case: Row, offers: Offers) -> list[Any]:
    """``offers`` of the case: to enter one."""
    rows = case["challenges"]["nodes"]
    return [
        html.Ul([await _challenge(view, row) for row in rows], className="records")
        if rows
        else nothing(view, "case.no_challenges"),
        actions(view, offers),
    ]


async def _challenge(view: View, row: Row) -> Any:
    pending = row["state"] == "PENDING"
    about = [row["filedOn"], row["body"], row["number"]]
    return html.Li(
        [
            html.Div(
                [
                    badge(view, "Challenge", "state", row["state"]),
                    html.Strong(view.word("Challenge", "kind", row["kind"])),
                    html.Span(" · ".join(one for one in about if one), className="soft"),
                ],
                className="flag-head",
            ),
            html.P(row["grounds"], className="lines-kept"),
            html.P([view.t("request.answered", day=row["answeredOn"]), row["answer"]], className="quoted")
            if row["answer"]
            else None,
            actions(view, await offered(view, row["id"])) if pending else None,
        ]
    )
