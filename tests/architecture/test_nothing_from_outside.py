"""Shipped code names no other machine: nothing is loaded from outside at run time."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: Names of things, not addresses that anything asks.
NAMES = (
    "http://www.w3.org/",
    "https://ecma-international.org/",  # what the JSON scalar is specified by
    "https://json-schema.org/",
    "http://127.0.0.1",
    "http://localhost",
    "http://[",
    "http://{",
)
SOURCES = [
    path
    for folder in ("api", "dashboard", "db")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".js", ".css", ".html", ".svg", ".toml", ".graphql"}
    and not {"vendor", "node_modules", "static"} & set(path.parts)
]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_address_of_another_machine(path: Path) -> None:
    found = [
        address
        for address in re.findall(r"""https?://[^\s"'<>)`]*""", path.read_text(encoding="utf-8"))
        if not address.startswith(NAMES)
    ]
    assert found == []
