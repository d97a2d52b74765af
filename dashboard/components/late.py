"""What is late, and what waits for the reader, as tables that lead to the records."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.columns import Column, Kind, table_of
from dashboard.components.listing import head
from dashboard.components.states import nothing
from dashboard.export import Table
from dashboard.records import address_of
from dashboard.view import View

#: Heads over numbers.
NUMBERS = ("late.count", "late.longest", "late.days")

COLUMNS = (
    Column("label", english="labelEn", text="late.what"),
    Column("title", text="late.record"),
    Column("clause", text="late.clause"),
    Column("dueOn", Kind.DAY, text="late.due"),
    Column("days", Kind.COUNT, text="late.days"),
)


def late_table(view: View, rows: Sequence[Mapping[str, Any]], units: Mapping[str, str], caption: str) -> Any:
    """Rows of ``lateItems``; ``units`` are names by code, empty where all are of one."""
    if not rows:
        return nothing(view, "late.nothing")
    heads = [
        "late.what",
        "late.record",
        *(["unit_name"] if units else []),
        "late.due",
        "late.days",
        "late.who",
    ]
    return _table(
        view,
        caption,
        heads,
        [_row(view, row, units) for row in rows],
    )


def _row(view: View, row: Mapping[str, Any], units: Mapping[str, str]) -> Any:
    who = view.t("comma").join(view.labels.role(role, view.caller.lang) for role in row["who"])
    return html.Tr(
        [
            html.Td([_label(view, row), " ", _clause(view, row["clause"])]),
            html.Td(_link(address_of(view, row["table"], row["record"]), row["title"])),
            html.Td(units.get(row["unitCode"], row["unitCode"])) if units else None,
            html.Td(row["dueOn"], className="day"),
            html.Td(
                html.Span(view.t("late.so_many", days=row["days"]), className=f"badge {_tone(row['days'])}"),
                className="number",
            ),
            html.Td([html.Strong(view.t("late.mine")), " ", who] if row["mine"] else who),
        ]
    )


def tasks_table(view: View, tasks: Sequence[Mapping[str, Any]], caption: str) -> Any:
    """Rows of ``myTasks``."""
    if not tasks:
        return nothing(view, "late.no_tasks")
    return _table(
        view,
        caption,
        ("late.table", "late.state", "late.count", "late.can", "late.first"),
        [
            html.Tr(
                [
                    html.Td(_label(view, task)),
                    html.Td(task["stateLabelEn" if view.english else "stateLabel"]),
                    html.Td(view.language.count(task["count"]), className="number"),
                    html.Td(view.t("comma").join(task["actionsLabelEn" if view.english else "actionsLabel"])),
                    html.Td(_first(view, task)),
                ]
            )
            for task in tasks
        ],
    )


def kinds_table(view: View, kinds: Sequence[Mapping[str, Any]], caption: str) -> Any:
    """How many of each kind are late; each leads to its rows."""
    if not kinds:
        return nothing(view, "late.nothing")
    return _table(
        view,
        caption,
        ("late.what", "late.count", "late.longest"),
        [
            html.Tr(
                [
                    html.Td(
                        [
                            html.A(
                                _label(view, kind), href=view.here(kind=kind["kind"]), **{"data-nav": "keep"}
                            ),
                            " ",
                            _clause(view, kind["clause"]),
                        ]
                    ),
                    html.Td(view.language.count(kind["count"]), className="number"),
                    html.Td(view.t("late.so_many", days=kind["longest"]), className="number"),
                ]
            )
            for kind in kinds
        ],
    )


def late_file(view: View, name: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    return table_of(view, name, COLUMNS, rows, "synthetic")


def _first(view: View, task: Mapping[str, Any]) -> Any:
    rows = [html.Li(_link(address_of(view, task["table"], one["id"]), one["title"])) for one in task["first"]]
    more = task["count"] - len(task["first"])
    if more > 0:
        rows.append(html.Li(view.t("late.more", count=more), className="soft"))
    return html.Ul(rows, className="lines")


def _table(view: View, caption: str, heads: Sequence[str], rows: Sequence[Any]) -> Any:
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="unseen"),
                head([view.t(name) for name in heads], [view.t(name) for name in NUMBERS]),
                html.Tbody(rows),
            ],
            className="listing",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": caption},
    )


def _label(view: View, what: Mapping[str, Any]) -> str:
    return str(what["labelEn" if view.english else "label"])


def _clause(view: View, clause: str) -> Any:
    return html.Span(clause, className="soft", title=view.t("late.clause_of", clause=clause))


def _link(href: str | None, title: str) -> Any:
    return html.A(title, href=href, **{"data-nav": ""}) if href else title


def _tone(days: int) -> str:
    return "bad" if days > 30 else "warn"
