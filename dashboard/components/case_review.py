"""What was said and written on the way to a decision: defence or hearing, legal review, discussion of leaders."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.states import nothing
from dashboard.view import View

Row = Mapping[str, Any]


def case_review(view: View, case: Row) -> list[Any]:
    records = [_defence(view, one) for one in case["defences"]["nodes"]]
    if case["hearingAskedOn"]:
        told = view.t("case.hearing_asked", day=case["hearingAskedOn"])
        if case["hearingNoticeOn"]:
            told += view.t("case.hearing_called", day=case["hearingNoticeOn"], on=case["hearingOn"])
        records.insert(0, html.P(told, className="note"))
    if case["reviewedOn"]:
        records.append(
            _record(
                view.labels.field("Case", "opinion", view.caller.lang),
                [case["reviewedOn"], _name(case["reviewer"])],
                [case["opinion"]],
            )
        )
    if case["discussedOn"]:
        records.append(
            _record(
                view.labels.field("Case", "discussion", view.caller.lang),
                [case["discussedOn"]],
                [case["discussion"]],
            )
        )
    elif case["grave"] and case["decidedOn"] is None:
        records.append(html.P(view.t("case.to_discuss"), className="note"))
    if case["servedOn"]:
        records.append(
            _record(
                view.labels.field("Case", "service", view.caller.lang), [case["servedOn"]], [case["service"]]
            )
        )
    return records or [nothing(view, "case.no_records")]


def _defence(view: View, one: Row) -> Any:
    about = [one["madeOn"], one["speaker"], one["venue"]]
    if one["chair"]:
        about.append(view.t("case.chaired", name=one["chair"]["name"]))
    elif one["keeper"]:
        about.append(view.t("case.kept", name=one["keeper"]["name"]))
    found = view.t("case.adopted" if one["adopted"] else "case.not_adopted")
    return _record(
        view.word("Defence", "kind", one["kind"]),
        about,
        [one["record"], view.t("case.found", said=one["findings"], adopted=found)],
    )


def _record(title: str, about: list[str | None], words: list[str | None]) -> Any:
    return html.Section(
        [
            html.Div(
                [html.Strong(title), html.Span(" · ".join(one for one in about if one), className="soft")],
                className="flag-head",
            ),
            *(html.P(word, className="lines-kept") for word in words if word),
        ],
        className="record",
    )


def _name(person: Row | None) -> str | None:
    return person["name"] if person else None
