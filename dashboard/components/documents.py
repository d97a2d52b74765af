"""What a record gives to take home, as Word and as PDF."""

from typing import Any

from dash import html

from dashboard.view import View


def documents(view: View, what: str) -> list[Any]:
    """``what`` as in the address of the document, ``settlement``; of the record that the page shows."""
    return [
        html.A(
            view.t(f"document.{kind}"),
            href=f"/documents/{what}/{view.key}.{kind}",
            className="button",
            download="",
        )
        for kind in ("docx", "pdf")
    ]
