"""The same contents and papers with natural persons, telephones, identity numbers and accounts masked."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from api.documents.case_file.contents import Contents, Section
from api.documents.rendering import Paper
from api.policy.masking import deep
from db.catalog import Entity, Kind, catalog

#: Of an event: who and why; the other columns are words of the system.
_OF_EVENT = frozenset({"actor", "why"})
_OF_FILE = frozenset({"filename", "note", "uploader"})


def masked_contents(contents: Contents, mask: Callable[[str], str]) -> Contents:
    return replace(
        contents,
        case=_row(catalog()["Case"], contents.case, mask),
        sections=[
            Section(one.entity, [_row(one.entity, row, mask) for row in one.rows])
            for one in contents.sections
        ],
        files=[_some(row, _OF_FILE, mask) for row in contents.files],
        events=[_some(row, _OF_EVENT, mask) for row in contents.events],
    )


def masked_paper(paper: Paper, mask: Callable[[str], str]) -> Paper:
    return replace(paper, name=mask(paper.name), data=deep(mask, dict(paper.data)))


def _row(entity: Entity, row: Mapping[str, Any], mask: Callable[[str], str]) -> dict[str, Any]:
    """Words and fingerprints are nobody's name."""
    kept = {name for name, one in entity.fields.items() if one.kind is Kind.WORD} | {"sha256", "facts_hash"}
    return {name: value if name in kept else deep(mask, value) for name, value in row.items()}


def _some(row: Mapping[str, Any], names: frozenset[str], mask: Callable[[str], str]) -> dict[str, Any]:
    return {name: deep(mask, value) if name in names else value for name, value in row.items()}
