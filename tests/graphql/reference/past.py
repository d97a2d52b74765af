"""What stood at the end of a day in China, told from the events."""

from datetime import date, datetime, time, timedelta

from tests.graphql.reference.rows import Row
from tests.graphql.reference.values import CHINA


def events(row: Row, day: date) -> list[Row]:
    """What happened to a row by then, as far as the viewer may know, in the order it was recorded."""
    if day == date.max:
        return row.events
    end = datetime.combine(day + timedelta(days=1), time(), CHINA)
    return [event for event in row.events if event["at"] < end]


def state_on(row: Row, day: date) -> str | None:
    """None where the row did not exist."""
    known = events(row, day)
    return known[-1]["to_state"] if known else None
