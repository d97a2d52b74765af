"""What a red-flag rule says about itself, and what it finds."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from api.policy.claim import Claim
from db.enums import FraudKind, FraudPhase, Severity
from db.resource import both

REASON_LENGTH = 200  # of the column that holds it


@dataclass(frozen=True)
class Finding:
    """A claim that a rule points at. ``facts`` fill its reason and are its identity.

    ``doubtful_cost`` is the part of the actual cost in doubt; None puts the whole claim in doubt.
    """

    claim: Claim
    facts: Mapping[str, str | int]
    doubtful_cost: Decimal | None = None


Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """One red flag: ``find`` is pure and sees all claims at once, so that duplicates are found.

    ``code`` is the row of the catalogue of red flags; ``reason`` is ``中文 | English`` with ``{fact}`` places.
    """

    code: str
    version: int
    title: str
    severity: Severity
    phase: FraudPhase
    hints_at: FraudKind
    reason: str
    find: Callable[[Sequence[Claim], Parameters], Iterator[Finding]]
    parameters: Parameters = field(default_factory=dict)
    statistical: bool = False


@dataclass(frozen=True)
class Flag:
    """A finding, ready to be kept."""

    rule: Rule
    claim: Claim
    facts: Mapping[str, str | int]
    at_risk: Decimal

    @property
    def facts_hash(self) -> str:
        """The same facts give the same fingerprint, in whatever order they were found."""
        text = json.dumps(self.facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def reason(self, lang: str) -> str:
        sentence = both(self.rule.reason)[lang == "en"].format(**self.facts)
        return sentence if len(sentence) <= REASON_LENGTH else sentence[: REASON_LENGTH - 1] + "…"


def yuan(amount: Decimal) -> str:
    """Money as sentences and facts carry it: 1,234.50."""
    return f"{amount:,.2f}"


def first_few(names: Iterable[str], most: int = 3) -> str:
    """Some names; how many more there are, if there are."""
    listed = list(names)
    more = f" +{len(listed) - most}" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more
