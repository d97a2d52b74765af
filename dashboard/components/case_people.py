"""Who is what in a case, and who once was: nobody is two of them."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.actions import Offers, actions
from dashboard.components.fact import pairs
from dashboard.view import View

Row = Mapping[str, Any]
PARTS = ("investigator", "secondInvestigator", "reviewer", "decider")


def case_people(view: View, case: Row, offers: Offers) -> list[Any]:
    """``offers`` of the case: to assign others, to recuse oneself."""

    none = view.t("none")
    rows = [(view.t(f"case.{part}"), case[part]["name"] if case[part] else none) for part in PARTS]
    people = case["people"]["nodes"]
    chairs = [one for one in people if one["part"] == "CHAIR"]
    if chairs:
        rows.append((view.word("CasePerson", "part", "CHAIR"), view.t("comma").join(_names(chairs))))
    now = {case[part]["id"] for part in PARTS[:2] if case[part]}
    former = [one for one in people if one["part"] == "INVESTIGATE" and one["user"]["id"] not in now]
    return [
        pairs(rows),
        html.P(view.t("case.former", names=view.t("comma").join(_names(former))), className="note")
        if former
        else None,
        html.P(view.t("case.one_part"), className="note"),
        actions(view, offers),
    ]


def _names(people: list[Row]) -> list[str]:
    return [one["user"]["name"] for one in people]
