"""The limits that a settlement rests on, as they stood on one day."""

from dataclasses import dataclass
from datetime import date

from api.policy.book import DatedLimit, PolicyBook


@dataclass(frozen=True)
class Terms:
    """Share of the cost (F1), cap per enterprise (F2) and per platform (F3), fewest enterprises (P7, F7)."""

    share: DatedLimit
    enterprise: DatedLimit
    platform: DatedLimit
    fewest: DatedLimit


#: The key of each in the policy book.
KEYS: dict[str, str] = {
    "share": "cost_share",
    "enterprise": "award_per_enterprise",
    "platform": "award_per_platform",
    "fewest": "projects_per_platform",
}


def terms_on(book: PolicyBook, on: date) -> Terms:
    """The limits in force on a day.

    A platform is settled under the limits of the last day of its batch (F5): all platforms of a batch alike,
    whichever day the papers are done, and again after a penalty. What changes later is for later batches.

    Raises:
        LookupError: a limit was not in force on that day.
    """
    return Terms(**{name: book.limit(key, on) for name, key in KEYS.items()})
