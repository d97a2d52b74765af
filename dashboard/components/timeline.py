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

#: Actions that change no state, and the field that each fills in.
FIELDS = {"train": "trainedOn", "confirm": "confirmedOn", "rate": "satisfaction"}


def timeline(view: View, entity: str, rows: Sequence[Mapping[str, Any]]) -> Any:
    if not rows:
        return nothing(view)
    return html.Ol(
        [
            html.Li(
                [
                    html.Time(view.language.moment(row["at"]), dateTime=row["at"]),
                    html.Span(_change(view, entity, row), className="event-what"),
                    html.Span(row["why"], className="soft") if row["why"] else None,
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
        {**row, "from": _state(view, entity, row["fromState"]), "to": _state(view, entity, row["toState"])}
        for row in rows
    ]
    return table_of(view, f"{of} {view.labels.entity('Event', view.caller.lang)}", EVENTS, told, "synthetic")


def _change(view: View, entity: str, row: Mapping[str, Any]) -> str:
    before, after = _state(view, entity, row["fromState"]), _state(view, entity, row["toState"])
    if before == after:
        field = FIELDS.get(row["action"])
        return view.labels.field(entity, field, view.caller.lang) if field else str(row["action"])
    return f"{before} → {after}" if before else after


def _state(view: View, entity: str, value: str | None) -> str:
    """A state's label; an event about something else keeps its own word."""
    known = view.labels.vocabulary(entity, "state")
    return known[value.upper()][view.english] if value and value.upper() in known else (value or "")
