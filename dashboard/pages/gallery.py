"""The gallery: every component and chart in the reader's language and theme, on made-up rows."""

from dash import html

from dashboard.components.panel import heading, panel
from dashboard.gallery.sections import SECTIONS
from dashboard.sheet import Page, Sheet
from dashboard.view import View


async def layout(view: View) -> Sheet:
    title = view.t("gallery.title")
    parts = [
        panel(view, name, view.t(f"gallery.section.{name}"), section(view), saved=False)
        for name, section in SECTIONS.items()
    ]
    body = [
        heading(title, below=html.P(view.t("gallery.subtitle"), className="soft")),
        html.Div(parts, className="gallery"),
    ]
    return Sheet(title, body, synthetic=True)


PAGE = Page("/gallery", "rights", layout)
