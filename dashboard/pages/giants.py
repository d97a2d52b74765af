"""The list of little giants that had central money (P2), and the file that brings it in."""

from dash import html

from dashboard.client import Query
from dashboard.components.grid import grid_panel
from dashboard.components.panel import heading
from dashboard.lists import GIANTS
from dashboard.pages.imports import choose
from dashboard.sheet import Page, Sheet
from dashboard.view import View

KEEPERS = {"programme_officer", "administrator"}


async def layout(view: View) -> Sheet:
    data = await view.fetch(Query("batches", {}))
    title = view.t("giants.title")
    body = [
        heading(title, below=html.P(view.t("giants.subtitle"), className="soft")),
        choose(view, "giants", view.t("giants.choose")) if KEEPERS & set(view.caller.roles) else None,
        grid_panel(view, GIANTS, view.t("giants.list"), height=520),
    ]
    return Sheet(
        title,
        [part for part in body if part is not None],
        synthetic=data["programme"]["progress"]["synthetic"],
    )


PAGE = Page("/little-giants", "giants", layout, lists=True)
