"""What is suspicious and what became of it: flagged claims, and the cases made of them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dash import html

from dashboard.client import Query
from dashboard.components.fact import fact
from dashboard.components.grid import grid_panel
from dashboard.components.panel import heading, pills
from dashboard.lists import CASES, FLAGS, LISTS, OVER
from dashboard.sheet import Page, Sheet
from dashboard.view import View


async def layout(view: View) -> Sheet:
    data = await view.fetch(Query("suspicion", {}))
    title = view.t("cases.title")
    shown = _shown(view)
    body = [
        heading(title, below=html.P(view.t("cases.subtitle"), className="soft")),
        html.Div(_facts(view, data), className="facts"),
        grid_panel(
            view,
            LISTS[shown],
            view.t(f"cases.{shown}"),
            height=560,
            controls=_choices(view, shown),
        ),
    ]
    return Sheet(title, body, synthetic=data["programme"]["progress"]["synthetic"])


def _choices(view: View, shown: str) -> Any:
    """Flags or cases; of the cases those under way, and those that the reader has a part in."""
    which = pills(
        view.t("cases.show"),
        [
            (
                view.t("cases.flags"),
                view.here(show=None, mine=None, under_way=None, sort=None, filter=None),
                shown == FLAGS.name,
            ),
            (
                view.t("cases.cases"),
                view.here(show=CASES.name, sort=None, filter=None),
                shown == CASES.name,
            ),
        ],
    )
    if shown != CASES.name:
        return which
    narrowed = pills(
        view.t("cases.narrow"),
        [
            (view.t("cases.under_way"), _toggled(view, "under_way"), bool(view.state.get("under_way"))),
            (view.t("cases.mine"), _toggled(view, "mine"), bool(view.state.get("mine"))),
        ],
    )
    return html.Div([narrowed, which], className="pill-line")


def _toggled(view: View, name: str) -> str:
    return view.here(**{name: None if view.state.get(name) else "y"})


def _shown(view: View) -> str:
    return CASES.name if view.state.get("show") == CASES.name else FLAGS.name


def _facts(view: View, data: Mapping[str, Any]) -> list[Any]:
    language, progress = view.language, data["programme"]["progress"]
    cases = data["cases"]["nodes"]
    pending = [case for case in cases if case["state"] not in OVER]
    at_stake = sum((Decimal(case["atStake"]) for case in pending), Decimal(0))
    penalties = sum((Decimal(case["penaltyTotal"]) for case in cases), Decimal(0))
    return [
        fact(
            view.t("cases.open_flags"),
            language.count(data["open"]["totalCount"]),
            below=[
                (view.t("cases.all_flags"), language.count(progress["flags"])),
                (view.t("cases.severe"), language.count(data["critical"]["totalCount"])),
            ],
        ),
        fact(
            view.t("cases.at_risk"),
            language.money(progress["atRisk"]),
            exact=language.exact(progress["atRisk"]),
            below=[(view.t("cases.at_risk_what"), "")],
        ),
        fact(
            view.t("cases.pending"),
            language.count(len(pending)),
            below=[
                (view.t("cases.closed"), language.count(len(cases) - len(pending))),
                (view.t("cases.at_stake"), language.money(at_stake)),
            ],
        ),
        fact(
            view.t("cases.penalties"),
            language.money(penalties),
            exact=language.exact(penalties),
            below=[(view.t("cases.penalties_what"), "")],
        ),
    ]


PAGE = Page("/cases", "cases", layout, lists=True)
