"""What people told, for those who look into it."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import Query
from dashboard.components.fact import fact
from dashboard.components.grid import grid_panel
from dashboard.components.panel import heading
from dashboard.lists import TIPS
from dashboard.sheet import Page, Sheet
from dashboard.view import View


async def layout(view: View) -> Sheet:
    data = await view.fetch(Query("tip_counts", {"me": view.caller.username}))
    title = view.t("tips.title")
    body = [
        heading(
            title,
            below=html.P(
                [
                    view.t("tips.subtitle"),
                    " ",
                    html.A(view.t("tips.form"), href="/tip", target="_blank"),
                    view.t("comma"),
                    html.A(view.t("tips.register"), href="/register", target="_blank"),
                ],
                className="soft",
            ),
        ),
        html.Div(_facts(view, data), className="facts"),
        grid_panel(view, TIPS, view.t("tips.list"), height=560, note=view.t("tips.note")),
    ]
    return Sheet(title, body, synthetic=any(row["synthetic"] for row in data["all"]["nodes"]))


def _facts(view: View, data: Mapping[str, Any]) -> list[Any]:
    def count(name: str) -> str:
        return view.language.count(data[name]["totalCount"])

    return [
        fact(
            view.t("tips.free"),
            count("free"),
            below=[(view.t("tips.mine"), count("mine")), (view.t("tips.all"), count("all"))],
        ),
        fact(
            view.word("Tip", "state", "received"),
            count("received"),
            below=[(view.t("tips.received_what"), "")],
        ),
        fact(
            view.word("Tip", "state", "matched"), count("matched"), below=[(view.t("tips.matched_what"), "")]
        ),
        fact(
            view.word("Tip", "state", "followed"),
            count("followed"),
            below=[(view.word("Tip", "state", "unfounded"), count("unfounded"))],
        ),
    ]


PAGE = Page("/tips", "tips", layout, lists=True)
