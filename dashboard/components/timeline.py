"""What happened to one thing, in order: who knows it from the append-only events."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.columns import Column, Kind, table_of
from dashboard.components.states import nothing
from dashboard.export import Table
from dashboard.view import View

EVENTS = (
    Column("at", Kind.MOMENT, of=("Event", "at")),
    Column("action", of=("Event", "action")),
    Column("from", of=("Event", "fromState")),
    Column("to", of=("Event", "toState")),
    Column("why", of=("Event", "why")),
)


def timeline(view: View, entity: str, rows: Sequence[Mapping[str, Any]]) -> Any:
    if not rows:
        return nothing(view)
    return html.Ol(
        [
            html.Li(
                [
                    html.Time(view.language.moment(row["at"]), dateTime=row["at"]),
                    html.Span(_change(view, entity, row), className="event-what"),
                    html.Span(_why(view, row["why"]), className="soft") if row["why"] else None,
                ]
            )
            for row in rows
        ],
        className="timeline",
        tabIndex=0,
    )


def events(view: View, entity: str, rows: Sequence[Mapping[str, Any]], of: str) -> Table:
    """The same as a file."""
    told = [
        {
            **row,
            "action": view.labels.move(entity, row["action"], view.caller.lang),
            "from": _state(view, entity, row["fromState"]),
            "to": _state(view, entity, row["toState"]),
        }
        for row in rows
    ]
    return table_of(view, f"{of} {view.labels.entity('Event', view.caller.lang)}", EVENTS, told, "synthetic")


def _why(view: View, why: str) -> str:
    """What the system itself wrote down is there in both languages; what people wrote, as they wrote it."""
    chinese, bar, english = why.partition(" | ")
    return english if bar and view.english else chinese if bar else why


def _change(view: View, entity: str, row: Mapping[str, Any]) -> str:
    """The step by its name, and where it led."""
    before, after = _state(view, entity, row["fromState"]), _state(view, entity, row["toState"])
    step = view.labels.move(entity, row["action"], view.caller.lang)
    return step if before == after or not after else view.t("timeline.step", step=step, state=after)


def _state(view: View, entity: str, value: str | None) -> str:
    """A state's label; an event about something else keeps its own word."""
    known = view.labels.vocabulary(entity, "state")
    return known[value.upper()][view.english] if value and value.upper() in known else (value or "")
