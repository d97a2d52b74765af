"""A platform's settlements, and what is to be paid to it or recovered from it."""

from typing import Any

from dash import html

from dashboard.client import Query, row_key
from dashboard.columns import Column, Kind
from dashboard.components.listing import listing
from dashboard.components.panel import panel
from dashboard.components.remittances import UNTOLD, orders
from dashboard.view import View

#: Who knows nothing of the money of platforms.
CLOSED = frozenset({"expert"})

SETTLEMENTS = (
    Column(
        "number",
        Kind.COUNT,
        of=("Settlement", "number"),
        href=lambda view, row: view.link(f"/settlement/{row_key(row['id'])}"),
    ),
    Column("state", Kind.WORD, of=("Settlement", "state")),
    Column("settledOn", Kind.DAY, of=("Settlement", "settledOn")),
    Column("passed", Kind.COUNT, of=("Settlement", "passed")),
    Column("award", Kind.EXACT, of=("Settlement", "award")),
    Column("balance", Kind.EXACT, of=("Settlement", "balance")),
)


async def platform_money(view: View, platform: str) -> list[Any]:
    """The panels of the platform whose global id that is; none for those it does not concern."""
    roles = set(view.caller.roles)
    if roles <= CLOSED:
        return []
    asked = Query("platform_settlements", {"id": platform})
    rows = (await view.fetch(asked))["settlements"]["nodes"]
    title = view.labels.entity("Settlement", view.caller.lang)
    settlements = panel(
        view,
        "settlements",
        title,
        listing(view, SETTLEMENTS, rows, caption=title, empty="settlement.none_yet"),
        query=asked,
        controls=None if roles <= UNTOLD else _preview(view, platform),
        saved=False,
    )
    paid = await orders(view, Query("platform_remittances", {"id": platform}))
    return [html.Div([settlements, paid], className="halves") if paid else settlements]


def _preview(view: View, platform: str) -> Any:
    return html.A(
        view.t("settlement.preview"),
        href=view.link(f"/settle/{row_key(platform)}"),
        className="button",
        **{"data-nav": ""},
    )
