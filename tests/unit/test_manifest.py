"""Lists of trusted documents, as the builds of clients write them."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.graphql.manifest import read_manifest
from db.config import ConfigError

APOLLO = {
    "format": "apollo-persisted-query-manifest",
    "version": 1,
    "operations": [{"id": "a1", "name": "A", "type": "query", "body": "query A { __typename }"}],
}


@pytest.mark.parametrize(
    "written,documents",
    [
        ({"0f343b09": "query A { __typename }"}, {"0f343b09": "query A { __typename }"}),  # relay, codegen
        (APOLLO, {"a1": "query A { __typename }"}),
    ],
    ids=["flat", "apollo"],
)
def test_what_builds_write_is_read(tmp_path: Path, written: Any, documents: dict[str, str]) -> None:
    file = tmp_path / "documents.json"
    file.write_text(json.dumps(written), encoding="utf-8")
    assert read_manifest(file) == documents


@pytest.mark.parametrize(
    "text,sentence",
    [
        ("{", "is not JSON"),
        ("", "is not JSON"),
        ("[]", "must be a JSON object of documents"),
        ("{}", "must be a JSON object of documents"),  # nothing would run: surely the wrong file
        ('{"a": 7}', "must be a JSON object of documents"),
        ('{"": "{ __typename }"}', "must be a JSON object of documents"),
        (json.dumps(APOLLO | {"operations": [{"id": "a1"}]}), "must be a JSON object of documents"),
        (json.dumps(APOLLO | {"operations": []}), "must be a JSON object of documents"),
        (json.dumps(APOLLO | {"operations": 7}), "must be a JSON object of documents"),
    ],
)
def test_what_is_none_is_refused_at_start(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "documents.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=sentence):
        read_manifest(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"DENGTA_TRUSTED_DOCUMENTS: .*nowhere\.json cannot be read"):
        read_manifest(tmp_path / "nowhere.json")
