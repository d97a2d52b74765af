"""How amounts and lists stand in sentences."""

from collections.abc import Iterable
from decimal import Decimal


def yuan(amount: Decimal) -> str:
    """Money as sentences and facts carry it: 1,234.50."""
    return f"{amount:,.2f}"


def first_few(names: Iterable[str], most: int = 3) -> str:
    """Some names; how many more there are, if there are."""
    listed = list(names)
    more = f" +{len(listed) - most}" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more
