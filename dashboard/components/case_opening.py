"""What is suspected of a platform: its open flags, to be ticked and made a case of, and the cases there are."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query, row_key
from dashboard.components.actions import offered
from dashboard.components.badge import badge
from dashboard.components.bulk import for_many
from dashboard.components.fact import money
from dashboard.components.panel import panel
from dashboard.components.states import nothing
from dashboard.view import View

Row = Mapping[str, Any]
#: Flags of such rules open no case alone: they are not ticked at first.
SCREENING = "SCREENING"
#: So many open flags stand there; all can be ticked.
SHOWN = 12


async def case_opening(view: View, platform: str) -> Any:
    asked = Query("open_case", {"id": platform})
    data = await view.fetch(asked)
    flags, cases = data["flags"], data["cases"]["nodes"]
    rows = flags["nodes"]
    body = [
        html.H3(view.t("case.open_flags", count=view.language.count(flags["totalCount"]))),
        html.Ul([_flag(view, row) for row in rows[:SHOWN]], className="rows")
        if rows
        else nothing(view, "case.no_open_flags"),
        await _form(view, rows),
        html.H3(view.labels.entity("Case", view.caller.lang)),
        html.Ul([_case(view, row) for row in cases], className="rows")
        if cases
        else nothing(view, "case.no_cases"),
    ]
    return panel(view, "suspected", view.t("case.of_platform"), body, query=asked, saved=False)


async def _form(view: View, rows: list[Row]) -> Any:
    if not rows:
        return None
    offers = await offered(view, rows[0]["id"], names={"openCase"})
    if not offers.actions:
        return None
    sure = {row["id"] for row in rows if row["kind"] != SCREENING}
    names = [(row["id"], f"{row['rule']} {_reason(view, row)}") for row in rows]
    form = for_many(view, offers.actions[0], names, "", chosen=sure, gathers="flags")
    return html.Div(form, className="deeds left")


def _reason(view: View, row: Row) -> str:
    return str(row["reasonEn"] if view.english else row["reason"])


def _flag(view: View, row: Row) -> Any:
    return html.Li(
        [
            badge(view, "Flag", "severity", row["severity"]),
            html.A(_reason(view, row), href=view.link(f"/flag/{row_key(row['id'])}"), **{"data-nav": ""}),
            html.Span(row["project"]["enterprise"]["name"], className="soft") if row["project"] else None,
            money(view, row["atRisk"]),
        ]
    )


def _case(view: View, row: Row) -> Any:
    return html.Li(
        [
            badge(view, "Case", "state", row["state"]),
            html.A(
                f"{row['number']} {row['title']}",
                href=view.link(f"/case/{row_key(row['id'])}"),
                **{"data-nav": ""},
            ),
            money(view, row["atStake"]),
        ]
    )
