"""Discovers the red-flag rules and runs them over claims."""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from api.policy import red_flags
from api.policy.book import PolicyBook
from api.policy.claim import Claim
from api.policy.flag import Finding, Flag, Rule
from api.policy.settlement import award_of_project


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the folder ``red_flags``, by code."""
    found = [
        importlib.import_module(f"{red_flags.__name__}.{module.name}").RULE
        for module in pkgutil.iter_modules(red_flags.__path__)
    ]
    return tuple(sorted(found, key=lambda rule: rule.code))


def assess(claims: Sequence[Claim], book: PolicyBook, only: Iterable[Rule] | None = None) -> Iterator[Flag]:
    """The flags that the rules raise on these claims; a rule on two claims sees both only if both are given."""
    for rule in rules() if only is None else only:
        for finding in rule.find(claims, rule.parameters):
            yield Flag(rule, finding.claim, finding.facts, at_risk(finding, book))


def at_risk(finding: Finding, book: PolicyBook) -> Decimal:
    """How much smaller the claim would be without the doubtful cost."""
    claim = finding.claim
    if finding.doubtful_cost is None:
        return claim.amount
    sound = max(claim.actual_cost - finding.doubtful_cost, Decimal(0))
    return max(claim.amount - award_of_project(sound, book, claim.submitted_on), Decimal("0.00"))
