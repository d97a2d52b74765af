"""Rows are changed where the change is logged and audited, so that neither a copy nor the trail misses it."""

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
#: Logged for those who keep a copy, or audited: both is done there.
TOLD = {
    entity.table
    for entity in catalog().values()
    if entity.resource.scope is not Scope.PRIVATE or entity.resource.audited
}
#: What is kept by the machinery: sessions are audited as sign-ins; the rest is counted, cached or swept.
NOT_AUDITED = {
    "sessions",
    "attempts",
    "duties",
    "hourly_points",
    "running_imports",
    "kept_answers",
    "text_prints",
    "risk_scores",
    "peer_groups",
    "scans",
    # What follows from a case and the events beside it.
    "case_people",
    "case_deadlines",
    "audit_entries",
    "audit_anchors",
}
#: When a token was last used is written every minute, beside its audited life.
BESIDE = {("tokens.py", "api_tokens", "set used_at = now() where id = (select")}
WRITES = re.compile(r"(?:insert into|update|delete from|merge into)\s+\"?([a-z_{]+)", re.IGNORECASE)
ORM = re.compile(r"\.orm\b|using_db|bulk_create|update_or_create")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rows_are_written_by_the_one_writer(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name, table, rest in BESIDE:
        if path.name == name:
            text = text.replace(f"update {table} {rest}", "")
    assert [table for table in WRITES.findall(text) if table in TOLD or "{" in table] == []
    assert ORM.findall(text) == []


def test_the_search_finds_what_it_looks_for() -> None:
    found = WRITES.findall('"update projects set x" f"delete from {table}" "insert into claims (a)"')
    assert found == ["projects", "{table", "claims"]


def test_only_what_the_machinery_keeps_is_not_audited() -> None:
    assert {entity.table for entity in catalog().values() if not entity.resource.audited} == NOT_AUDITED


def test_nothing_secret_can_get_into_the_trail() -> None:
    secret = re.compile(r"token_hash|secret|password|recovery|totp")
    for entity in catalog().values():
        if entity.resource.audited:
            names = set(entity.model._meta.fields_db_projection) - entity.resource.hidden
            assert [name for name in names if secret.search(name)] == [], entity.name
