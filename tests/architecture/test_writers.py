"""Rows are changed where the change is logged, so that nobody who keeps a copy misses it."""

import re
from pathlib import Path

import pytest

from db.catalog import catalog
from db.resource import Scope

ROOT = Path(__file__).resolve().parents[2]
#: The one writer of rows.
WRITER = ROOT / "api" / "services" / "rows.py"
SOURCES = [
    path
    for folder in ("api", "dashboard", "db/query", "seed/synthetic")
    for path in sorted((ROOT / folder).rglob("*.py"))
    # Scale data is for measuring, in databases that nobody copies.
    if path != WRITER and not path.name.startswith("scale")
]
TOLD = {entity.table for entity in catalog().values() if entity.resource.scope is not Scope.PRIVATE}
WRITES = re.compile(r"(?:insert into|update|delete from|merge into)\s+\"?([a-z_{]+)", re.IGNORECASE)
ORM = re.compile(r"\.orm\b|using_db|bulk_create|update_or_create")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rows_are_written_by_the_one_writer(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [table for table in WRITES.findall(text) if table in TOLD or "{" in table] == []
    assert ORM.findall(text) == []


def test_the_search_finds_what_it_looks_for() -> None:
    found = WRITES.findall('"update projects set x" f"delete from {table}" "insert into claims (a)"')
    assert found == ["projects", "{table", "claims"]
