"""The policy book: each clause of the notice with what the system does about it, and its limits by day."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from dashboard.client import Query, row_key
from dashboard.columns import Column, Kind, table_of
from dashboard.components.actions import actions, offered
from dashboard.components.panel import heading, panel
from dashboard.export import Table
from dashboard.language import texts
from dashboard.sheet import Page, Sheet
from dashboard.view import View

Rows = Sequence[Mapping[str, Any]]

CLAUSES = (
    Column("id", text="policy.clause"),
    Column("title", english="titleEn", of=("Clause", "title")),
    Column("text", of=("Clause", "text")),
    Column("practice", english="practiceEn", text="policy.practice"),
)
LIMITS = (
    Column("name", text="policy.limit"),
    Column("clause", text="policy.clause"),
    Column("value", of=("Limit", "value")),
    Column("validFrom", Kind.DAY, of=("Limit", "validFrom")),
    Column("validUntil", Kind.DAY, of=("Limit", "validUntil")),
    Column("reason", of=("Limit", "reason")),
)


def query(view: View) -> Query:
    return Query("policy", {})


async def layout(view: View) -> Sheet:
    asked = query(view)
    data = _named(await view.fetch(asked))
    title = view.t("policy.title")
    body = [
        heading(title, below=html.P(view.t("policy.subtitle"), className="soft")),
        panel(
            view,
            "limits",
            view.t("policy.limits"),
            [
                actions(view, await offered(view, table="Limit")),
                await _limits(view, data["limits"]),
            ],
            query=asked,
            note=view.t("policy.limits_note"),
        ),
        panel(
            view,
            "clauses",
            view.t("policy.clauses"),
            html.Ol([_clause(view, clause) for clause in _ordered(view, data)], className="book"),
            query=asked,
            note=view.t("policy.clauses_note"),
        ),
    ]
    return Sheet(title, body, synthetic=False)


async def table(view: View, name: str) -> Table:
    data = _named(await view.fetch(query(view)))
    if name == "clauses":
        rows = [{**clause, "synthetic": False} for clause in data["clauses"]]
        return table_of(view, view.t("policy.clauses"), CLAUSES, rows, "synthetic")
    rows = [{**limit, "name": _name(view, limit["key"]), "synthetic": False} for limit in data["limits"]]
    return table_of(view, view.t("policy.limits"), LIMITS, rows, "synthetic")


def _named(data: Mapping[str, Any]) -> dict[str, Rows]:
    """The clauses, and the limits, by the clause's own name, P1, as people know it."""
    return {
        "clauses": [{**clause, "id": row_key(clause["id"])} for clause in data["clauses"]["nodes"]],
        "limits": [{**limit, "clause": row_key(limit["clause"]["id"])} for limit in data["limits"]["nodes"]],
    }


def _ordered(view: View, data: Mapping[str, Rows]) -> list[Mapping[str, Any]]:
    """The clauses, the one that the address asks for first."""
    asked = view.state.get("clause")
    return sorted(data["clauses"], key=lambda clause: clause["id"] != asked)


async def _limits(view: View, limits: Rows) -> Any:
    """One line for each limit: the number in force today, what follows, and what was before."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
    by_key: dict[str, list[Mapping[str, Any]]] = {}
    for limit in sorted(limits, key=lambda one: one["validFrom"]):
        by_key.setdefault(limit["key"], []).append(limit)
    lines = []
    for key, history in by_key.items():
        now = next((one for one in reversed(history) if one["validFrom"] <= today), None)
        coming = [one for one in history if one["validFrom"] > today]
        before = [one for one in history if one["validFrom"] <= today and one is not now]
        lines.append(
            html.Tr(
                [
                    html.Td(_name(view, key)),
                    html.Td(
                        html.A(
                            history[0]["clause"],
                            href=view.here(clause=history[0]["clause"]),
                            **{"data-nav": ""},
                        )
                    ),
                    html.Td(
                        _number(view, now["value"]) if now else view.t("none"), className="number limit-said"
                    ),
                    html.Td(view.language.day(now["validFrom"]) if now else view.t("none")),
                    html.Td(now["reason"] if now else view.t("none")),
                    html.Td(
                        [
                            *[await _coming(view, one) for one in coming],
                            _history(view, before) if before else None,
                        ]
                    ),
                ]
            )
        )
    heads = ("limit", "clause", "value", "since", "reason", "history")
    return html.Div(
        html.Table(
            [
                html.Caption(view.t("policy.limits"), className="unseen"),
                html.Thead(
                    html.Tr(
                        [
                            html.Th(
                                view.t(f"policy.{name}"),
                                scope="col",
                                className="number" if name == "value" else None,
                            )
                            for name in heads
                        ]
                    )
                ),
                html.Tbody(lines),
            ],
            className="listing limits",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": view.t("policy.limits")},
    )


async def _coming(view: View, limit: Mapping[str, Any]) -> Any:
    """A change that is decided and not in force yet, with the button that takes it back."""
    return html.Div(
        [
            html.Span(
                view.t(
                    "policy.coming",
                    day=view.language.day(limit["validFrom"]),
                    value=_number(view, limit["value"]),
                ),
                className="badge busy",
            ),
            html.Span(limit["reason"], className="soft"),
            actions(view, await offered(view, limit["id"])),
        ]
    )


def _history(view: View, before: Rows) -> Any:
    return html.Details(
        [
            html.Summary(view.t("policy.before", count=len(before))),
            html.Ul(
                [
                    html.Li(
                        view.t(
                            "policy.was",
                            value=_number(view, one["value"]),
                            first=one["validFrom"],
                            until=one["validUntil"],
                            reason=one["reason"],
                        )
                    )
                    for one in reversed(before)
                ]
            ),
        ],
        className="history",
    )


def _name(view: View, key: str) -> str:
    """What a limit is called; a number that the notice does not have is called by its key."""
    known = f"policy.keys.{key}"
    return view.t(known) if known in texts(view.caller.lang) else key


def _number(view: View, value: str) -> str:
    number = float(value)
    return f"{number:.2%}" if number < 1 else f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"


def _clause(view: View, clause: Mapping[str, Any]) -> Any:
    asked = clause["id"] == view.state.get("clause")
    return html.Li(
        [
            html.Code(clause["id"]),
            html.Div(
                [
                    html.H3(clause["titleEn" if view.english else "title"]),
                    html.P(clause["text"], lang="zh-CN"),
                    html.P(view.t("policy.section", section=clause["section"]), className="note"),
                ]
            ),
            html.Div(
                [
                    html.P(view.t("policy.practice"), className="note"),
                    html.P(clause["practiceEn" if view.english else "practice"] or view.t("none")),
                ]
            ),
        ],
        className="asked" if asked else None,
    )


PAGE = Page("/policy", "policy", layout, table)
