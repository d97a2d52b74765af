"""A word of a state in its colour; the word itself always says it too."""

from typing import Any

from dash import html

from dashboard.view import View

TONES = {
    "good": {
        "PASSED",
        "PASS",
        "SOUND",
        "SETTLED",
        "APPROVED",
        "EXECUTED",
        "CLOSED",
        "DISMISSED",
        "EVALUATED",
        "PUBLISHED",
        "PROPOSED",
        "APPOINTED",
        "ANSWERED",
        "ACCEPTED",
        "CONFIRMED",
        "EFFECTIVE",
    },
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
        "SCORED",
        "RANKED",
        "SUBMITTED",
        "CHANGED",
    },
    "warn": {
        "RECTIFYING",
        "RECTIFY",
        "DRAWN",
        "HELD",
        "RETURNED",
        "MEDIUM",
        "OPEN",
        "OPENED",
        "HIGH",
        "NOTICED",
        "RAISED",
        "ASKED",
        "PENDING",
    },
    "bad": {
        "FAILED",
        "FAIL",
        "DOUBTFUL",
        "REJECTED",
        "REFUSED",
        "DISQUALIFIED",
        "CRITICAL",
        "WITHDRAWN",
        "CANCELLED",
        "OVERTURNED",
        "REVOKED",
    },
}


def tone(word: str | None) -> str:
    """good, busy, warn, bad, or plain."""
    return next((name for name, words in TONES.items() if (word or "").upper() in words), "plain")


#: What a word means where it is not what it means elsewhere: a call that is closed is under review.
OWN_TONES = {
    ("Call", "CLOSED"): "busy",
    ("Call", "OPEN"): "busy",
    ("Call", "DECIDED"): "good",
    ("ExplanationRequest", "ANSWERED"): "busy",
    ("ExplanationRequest", "WITHDRAWN"): "plain",
    ("Tip", "RECEIVED"): "warn",
    ("Tip", "MATCHED"): "busy",
    ("Tip", "FOLLOWED"): "good",
}


def badge(view: View, entity: str, field: str, value: str | None) -> Any:
    if value is None:
        return view.t("none")
    own = OWN_TONES.get((entity, value.upper())) or tone(value)
    return html.Span(view.word(entity, field, value), className=f"badge {own}")
