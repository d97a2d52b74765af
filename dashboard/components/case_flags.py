"""The flags of a case, each with the facts it was raised for; which go in, which come out."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import row_key
from dashboard.components.actions import Offers, actions
from dashboard.components.badge import badge
from dashboard.components.bulk import bulk_of
from dashboard.components.fact import money, pairs
from dashboard.components.states import nothing
from dashboard.view import View

Row = Mapping[str, Any]
#: States in which flags still go in and out.
OPEN = ("OPENED", "INVESTIGATING")
#: The worst first.
SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW")
#: So many stand open; the others are behind a button.
SHOWN = 9


async def case_flags(view: View, case: Row, offers: Offers) -> list[Any]:
    """``offers`` of the case: to take more flags in, to undo its opening."""
    flags = sorted(case["flags"]["nodes"], key=lambda flag: SEVERITIES.index(flag["severity"]))
    out = None
    if case["state"] in OPEN:
        rows = [(flag["id"], f"{flag['rule']} {_reason(view, flag)}") for flag in flags]
        out = await bulk_of(view, "takeOutFlag", rows)
    return [
        html.Div([actions(view, offers), out], className="deed-line"),
        html.Ul([_flag(view, flag) for flag in flags[:SHOWN]], className="flags")
        if flags
        else nothing(view, "case.no_flags"),
        html.Details(
            [
                html.Summary(view.t("case.more_flags", count=len(flags) - SHOWN)),
                html.Ul([_flag(view, flag) for flag in flags[SHOWN:]], className="flags"),
            ],
            className="more-flags",
        )
        if len(flags) > SHOWN
        else None,
    ]


def _reason(view: View, flag: Row) -> str:
    return str(flag["reasonEn"] if view.english else flag["reason"])


def _flag(view: View, flag: Row) -> Any:
    project = flag["project"]
    enterprise = (
        html.A(
            project["enterprise"]["name"],
            href=view.link(f"/project/{row_key(project['id'])}"),
            **{"data-nav": ""},
        )
        if project
        else view.t("case.whole_platform")
    )
    return html.Li(
        [
            html.Div(
                [
                    badge(view, "Flag", "severity", flag["severity"]),
                    html.A(
                        html.Strong(_reason(view, flag)),
                        href=view.link(f"/flag/{row_key(flag['id'])}"),
                        **{"data-nav": ""},
                    ),
                    html.Span(
                        [
                            flag["rule"],
                            " v",
                            flag["ruleVersion"],
                            " ",
                            view.word("Flag", "kind", flag["kind"]),
                        ],
                        className="soft",
                    ),
                ],
                className="flag-head",
            ),
            html.P(
                [
                    enterprise,
                    " · ",
                    view.labels.field("Flag", "atRisk", view.caller.lang),
                    " ",
                    money(view, flag["atRisk"]),
                    " · ",
                    view.language.moment(flag["raisedAt"]),
                ]
            ),
            html.Details(
                [
                    html.Summary(view.labels.field("Flag", "facts", view.caller.lang)),
                    pairs([(name, str(value)) for name, value in flag["facts"].items()]),
                ]
            ),
        ]
    )
