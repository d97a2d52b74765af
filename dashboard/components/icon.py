"""Pictures for buttons; their shapes are masks in ``assets/15-icons.css``."""

from typing import Any

from dash import html


def icon(name: str) -> Any:
    """Decoration: the button around it carries the label."""
    return html.Span(className=f"icon icon-{name}", **{"aria-hidden": "true"})
