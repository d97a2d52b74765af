"""A word of a state in its colour; the word itself always says it too."""

from typing import Any

from dash import html

from dashboard.view import View

TONES = {
    "good": {"PASSED", "SETTLED", "APPROVED", "EXECUTED", "CLOSED", "DISMISSED", "EVALUATED"},
    "busy": {
        "CONTRACTED",
        "TRANSFORMING",
        "DELIVERED",
        "IMPLEMENTING",
        "CHECKED",
        "INVESTIGATING",
        "NOTIFIED",
        "HEARD",
        "REVIEWED",
        "DECIDED",
        "SERVED",
        "IN_CASE",
        "SELF_EVALUATED",
    },
    "warn": {"RECTIFYING", "HELD", "RETURNED", "MEDIUM", "OPEN", "OPENED", "HIGH"},
    "bad": {"FAILED", "REJECTED", "DISQUALIFIED", "CRITICAL", "WITHDRAWN"},
}


def tone(word: str | None) -> str:
    """good, busy, warn, bad, or plain."""
    return next((name for name, words in TONES.items() if (word or "").upper() in words), "plain")


def badge(view: View, entity: str, field: str, value: str | None) -> Any:
    if value is None:
        return view.t("none")
    return html.Span(view.word(entity, field, value), className=f"badge {tone(value)}")
