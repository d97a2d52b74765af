"""All plans the reader sees, by unit and batch; a new one is begun here."""

from dash import html

from dashboard.client import Query
from dashboard.components.actions import actions, offered
from dashboard.components.grid import grid_panel
from dashboard.components.panel import batches, heading
from dashboard.lists import PLANS
from dashboard.sheet import Page, Sheet
from dashboard.view import View


async def layout(view: View) -> Sheet:
    data = await view.fetch(Query("batches", {}))
    title = view.t("plans.title")
    body = [
        heading(
            title,
            below=html.P(view.t("plans.subtitle"), className="soft"),
            beside=batches(view, data["batches"]["nodes"]),
        ),
        actions(view, await offered(view, table="Plan")),
        grid_panel(view, PLANS, view.t("plans.list"), height=640, note=view.t("plans.note")),
    ]
    return Sheet(title, body, synthetic=data["programme"]["progress"]["synthetic"])


PAGE = Page("/plans", "plans", layout, lists=True)
