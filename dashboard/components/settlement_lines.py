"""How the figures of a settlement are told, previewed or kept."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from dashboard.components.fact import fact
from dashboard.view import View

#: Lines whose basis is a number of enterprises, and whose bound is.
COUNTS = {"TOO_FEW"}


def measures(view: View, line: Mapping[str, Any]) -> dict[str, str]:
    """Basis and bound of a line, each in its unit."""
    return {
        "basisSaid": _measure(view, line["cut"], line["basis"], share=False),
        "boundSaid": _measure(view, line["cut"], line["bound"], share=True),
    }


def sums(
    view: View, amounts: Sequence[tuple[str, str, Sequence[tuple[str, str]]]], balance: str
) -> list[Any]:
    """(label, amount, what stands below it) as facts; at the end what is left to pay or to recover."""
    owed = Decimal(balance)
    left = view.t("money.payable" if owed >= 0 else "money.receivable")
    return [
        fact(label, view.language.money(value), exact=view.language.exact(value), below=below)
        for label, value, below in [*amounts, (left, str(abs(owed)), ())]
    ]


def _measure(view: View, cut: str, value: str, *, share: bool) -> str:
    """The number in the unit of its line: a share, a count of enterprises, or money."""
    number = Decimal(value)
    if cut in COUNTS:
        return view.t("settlement.enterprises", count=int(number))
    if share and cut == "SHARE":
        return f"{number * 100:.2f}".rstrip("0").rstrip(".") + "%"
    if share and not number:
        return view.t("none")
    return view.language.exact(number)
