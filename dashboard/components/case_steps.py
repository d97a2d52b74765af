"""How far a case has gone by the steps of the law, each with its day, and what is special about its way."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.view import View

Row = Mapping[str, Any]
#: The steps in their order, and the day that each has in the case.
DAYS = {
    "OPENED": "openedOn",
    "INVESTIGATING": None,
    "NOTIFIED": "notifiedOn",
    "HEARD": "heardOn",
    "REVIEWED": "reviewedOn",
    "DECIDED": "decidedOn",
    "SERVED": "servedOn",
    "EXECUTED": "executedOn",
    "CLOSED": "closedOn",
}
#: What sends a case another way, or makes more of it.
MARKS = ("grave", "falseInvoices", "crimeSuspected", "fineDue", "legacy")


def case_steps(view: View, case: Row, events: list[Row]) -> list[Any]:
    days = {step: case[field] if field else _begun(events) for step, field in DAYS.items()}
    if case["state"] == "REVOKED":
        shown = {step: day for step, day in days.items() if day} | {"REVOKED": case["revokedOn"]}
    else:
        shown = days
    order = list(shown)
    reached = order.index(case["state"])
    steps = []
    for place, (step, day) in enumerate(shown.items()):
        # A case that proved unfounded is closed without the steps in between.
        behind = place < reached and bool(day or case["legacy"] or step == "INVESTIGATING")
        kind = "done" if behind else "now" if place == reached else "open"
        if step == "REVOKED":
            kind = "fallen"
        current = {"aria-current": "step"} if place == reached else {}
        steps.append(
            html.Li(
                html.Span(
                    [
                        view.word("Case", "state", step),
                        html.Br(),
                        html.Span(day or "", className="step-day"),
                    ],
                    className="step-name",
                ),
                className=kind,
                **current,
            )
        )
    return [html.Ol(steps, className="steps across"), *_said(view, case)]


def _begun(events: list[Row]) -> str | None:
    """The day on which it was first investigated."""
    return next((event["at"][:10] for event in events if event["action"] == "investigate"), None)


def _said(view: View, case: Row) -> list[Any]:
    """What was changed about it, and what the law asks for more."""
    told = []
    marks = [mark for mark in MARKS if case[mark]]
    if marks:
        told.append(
            html.P(
                [
                    html.Span(view.labels.field("Case", mark, view.caller.lang), className="badge warn")
                    for mark in marks
                ],
                className="plans",
            )
        )
    answered = [one for one in case["challenges"]["nodes"] if one["state"] in ("CHANGED", "OVERTURNED")]
    for one in answered:
        said = view.t(
            "case.challenged",
            day=one["answeredOn"],
            kind=view.word("Challenge", "kind", one["kind"]),
            outcome=view.word("Challenge", "state", one["state"]),
            answer=one["answer"] or "",
        )
        told.append(html.P(said, className=f"said {'bad' if one['state'] == 'OVERTURNED' else 'warn'}"))
    if case["state"] == "NOTIFIED" and case["defendUntil"]:
        told.append(html.P(view.t("case.defend_until", day=case["defendUntil"]), className="note"))
    if case["hearingOn"] and not case["heardOn"]:
        told.append(html.P(view.t("case.hearing_on", day=case["hearingOn"]), className="note"))
    return told
