"""Payments to be made, with what the reader may do with each."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.client import Query
from dashboard.components.actions import actions, offered
from dashboard.components.badge import badge
from dashboard.components.panel import panel
from dashboard.components.states import nothing
from dashboard.view import View

#: Who does not see what is on its way to the bank.
UNTOLD = frozenset({"expert", "platform_operator"})
FIELDS = ("payee", "payeeAccount", "orderedOn", "paidOn", "receipt")


async def orders(view: View, asked: Query) -> Any:
    """A panel of those a query finds; None for those who are not told."""
    if set(view.caller.roles) <= UNTOLD:
        return None
    return panel(
        view,
        "remittances",
        view.labels.entity("Remittance", view.caller.lang),
        await remittances(view, (await view.fetch(asked))["remittances"]["nodes"]),
        query=asked,
        saved=False,
    )


async def remittances(view: View, rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows of ``Remittance``: a card for each, so that its form has room."""
    if not rows:
        return nothing(view, "money.no_remittances")
    return html.Ul([await _one(view, row) for row in rows], className="flags")


async def _one(view: View, row: Mapping[str, Any]) -> Any:
    facts = [
        f"{view.labels.field('Remittance', name, view.caller.lang)} {row[name]}"
        for name in FIELDS
        if row[name]
    ]
    return html.Li(
        [
            html.Div(
                [
                    badge(view, "Remittance", "state", row["state"]),
                    html.Strong(view.word("Remittance", "kind", row["kind"])),
                    html.Span(view.language.exact(row["amount"]), className="money"),
                ],
                className="flag-head",
            ),
            html.P(" · ".join(facts), className="soft"),
            actions(view, await offered(view, row["id"])),
        ]
    )
