"""What a rule found, ready to be kept as a flag."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from api.policy.book import PolicyBook
from api.policy.rule import PLAIN, Parameters, Row, Rule, plain
from api.policy.settlement import award_of_project

ZERO = Decimal("0.00")
MARK_LENGTH = 120  # of the column that holds it


@dataclass(frozen=True)
class Finding:
    """``facts`` are those of the subject alone; ``peers`` is what it was compared with. Money in yuan."""

    subject: int
    mark: str
    facts: Mapping[str, Any]
    peers: Mapping[str, Any]
    doubtful: Decimal | None = None
    exposed: Decimal | None = None

    @property
    def facts_hash(self) -> str:
        """The same facts give the same fingerprint, in whatever order and by whatever engine they were found."""
        told = {name: plain(value) for name, value in self.facts.items()}
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Asked:
    """What is asked for below a subject: one claim, or all of a platform."""

    actual_cost: Decimal
    amount: Decimal
    submitted_on: date | None = None


def findings(rule: Rule, rows: Sequence[Row], parameters: Parameters) -> list[Finding]:
    """In the order of subjects and marks; what a rule found twice to the letter counts once."""
    judged: Iterable[Row] = rows if rule.judge is None else rule.judge(rows, parameters)
    found = {(row["subject"], str(row.get("mark") or "")[:MARK_LENGTH]): row for row in judged}
    return [_finding(mark, row) for (_, mark), row in sorted(found.items(), key=lambda one: one[0])]


def at_risk(finding: Finding, asked: Asked | None, book: PolicyBook) -> Decimal:
    """Yuan that would not be paid if what is in doubt proves false."""
    if finding.exposed is not None:
        return finding.exposed.quantize(ZERO)
    if asked is None:
        return ZERO
    if finding.doubtful is None or asked.submitted_on is None:
        return asked.amount
    sound = max(asked.actual_cost - finding.doubtful, Decimal(0))
    return max(asked.amount - award_of_project(sound, book, asked.submitted_on), ZERO)


def _finding(mark: str, row: Row) -> Finding:
    return Finding(
        row["subject"],
        mark,
        {name: value for name, value in row.items() if name not in PLAIN and not name.startswith("peer_")},
        {name[5:]: value for name, value in row.items() if name.startswith("peer_")},
        row.get("doubtful"),
        row.get("exposed"),
    )
