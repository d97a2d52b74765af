"""The terms that the law sets in a case: their last days in green, amber and red; and days that do not count."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.actions import Offers, actions, offered_alike
from dashboard.components.listing import head
from dashboard.components.states import nothing
from dashboard.terms import left, light
from dashboard.view import View

Row = Mapping[str, Any]


async def case_terms(view: View, case: Row, offers: Offers) -> list[Any]:
    """``offers`` of the case: to stop the clock."""
    rows = case["deadlines"]["nodes"]
    pauses = case["pauses"]["nodes"]
    return [
        _terms(view, rows) if rows else nothing(view, "case.no_terms"),
        await _pauses(view, pauses),
        actions(view, offers),
    ]


def _terms(view: View, rows: list[Row]) -> Any:
    caption = view.labels.entity("CaseDeadline", view.caller.lang)
    heads = [
        view.labels.field("CaseDeadline", name, view.caller.lang) for name in ("clock", "since", "dueOn")
    ]
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="unseen"),
                head(
                    [
                        *heads,
                        view.t("case.standing"),
                        view.labels.field("CaseDeadline", "law", view.caller.lang),
                    ]
                ),
                html.Tbody(
                    [
                        html.Tr(
                            [
                                html.Td(view.word("CaseDeadline", "clock", row["clock"])),
                                html.Td(row["since"], className="day"),
                                html.Td(row["dueOn"], className="day"),
                                html.Td(
                                    html.Span(
                                        left(view, row["dueOn"], row["metOn"], row["clock"]),
                                        className=f"badge {_tone(view, row)}",
                                    )
                                ),
                                html.Td(
                                    view.t(f"case.law.{row['clock']}") if view.english else row["law"],
                                    className="soft",
                                ),
                            ]
                        )
                        for row in rows
                    ]
                ),
            ],
            className="listing",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": caption},
    )


def _tone(view: View, row: Row) -> str:
    return light(view, row["dueOn"], row["warnOn"], row["metOn"], row["clock"])


async def _pauses(view: View, rows: list[Row]) -> Any:
    if not rows:
        return None
    running = [row for row in rows if row["until"] is None]
    offers = await offered_alike(view, running, {"resumeCasePause"}, lambda row: "")
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(
                        view.t(
                            "case.pause",
                            reason=view.word("CasePause", "reason", row["reason"]),
                            since=row["since"],
                            until=row["until"] or view.t("case.pause_runs"),
                        )
                    ),
                    html.Span(row["note"], className="soft") if row["note"] else None,
                    actions(view, offers[row["id"]]) if row["id"] in offers else None,
                ]
            )
            for row in rows
        ],
        className="rows",
    )
