"""Rules never read what was planted, and who plants fraud knows nothing of the rules: else finding it would prove nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.policy.rules import rules
from db.evidence import VIEWS

ROOT = Path(__file__).resolve().parents[2]
RULES = {rule.code: rule for rule in rules()}
TRUTH = re.compile(r"\b(truth|planted)\b", re.IGNORECASE)
RULE_FILES = sorted((ROOT / "api" / "policy" / "red_flags").glob("*.py"))
SCHEMES = sorted((ROOT / "seed" / "synthetic" / "schemes").rglob("*.py"))
#: Words of the domain and its calendar may be known to both; how something is found may not.
COMMON = frozenset({"db.enums", "api.policy.working_days"})


def modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def ours(paths: list[Path]) -> set[str]:
    return {
        module
        for path in paths
        for module in modules(path)
        if module.split(".")[0] in ("api", "db", "dashboard", "seed")
    }


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_asks_nothing_of_what_was_planted(code: str) -> None:
    rule = RULES[code]
    assert not TRUTH.search(rule.query + (rule.peers or ""))
    assert not re.search(r"\bsynthetic\b", rule.query + (rule.peers or ""))


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_no_evidence_is_made_of_what_was_planted(view: str) -> None:
    assert not TRUTH.search(VIEWS[view])


def test_rules_and_schemes_share_no_code() -> None:
    known, schemes = ours(RULE_FILES), ours(SCHEMES)
    assert len(RULE_FILES) > 50
    assert len(SCHEMES) > 5
    assert known & schemes <= COMMON
    assert not [module for module in known if module.startswith("seed")]
    assert not [
        module
        for module in schemes
        if re.match(r"api\.(policy\.(red_flags|rule|text|chances|score)|services)", module)
    ]
