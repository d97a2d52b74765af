"""The claims that wait for a case: what each was before, and what became of it."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.client import row_key
from dashboard.components.badge import badge
from dashboard.components.fact import money
from dashboard.components.listing import head
from dashboard.components.states import nothing
from dashboard.view import View

Row = Mapping[str, Any]


def case_holds(view: View, case: Row) -> Any:
    rows = case["holds"]["nodes"]
    if not rows:
        return nothing(view, "case.no_holds")

    def label(entity: str, field: str) -> str:
        return view.labels.field(entity, field, view.caller.lang)

    caption = view.labels.entity("CaseHold", view.caller.lang)
    amount = label("Claim", "amount")
    heads = [
        view.t("projects.enterprise"),
        amount,
        label("CaseHold", "suspected"),
        label("CaseHold", "before"),
        label("Claim", "state"),
        label("CaseHold", "heldAt"),
        view.t("case.hold_end"),
    ]
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="unseen"),
                head(heads, {amount}),
                html.Tbody([_hold(view, row) for row in rows]),
            ],
            className="listing",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": caption},
    )


def _hold(view: View, row: Row) -> Any:
    claim = row["claim"]
    end = view.t("none")
    if row["rejectedOn"]:
        end = view.t("case.hold_rejected", day=row["rejectedOn"])
    elif row["releasedAt"]:
        end = view.t("case.hold_released", day=row["releasedAt"][:10])
    return html.Tr(
        [
            html.Td(
                html.A(
                    claim["project"]["enterprise"]["name"],
                    href=view.link(f"/claim/{row_key(claim['id'])}"),
                    **{"data-nav": ""},
                )
            ),
            html.Td(money(view, claim["amount"]), className="number"),
            html.Td(view.t("yes" if row["suspected"] else "no")),
            html.Td(view.word("CaseHold", "before", row["before"])),
            html.Td(badge(view, "Claim", "state", claim["state"])),
            html.Td(view.language.moment(row["heldAt"]), className="day"),
            html.Td(end, className="day"),
        ]
    )
