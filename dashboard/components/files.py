"""The menu that takes a whole list home as a file; ``20-address.js`` asks for it."""

import json
from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.icon import icon
from dashboard.view import View

#: What the API calls a kind of file, and what people call it.
FORMATS = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet"}


def files(view: View, title: str, path: str, columns: Sequence[str]) -> Any:
    """``path`` is the list in the panel's query, ``columns`` are those of its columns that are shown.

    The query itself, with its filters and order of the moment, is behind the link beside this menu.
    """
    return html.Details(
        [
            html.Summary(
                icon("table"),
                className="tool",
                title=view.t("panel.files"),
                **{"aria-label": view.t("panel.files_of", title=title)},
            ),
            html.Div(
                [
                    *(
                        html.Button(name, type="button", className="file", **{"data-export": format_})
                        for format_, name in FORMATS.items()
                    ),
                    html.P(role="alert", className="file-refused"),
                ],
                className="files-card",
            ),
        ],
        className="files",
        **{
            "data-list": json.dumps({"path": path, "columns": list(columns)}),
            "data-failed": view.t("failed.text"),
        },
    )
