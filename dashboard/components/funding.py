"""Where a project's money comes from, as one bar cut into its sources (W4)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from dash import html

from dashboard.components.states import nothing
from dashboard.view import View

#: In the order of the bar: what government gives, what the platform lets go, what the enterprise bears.
ORDER = ("CENTRAL_AWARD", "LOCAL_SUPPORT", "PLATFORM_CONCESSION", "ENTERPRISE", "PAID_FROM_GAINS")


def funding_bar(view: View, rows: Sequence[Mapping[str, Any]], cost: str | None = None) -> Any:
    """``rows`` have source and agreed; where they come to less than ``cost`` the bar has a gap."""
    amounts = dict.fromkeys(ORDER, Decimal(0))
    for row in rows:
        amounts[row["source"]] += Decimal(row["agreed"] or 0)
    total = sum(amounts.values(), Decimal(0))
    if not total:
        return nothing(view, "funding.none")
    whole = max(total, Decimal(cost or 0))
    shown = [(source, amount) for source, amount in amounts.items() if amount]
    said = [
        (view.word("Funding", "source", source), view.language.money(str(amount)), amount / whole)
        for source, amount in shown
    ]
    label = view.t("funding.bar", parts=view.t("comma").join(f"{name} {money}" for name, money, _ in said))
    return html.Div(
        [
            html.Div(
                [
                    html.Span(
                        className=f"source source-{source.lower()}",
                        style={"width": f"{100 * amount / whole:.3f}%"},
                        title=f"{name} {money}",
                    )
                    for (source, amount), (name, money, _) in zip(shown, said, strict=True)
                ],
                className="sources",
                role="img",
                **{"aria-label": label},
            ),
            html.Ul(
                [
                    html.Li(
                        [
                            html.Span(className=f"key source-{source.lower()}"),
                            html.Span(name),
                            html.Strong(money, title=view.language.exact(str(amount))),
                            html.Span(f"{share:.1%}", className="soft"),
                        ]
                    )
                    for (source, amount), (name, money, share) in zip(shown, said, strict=True)
                ],
                className="source-keys",
            ),
        ],
        className="funding",
    )
