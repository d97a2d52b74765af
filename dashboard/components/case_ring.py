"""The cases of platforms that acted together: one for each platform, since rows belong to units."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query, row_key
from dashboard.components.actions import Offers, actions
from dashboard.components.badge import badge
from dashboard.components.fact import money
from dashboard.components.panel import panel
from dashboard.components.states import nothing
from dashboard.view import View

Row = Mapping[str, Any]


async def case_ring(view: View, case: Row, offers: Offers) -> Any:
    """The panel; None for a case alone that cannot be tied to others. ``offers`` of the case: to tie it."""
    asked = Query("case_ring", {"ring": case["ring"]}) if case["ring"] else None
    rows = (await view.fetch(asked))["cases"]["nodes"] if asked else []
    if not rows and not offers.actions:
        return None
    title = view.t("case.ring", ring=case["ring"]) if case["ring"] else view.t("case.no_ring")
    body = [
        html.Ul([_case(view, row, here=row["id"] == case["id"]) for row in rows], className="rows")
        if rows
        else nothing(view, "case.alone"),
        actions(view, offers),
    ]
    return panel(view, "ring", title, body, query=asked, saved=False)


def _case(view: View, row: Row, *, here: bool) -> Any:
    name = row["platform"]["organization"]["name"] if row["platform"] else ""
    said = [row["number"], " ", name]
    return html.Li(
        [
            badge(view, "Case", "state", row["state"]),
            html.Strong(said)
            if here
            else html.A(said, href=view.link(f"/case/{row_key(row['id'])}"), **{"data-nav": ""}),
            html.Span(view.name(row["unit"], short=True), className="soft"),
            money(view, row["atStake"]),
            html.Span(view.t("case.leads"), className="badge busy") if row["leads"] else None,
        ]
    )
