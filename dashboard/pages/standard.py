"""The standards of acceptance by date: what experts score by, and since when (P10)."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query
from dashboard.components.actions import actions, offered
from dashboard.components.panel import heading, panel
from dashboard.sheet import Page, Sheet
from dashboard.view import View


async def layout(view: View) -> Sheet:
    on = view.caller.today.isoformat()
    asked = Query("acceptance_standards", {"today": on})
    data = await view.fetch(asked)
    standards = data["acceptanceStandards"]["nodes"]
    offers = await offered(view, table="AcceptanceStandard")
    title = view.t("standard.title")
    limits = data["limits"]["nodes"]
    mark = f"{float(limits[0]['value']):g}" if limits else view.t("none")
    current = next((one for one in standards if one["validFrom"] <= on), None)
    body = [
        heading(
            title,
            below=html.P(view.t("standard.subtitle", mark=mark), className="soft"),
            beside=actions(view, offers),
        ),
        *(
            panel(
                view,
                f"standard-{one['validFrom']}",
                view.t("standard.from", day=one["validFrom"]),
                _criteria(view, one),
                query=asked,
                saved=False,
                note=one["reason"],
                controls=html.Span(
                    view.t(
                        "standard.current"
                        if one is current
                        else "standard.coming"
                        if one["validFrom"] > on
                        else "standard.past"
                    ),
                    className=f"badge {'good' if one is current else 'plain'}",
                ),
            )
            for one in standards
        ),
    ]
    return Sheet(title, body, synthetic=False)


def _criteria(view: View, standard: Mapping[str, Any]) -> Any:
    heads = [view.t(f"inspection.{head}") for head in ("criterion", "points", "look")]
    return html.Table(
        [
            html.Caption(view.t("standard.title"), className="unseen"),
            html.Thead(
                html.Tr(
                    [
                        html.Th(head, scope="col", className="number" if place == 1 else "")
                        for place, head in enumerate(heads)
                    ]
                )
            ),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(one["en" if view.english else "zh"], scope="row"),
                            html.Td(f"{float(one['points']):g}", className="number"),
                            html.Td((one.get("look") or "").split(" | ")[-1 if view.english else 0]),
                        ]
                    )
                    for one in standard["criteria"]
                ]
            ),
        ],
        className="listing sheet",
    )


PAGE = Page("/acceptance-standard", "standard", layout)
