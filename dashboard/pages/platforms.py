"""All platforms: planned, contracted and passed against the ten of P7 and each one's own plan."""

from dash import html

from dashboard.client import Query
from dashboard.components.grid import grid_panel
from dashboard.components.panel import batches, heading
from dashboard.lists import PLATFORMS
from dashboard.sheet import Page, Sheet
from dashboard.view import View


async def layout(view: View) -> Sheet:
    data = await view.fetch(Query("batches", {}))
    title = view.t("platforms.title")
    body = [
        heading(
            title,
            below=html.P(view.t("platforms.subtitle"), className="soft"),
            beside=batches(view, data["batches"]["nodes"]),
        ),
        grid_panel(
            view,
            PLATFORMS,
            view.t("platforms.list"),
            height=640,
            note=html.Span(
                [
                    html.Span(className="key key-passed"),
                    view.t("progress.passed"),
                    html.Span(className="key key-contracted"),
                    view.t("progress.contracted"),
                    html.Span(className="key key-planned"),
                    view.t("platforms.planned_mark"),
                    html.Span(className="key key-least"),
                    view.t("platforms.least_mark"),
                ],
                className="keys",
            ),
        ),
    ]
    return Sheet(title, body, synthetic=data["programme"]["progress"]["synthetic"])


PAGE = Page("/platforms", "platforms", layout, lists=True)
