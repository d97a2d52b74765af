"""How a plan stands with each clause, and what the centre remarked on it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.client import noun_of, row_key
from dashboard.components.actions import Offers, actions
from dashboard.view import View

#: The sign before each clause; the words beside it say the same.
SIGNS = {"KEPT": "✔", "NOTED": "✔", "OPEN": "○", "BROKEN": "✘"}
#: Problems of one clause that are shown at once; the file has them all.
MOST = 5


def checklist(
    view: View, check: Mapping[str, Any], clauses: Sequence[Mapping[str, Any]], *, to_submit: bool
) -> Any:
    """``to_submit``: the plan is not handed in yet, so it is said whether it could be."""
    titles = {row_key(clause["id"]): clause["titleEn" if view.english else "title"] for clause in clauses}
    said = view.t("plan.ready" if check["ready"] else "plan.not_ready")
    return [
        html.P(said, className=f"said {'good' if check['ready'] else 'warn'}") if to_submit else None,
        html.Ul(
            [_clause(view, item, titles.get(item["clause"], "")) for item in check["clauses"]],
            className="checklist",
        ),
    ]


def _clause(view: View, item: Mapping[str, Any], title: str) -> Any:
    standing = item["standing"]
    problems = item["problems"]
    more = len(problems) - MOST
    return html.Li(
        [
            html.Span(SIGNS[standing], className="check-sign", **{"aria-hidden": "true"}),
            html.Div(
                [
                    html.P(
                        [
                            html.Span(title, className="check-title"),
                            html.A(
                                item["clause"],
                                href=view.link("/policy", clause=item["clause"]),
                                className="clause",
                                **{"data-nav": ""},
                            ),
                            html.Span(view.t(f"plan.standings.{standing.lower()}"), className="check-said"),
                        ]
                    ),
                    html.Ul([_problem(view, problem) for problem in problems[:MOST]]) if problems else None,
                    html.P(view.t("plan.more", count=more), className="note") if more > 0 else None,
                ]
            ),
        ],
        className=f"check {standing.lower()}",
    )


def _problem(view: View, problem: Mapping[str, Any]) -> Any:
    address = _address(view, problem["of"])
    message = html.A(problem["message"], href=address) if address else html.Span(problem["message"])
    return html.Li(
        [message, html.Span(problem["hint"], className="soft") if problem["hint"] else None],
        className="bars" if problem["bars"] else None,
    )


def _address(view: View, of: str | None) -> str | None:
    """Where on this page, or on which page, the thing stands that a problem is about."""
    if not of:
        return None
    noun, key = noun_of(of), row_key(of)
    if noun in ("PlanIndustry", "Platform"):
        return f"#{noun}-{key}"
    return view.link(f"/project/{key}") if noun == "Project" else None


def remarks(view: View, rows: Sequence[Mapping[str, Any]], offers: Mapping[str, Offers]) -> Any:
    return html.Ol(
        [
            html.Li(
                [
                    html.P(
                        [
                            html.Strong(row["item"]),
                            html.Time(view.language.day(row["madeOn"]), className="soft"),
                        ]
                    ),
                    html.P(row["text"]),
                    html.P(
                        [
                            html.Span(view.t("plan.answered"), className="soft"),
                            " ",
                            row["answer"],
                            " ",
                            html.Time(view.language.day(row["answeredOn"]), className="soft"),
                        ],
                        className="answer",
                    )
                    if row["answer"]
                    else html.P(view.t("plan.unanswered"), className="soft"),
                    actions(view, offers[row["id"]]) if row["id"] in offers else None,
                ]
            )
            for row in rows
        ],
        className="remarks",
    )
