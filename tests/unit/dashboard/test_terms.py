"""A term in its colour: green in time, amber at its end, red when it is over; a right that lapsed is nobody's fault."""

import pytest

from dashboard.terms import left, light
from tests.unit.dashboard.made import Api, view

DUE, WARN = "2025-03-10", "2025-03-05"  # seen from 2025-03-03


@pytest.mark.parametrize(
    ("due", "warn", "met", "clock", "tone", "said"),
    [
        (DUE, WARN, None, "DECISION", "good", "7 days left"),
        (DUE, "2025-03-03", None, "DECISION", "warn", "7 days left"),
        ("2025-03-03", "2025-03-01", None, "DECISION", "warn", "0 days left"),
        ("2025-03-02", "2025-03-01", None, "DECISION", "bad", "1 days over"),
        ("2025-03-02", "2025-03-01", None, "SUIT", "plain", "Lapsed 1 days ago"),
        ("2025-03-02", WARN, "2025-03-02", "SERVICE", "good", "Met on 2025-03-02"),
        ("2025-03-01", WARN, "2025-03-02", "SERVICE", "bad", "Late: met on 2025-03-02"),
    ],
)
def test_a_term_has_its_colour_and_says_how_long(
    due: str, warn: str, met: str | None, clock: str, tone: str, said: str
) -> None:
    seen = view(Api(), lang="en")
    assert light(seen, due, warn, met, clock) == tone
    assert left(seen, due, met, clock) == said
