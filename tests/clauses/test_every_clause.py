"""Each clause of the notice works in Dengta and a test named by its id shows it, or it is said why software can't."""

import ast
import csv
import re
import tomllib
from pathlib import Path

from db.resource import both

HERE = Path(__file__).parent
CLAUSES = HERE.parents[1] / "seed" / "reference" / "clauses.csv"


def clauses() -> set[str]:
    with CLAUSES.open(encoding="utf-8") as file:
        return {row["id"] for row in csv.DictReader(file)}


def shown() -> set[str]:
    """Clauses that a test is named by: ``test_P1_…``."""
    found = set()
    for path in HERE.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found |= set(re.findall(r"^test_([A-Z]\d+)_", node.name))
    return found


def elsewhere() -> dict[str, str]:
    path = HERE / "shown_elsewhere.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def test_every_clause_has_a_test_named_by_its_id_or_a_written_reason() -> None:
    assert len(clauses()) == 34
    assert sorted(clauses() - shown() - set(elsewhere())) == []


def test_what_is_named_is_a_clause() -> None:
    assert sorted((shown() | set(elsewhere())) - clauses()) == []


def test_a_reason_is_said_in_both_languages() -> None:
    for clause, reason in elsewhere().items():
        assert all(both(reason)), clause
